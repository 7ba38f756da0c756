// What a figure means, one click away from wherever it stands (docs/metrics.md says it at length).
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type Key, t } from '../i18n'
import { IconButton } from './Button'
import { Dialog } from './Dialog'

export type Defined =
  | 'queue_wait'
  | 'first_response'
  | 'time_to_human'
  | 'response'
  | 'next_response'
  | 'reaction'
  | 'longest_silence'
  | 'handle_span'
  | 'handle_active'
  | 'dropped_last_word'
  | 'first_resolution'
  | 'full_resolution'
  | 'abandon'
  | 'rating'
  | 'outcome'
  | 'first_contact'
  | 'single_owner'
  | 'one_touch'
  | 'arrivals'

const name = (of: Defined): Key => `reports.${of}`
const words = (of: Defined): Key => `reports.def_${of}`

export function Definition({ of }: { of: Defined }): JSX.Element {
  const [open, setOpen] = useState(false)
  return (
    <>
      <IconButton
        icon="info"
        class="info"
        label={t('reports.what_means', { name: t(name(of)) })}
        onClick={() => setOpen(true)}
      />
      {open && (
        <Dialog class="definition" title={t(name(of))} onClose={() => setOpen(false)}>
          <p>{t(words(of))}</p>
          <p class="muted">{t('reports.def_all')}</p>
        </Dialog>
      )}
    </>
  )
}
