import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Failed } from '../../components/Empty'
import { Icon } from '../../components/Icon'
import { Skeleton } from '../../components/Skeleton'
import { t } from '../../i18n'
import { place } from '../../router'
import { failure, found, loadClosed, loading, next, words } from '../../state/closed'
import { closed, summaries } from '../../state/conversations'
import { Row } from './Row'

const PAUSE_MS = 250

/** All closed conversations, newest first, a page at a time; found by words as one types. */
export function ClosedList(): JSX.Element {
  const asked = place.value.query.get('q')
  useEffect(() => {
    if (asked !== null) words.value = asked
  }, [asked])
  const typed = words.value
  useEffect(() => {
    const id = setTimeout(() => void loadClosed(true), found.peek() ? PAUSE_MS : 0)
    return () => clearTimeout(id)
  }, [typed])

  const searching = words.value.trim() !== ''
  // Without words the live list is shown, so that what is closed now stands on top at once; a found one that was reopened goes.
  const held = (found.value ?? [])
    .map((one) => summaries.value.get(one.id) ?? one)
    .filter((one) => one.status === 'closed')
  const list = searching ? held : closed.value
  return (
    <section aria-label={t('inbox.closed')}>
      <label class="input find">
        <Icon name="search" size="sm" />
        <input
          type="search"
          aria-label={t('inbox.search_closed')}
          placeholder={t('inbox.search_closed')}
          value={words.value}
          onInput={(event) => (words.value = event.currentTarget.value)}
        />
      </label>
      {failure.value && <Failed message={failure.value.message} onRetry={() => void loadClosed(true)} />}
      {!failure.value && list.length === 0 && !loading.value && (
        <p class="group-empty">
          {searching ? t('inbox.none_found', { text: words.value.trim() }) : t('inbox.no_closed')}
        </p>
      )}
      <ul>
        {list.map((summary) => (
          <Row key={summary.id} summary={summary} />
        ))}
      </ul>
      {loading.value && list.length === 0 && <Skeleton kind="list" rows={5} />}
      {next.value && (
        <Button kind="quiet" size="small" busy={loading.value} onClick={() => void loadClosed()}>
          {t('inbox.load_more')}
        </Button>
      )}
    </section>
  )
}
