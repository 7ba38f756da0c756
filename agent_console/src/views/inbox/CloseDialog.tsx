import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Dialog } from '../../components/Dialog'
import { type Key, t } from '../../i18n'
import { type CloseReason, close, visitorName } from '../../state/commands'
import { reachable } from '../../state/connection'
import { current } from '../../state/current'
import { closeOverlay, overlay } from '../../state/overlays'

const REASONS = ['solved', 'unsolved', 'no_answer', 'spam', 'test'] as const satisfies readonly CloseReason[]
type Reason = (typeof REASONS)[number]

/** How did it end? One of five, the usual one chosen already: Enter closes. */
export function CloseDialog(): JSX.Element | null {
  const summary = current.value
  const [reason, setReason] = useState<Reason>('solved')
  const [busy, setBusy] = useState(false)
  if (overlay.value?.name !== 'close' || !summary) return null

  const submit = async (): Promise<void> => {
    setBusy(true)
    const done = await close(summary, reason)
    setBusy(false)
    if (!done) return
    setReason('solved')
    closeOverlay()
  }
  const words = (one: Reason, part: '' | '_help'): string => t(`close.${one}${part}` satisfies Key)
  return (
    <Dialog
      title={t('close.title', { name: visitorName(summary) })}
      lead={t('close.lead')}
      onClose={closeOverlay}
      onSubmit={() => void submit()}
      foot={
        <>
          <Button onClick={closeOverlay}>{t('shell.cancel')}</Button>
          <Button type="submit" kind="primary" busy={busy} keys="enter" disabled={!reachable.value}>
            {t('close.submit')}
          </Button>
        </>
      }
    >
      <div class="options" role="radiogroup" aria-label={t('close.lead')}>
        {REASONS.map((one) => (
          <label key={one} class={one === reason ? 'option on' : 'option'}>
            <input type="radio" name="reason" checked={one === reason} onChange={() => setReason(one)} />
            <b>{words(one, '')}</b>
            <small>{words(one, '_help')}</small>
          </label>
        ))}
      </div>
    </Dialog>
  )
}
