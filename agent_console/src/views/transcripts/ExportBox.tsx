// Takes out what the list shows: says how much before one presses, and which words stay at home.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Switch } from '../../components/Field'
import { Icon } from '../../components/Icon'
import { count } from '../../figures'
import { t } from '../../i18n'
import { query } from '../../services/api'
import { type Range, asked } from '../../state/range'

type Format = 'csv' | 'jsonl'

export interface ExportBoxProps {
  range: Range
  conversations: number
  entries: number
}

export function ExportBox({ range, conversations, entries }: ExportBoxProps): JSX.Element {
  const [format, setFormat] = useState<Format>('csv')
  const [notes, setNotes] = useState(false)
  const [semicolons, setSemicolons] = useState(false)
  const address = `/api/exports/transcripts.${format}${query({
    ...asked(range),
    status: range.status,
    notes: notes ? 1 : 0,
    separator: format === 'csv' && semicolons ? ';' : '',
  })}`
  const option = (name: Format, help: string): JSX.Element => (
    <label class={format === name ? 'opt on' : 'opt'}>
      <input type="radio" name="format" class="sr" checked={format === name} onChange={() => setFormat(name)} />
      <b>{name === 'csv' ? 'CSV' : 'JSON lines'}</b>
      <small>{help}</small>
    </label>
  )
  return (
    <section class="cardbox pad export" aria-label={t('transcripts.export_label')}>
      <h2>{t('transcripts.export', { count: conversations })}</h2>
      <div class="formats two" role="radiogroup" aria-label={t('transcripts.format')}>
        {option('csv', t('transcripts.csv_help'))}
        {option('jsonl', t('transcripts.jsonl_help'))}
      </div>
      {format === 'csv' && (
        <Switch
          label={t('transcripts.semicolons')}
          help={t('transcripts.semicolons_help')}
          checked={semicolons}
          onChange={setSemicolons}
        />
      )}
      <Switch label={t('transcripts.notes')} help={t('transcripts.notes_help')} checked={notes} onChange={setNotes} />
      {conversations > 0 ? (
        <a class="btn primary big" href={address} download>
          <Icon name="download" />
          {t('transcripts.download')}
        </a>
      ) : (
        <p class="muted">{t('transcripts.nothing_to_export')}</p>
      )}
      <p class="soft small">
        {t('transcripts.holds', { conversations: count(conversations), entries: count(entries) })}{' '}
        {t(format === 'csv' ? 'transcripts.ends_csv' : 'transcripts.ends_jsonl')}
      </p>
    </section>
  )
}
