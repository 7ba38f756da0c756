// How fast we really answer: a range against the one before, every figure with its n and its conversations.
import type { JSX } from 'preact'
import { Button } from '../components/Button'
import { Empty, Failed } from '../components/Empty'
import { Skeleton } from '../components/Skeleton'
import { t } from '../i18n'
import { go, href } from '../router'
import { query } from '../services/api'
import type { Report } from '../services/figures'
import { useFetched } from '../state/fetched'
import { asked, change, currentRange } from '../state/range'
import { atLeast } from '../state/session'
import { Arrivals, ByDay, FirstAnswers, Outcomes } from './reports/Charts'
import { Drill, openedMetric } from './reports/Drill'
import { Filters } from './reports/Filters'
import { Head } from './reports/Head'
import { AllTimes, Foot, People, Solved } from './reports/Tables'
import '../styles/charts.css'
import '../styles/reports.css'
import '../styles/transcripts.css'

export default function Reports(): JSX.Element {
  const range = currentRange()
  const { data, loading, error, retry } = useFetched<Report>(`/api/reports${query(asked(range))}`)
  const metric = openedMetric()
  const own = !atLeast('supervisor')
  return (
    <>
      <div class={loading && data ? 'page reports older' : 'page reports'} aria-busy={loading ? 'true' : undefined}>
        <header class="page-head">
          <div class="grow">
            <h1>{t('reports.title')}</h1>
            <p>{t(own ? 'reports.lead_own' : 'reports.lead')}</p>
          </div>
          <Button icon="print" class="no-phone" onClick={() => print()}>
            {t('reports.print')}
          </Button>
          {!own && (
            <Button
              icon="download"
              onClick={() =>
                go(
                  `/transcripts${query({ from: range.first, to: range.last, department: range.department, agent: range.agent })}`,
                )
              }
            >
              {t('reports.export')}
            </Button>
          )}
        </header>
        <Filters before={data ? [data.before_first, data.before_last] : undefined}>
          <span class="seg" role="group" aria-label={t('reports.bucketing')}>
            {(['start', 'end'] as const).map((by) => (
              <button
                key={by}
                type="button"
                aria-pressed={range.by === by ? 'true' : 'false'}
                title={t(`reports.by_${by}_help`)}
                onClick={() => change({ by: by === 'end' ? 'end' : '' })}
              >
                {t(`reports.by_${by}`)}
              </button>
            ))}
          </span>
        </Filters>
        {error && !loading ? (
          <Failed message={error.message} onRetry={retry} />
        ) : data ? (
          <Body report={data} />
        ) : (
          <Skeleton rows={9} />
        )}
      </div>
      {metric && <Drill key={metric} metric={metric} />}
    </>
  )
}

function Body({ report }: { report: Report }): JSX.Element {
  if (report.totals.asked === 0) {
    return (
      <>
        <Empty icon="reports" title={t('reports.empty')} action={<a href={href('/reports')}>{t('reports.last_28')}</a>}>
          {t('reports.empty_help')}
        </Empty>
        <Foot report={report} />
      </>
    )
  }
  return (
    <>
      <Head report={report} />
      <div class="grid c12">
        <FirstAnswers report={report} />
        <Outcomes report={report} />
        <ByDay report={report} of="first_response" span="sp6" />
        <ByDay report={report} of="queue_wait" span="sp6" />
        <Arrivals report={report} />
        <Solved totals={report.totals} />
        <AllTimes report={report} />
        <People report={report} />
      </div>
      <Foot report={report} />
    </>
  )
}
