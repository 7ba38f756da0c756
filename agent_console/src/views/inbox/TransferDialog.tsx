import { TEXT_CHARS } from '@limits'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { AreaField, SelectField } from '../../components/Field'
import { t } from '../../i18n'
import { refusalWords, transfer, visitorName } from '../../state/commands'
import { reachable } from '../../state/connection'
import { departments } from '../../state/conversations'
import { current } from '../../state/current'
import { closeOverlay, overlay } from '../../state/overlays'

/** To which department, with a note: nobody should have to ask the visitor again. */
export function TransferDialog(): JSX.Element | null {
  const summary = current.value
  const [wanted, setWanted] = useState('')
  const [note, setNote] = useState('')
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  if (overlay.value?.name !== 'transfer' || !summary) return null

  const others = departments.value.filter((one) => one.id !== summary.department)
  const options = others.map((one) => ({ value: one.id, words: one.name }))
  const department = wanted || (others[0]?.id ?? '')
  const submit = async (): Promise<void> => {
    if (!note.trim()) return setError(t('transfer.note_missing'))
    setBusy(true)
    const refusal = await transfer(summary, department, note.trim())
    setBusy(false)
    if (refusal) return setError(refusalWords(refusal))
    setNote('')
    setError('')
    closeOverlay()
  }
  return (
    <Dialog
      title={t('transfer.title', { name: visitorName(summary) })}
      lead={t('transfer.lead')}
      onClose={closeOverlay}
      onSubmit={() => void submit()}
      foot={
        <>
          <Button onClick={closeOverlay}>{t('shell.cancel')}</Button>
          <Button type="submit" kind="primary" icon="transfer" busy={busy} disabled={!reachable.value || !department}>
            {t('transfer.submit')}
          </Button>
        </>
      }
    >
      {others.length === 0 ? (
        <p>{t('transfer.nowhere')}</p>
      ) : (
        <SelectField label={t('transfer.department')} value={department} onChange={setWanted} options={options} />
      )}
      <AreaField
        label={t('transfer.note')}
        help={t('transfer.note_help')}
        error={error}
        maxLength={TEXT_CHARS}
        value={note}
        onInput={(words) => {
          setNote(words)
          setError('')
        }}
      />
    </Dialog>
  )
}
