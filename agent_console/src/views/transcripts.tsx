// Every word, as it was said: the list by the report's filter, and its export.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Empty, Failed } from '../components/Empty'
import { Skeleton } from '../components/Skeleton'
import { count } from '../figures'
import { t } from '../i18n'
import { get, query } from '../services/api'
import type { TranscriptList, TranscriptRow } from '../services/figures'
import { sites } from '../state/conversations'
import { useFetched } from '../state/fetched'
import { asked, change, currentRange } from '../state/range'
import { toastError } from '../state/toasts'
import { Filters, Pick } from './reports/Filters'
import { ExportBox } from './transcripts/ExportBox'
import { List } from './transcripts/List'
import '../styles/reports.css'
import '../styles/transcripts.css'

const STATUSES = ['waiting', 'active', 'closed'] as const

export default function Transcripts(): JSX.Element {
  const range = currentRange()
  const address = `/api/transcripts${query({ ...asked(range), status: range.status })}`
  const { data, loading, error, retry } = useFetched<TranscriptList>(address)
  const [more, setMore] = useState<{ of: TranscriptList | null; rows: TranscriptRow[]; next: string | null }>({
    of: null,
    rows: [],
    next: null,
  })
  const mine = more.of === data ? more : { of: data, rows: [], next: data?.next ?? null }
  const rows = data ? [...data.rows, ...mine.rows] : []
  const siteIds = Object.entries(sites.value)

  const loadMore = async (): Promise<void> => {
    if (!data || mine.next === null) return
    try {
      const page = await get<TranscriptList>(
        `/api/transcripts${query({ ...asked(range), status: range.status, after: mine.next, as_of: data.as_of })}`,
      )
      setMore({ of: data, rows: [...mine.rows, ...page.rows], next: page.next })
    } catch (failure) {
      toastError(failure)
    }
  }

  return (
    <div
      class={loading && data ? 'page transcripts older' : 'page transcripts'}
      aria-busy={loading ? 'true' : undefined}
    >
      <header class="page-head">
        <div class="grow">
          <h1>{t('transcripts.title')}</h1>
          <p>
            {data
              ? t('transcripts.lead', { conversations: count(data.conversations), entries: count(data.entries) })
              : t('transcripts.lead_short')}
          </p>
        </div>
      </header>
      <Filters>
        <Pick
          label={t('transcripts.status')}
          value={range.status}
          all={t('transcripts.any_status')}
          options={STATUSES.map((status) => ({ id: status, name: t(`transcripts.status_${status}`) }))}
          onChange={(status) => change({ status })}
        />
        {siteIds.length > 1 && (
          <Pick
            label={t('transcripts.site')}
            value={range.site}
            all={t('transcripts.all_sites')}
            options={siteIds.map(([id, name]) => ({ id, name }))}
            onChange={(site) => change({ site })}
          />
        )}
      </Filters>
      <div class="beside">
        <div class="stack">
          {error && !loading ? (
            <Failed message={error.message} onRetry={retry} />
          ) : !data ? (
            <Skeleton kind="table" rows={8} />
          ) : rows.length === 0 ? (
            <Empty icon="transcripts" title={t('transcripts.empty')}>
              {t('transcripts.empty_help')}
            </Empty>
          ) : (
            <>
              <List rows={rows} zone={range.zone} />
              <p class="foot muted small">
                <span class="grow">
                  {t('reports.shown', { n: count(rows.length), m: count(data.conversations) })}{' '}
                  {t('reports.in_zone', { zone: range.zone })}
                </span>
                {mine.next !== null && (
                  <Button size="small" onClick={() => void loadMore()}>
                    {t('reports.more')}
                  </Button>
                )}
              </p>
            </>
          )}
        </div>
        <aside>
          {data && <ExportBox range={range} conversations={data.conversations} entries={data.entries} />}
        </aside>
      </div>
    </div>
  )
}
