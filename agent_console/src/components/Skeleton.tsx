import type { JSX } from 'preact'
import { t } from '../i18n'

/** Grey lines where words will stand. Screen readers hear one word instead. */
export function Skeleton({
  rows = 4,
  kind = 'text',
}: {
  rows?: number
  kind?: 'text' | 'list' | 'table'
}): JSX.Element {
  return (
    <div class={`skeleton of-${kind}`} role="status">
      <span class="sr">{t('shell.loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <i key={index} aria-hidden="true" />
      ))}
    </div>
  )
}
