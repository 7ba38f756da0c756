// The drawings of a report, each with its table twin.
import type { JSX } from 'preact'
import { ChartCard } from '../../components/ChartCard'
import { Distribution } from '../../components/charts/Distribution'
import { Heat } from '../../components/charts/Heat'
import { Lines } from '../../components/charts/Lines'
import { answeredOf, count, dayWithWeekday, dayWords, percent, reached, time, weekday } from '../../figures'
import { type Key, t } from '../../i18n'
import { href, place } from '../../router'
import { type Day, OUTCOMES, type Outcome, type Report, type TimeFigure } from '../../services/figures'
import { opens } from './open'

const BUCKETS: Key[] = [
  'reports.bucket_0',
  'reports.bucket_1',
  'reports.bucket_2',
  'reports.bucket_3',
  'reports.bucket_4',
  'reports.bucket_5',
  'reports.bucket_6',
]
const FILLS = ['', '', '', 'b2', 'b2', 'brass', 'never'] as const

export function FirstAnswers({ report }: { report: Report }): JSX.Element {
  const { first_response: figure, buckets } = report.totals
  const before = report.before.buckets
  const m = figure.m
  const mBefore = report.before.first_response.m
  const opened = place.value.query.get('metric') === 'first_response' ? place.value.query.get('value') : null
  const rows = buckets.map((value, index) => {
    const was = mBefore > 0 ? percent(before[index] ?? 0, mBefore) : '–'
    return { name: t(BUCKETS[index] ?? 'reports.bucket_6'), value, share: percent(value, m), was, index }
  })
  return (
    <ChartCard
      title={t('reports.first_answers')}
      lead={t('reports.click_bar', { of: answeredOf(figure) })}
      span="sp7"
      of="first_response"
      table={{
        head: [t('reports.class'), t('reports.conversations'), t('reports.share'), t('reports.share_before')],
        rows: rows.map(({ name, value, share, was }) => [name, count(value), share, was]),
      }}
    >
      <Distribution
        label={t('reports.first_answers')}
        bars={rows.map(({ name, value, share, was, index }) => ({
          name,
          value,
          share,
          before: mBefore > 0 ? ((before[index] ?? 0) / mBefore) * m : null,
          beforeWords: mBefore > 0 ? t('reports.was', { value: was }) : '',
          fill: FILLS[index] ?? '',
          to: opens({ metric: 'first_response', value: String(index) }),
          label: `${name}: ${t('reports.n_of_m', { n: count(value), m: count(m) })}, ${share}, ${t('reports.was', { value: was })}`,
          dim: opened !== null && opened !== '' && opened !== String(index),
        }))}
      />
    </ChartCard>
  )
}

const CLASS: Record<Outcome, string> = {
  answered: 'p-ans',
  short_abandon: 'p-short',
  abandoned_queue: 'p-abq',
  abandoned_assigned: 'p-aba',
  closed_unanswered: 'p-clo',
  timed_out: 'p-tim',
  offline_message: 'p-off',
  running: 'p-run',
}
/** What cannot happen yet stands here only once it does. */
const ALWAYS: ReadonlySet<Outcome> = new Set<Outcome>([
  'answered',
  'short_abandon',
  'abandoned_queue',
  'abandoned_assigned',
  'closed_unanswered',
  'running',
])

export function Outcomes({ report }: { report: Report }): JSX.Element {
  const { outcomes, asked } = report.totals
  const shown = OUTCOMES.filter((outcome) => outcomes[outcome] > 0 || ALWAYS.has(outcome))
  const was = report.before
  return (
    <ChartCard
      title={t('reports.outcomes')}
      lead={t('reports.outcomes_lead')}
      span="sp5"
      of="outcome"
      table={{
        head: [t('reports.outcome'), t('reports.conversations'), t('reports.share'), t('reports.share_before')],
        rows: shown.map((outcome) => [
          t(`reports.outcome_${outcome}`),
          count(outcomes[outcome]),
          percent(outcomes[outcome], asked),
          percent(was.outcomes[outcome], was.asked),
        ]),
      }}
    >
      <div class="stackbar" aria-hidden="true">
        {shown
          .filter((outcome) => outcomes[outcome] > 0)
          .map((outcome) => (
            <i key={outcome} class={CLASS[outcome]} style={{ flex: String(outcomes[outcome]) }} />
          ))}
      </div>
      <ul class="outcomes">
        {shown.map((outcome) => (
          <li key={outcome}>
            <i class={`sw ${CLASS[outcome]}`} />
            <a href={href(opens({ metric: 'outcome', value: outcome }))}>{t(`reports.outcome_${outcome}`)}</a>
            <span class="n">{count(outcomes[outcome])}</span>
            <span class="pc">{percent(outcomes[outcome], asked)}</span>
          </li>
        ))}
        <li class="sum">
          <span />
          <a href={href(opens({ metric: 'asked' }))}>{t('reports.everyone')}</a>
          <span class="n">{count(asked)}</span>
          <span class="pc">{percent(asked, asked)}</span>
        </li>
      </ul>
    </ChartCard>
  )
}

const value = (figure: TimeFigure, which: 'p50_ms' | 'p90_ms'): number | null | 'never' =>
  figure[which] ?? (figure.m > 0 ? 'never' : null)

export function ByDay({
  report,
  of,
  span,
}: {
  report: Report
  of: 'first_response' | 'queue_wait'
  span: string
}): JSX.Element {
  const days = report.by_day
  const total = report.totals[of]
  const tip = (day: Day): string =>
    `${dayWithWeekday(day.day)}: p50 ${reached(day[of].p50_ms, day[of].m)}, p90 ${reached(day[of].p90_ms, day[of].m)}, ${answeredOf(day[of])}`
  return (
    <ChartCard
      title={t(`reports.${of}_by_day`)}
      lead={answeredOf(total)}
      span={span}
      of={of}
      legend={
        <>
          <span>
            <i class="line" />
            p50
          </span>
          <span>
            <i class="line brass dashed" />
            p90
          </span>
          <span>
            <i class="dash" />
            {t('reports.p50_before')}
          </span>
        </>
      }
      table={{
        head: [t('reports.day'), 'n', 'm', t('reports.mean'), 'p50', 'p90'],
        rows: days.map((day) => [
          dayWithWeekday(day.day),
          count(day[of].n),
          count(day[of].m),
          day[of].mean_ms === null ? '–' : time(day[of].mean_ms),
          reached(day[of].p50_ms, day[of].m),
          reached(day[of].p90_ms, day[of].m),
        ]),
      }}
    >
      <Lines
        label={t(`reports.${of}_by_day`)}
        days={days.map((day) => dayWords(day.day))}
        series={[
          { name: 'p50 ', kind: 'ghost', values: report.before_by_day.map((day) => day[of].p50_ms) },
          { name: 'p90', kind: 'brass', values: days.map((day) => value(day[of], 'p90_ms')) },
          { name: 'p50', kind: '', values: days.map((day) => value(day[of], 'p50_ms')) },
        ]}
        dayLink={(index) => {
          const day = days[index]
          return day
            ? { to: opens({ metric: of, first: day.day, last: day.day }), label: tip(day) }
            : { to: opens({ metric: of }), label: '' }
        }}
        tick={tick}
        never={t('reports.never')}
      />
    </ChartCard>
  )
}

function tick(ms: number): string {
  if (ms < 60_000) return `${ms / 1000} s`
  return ms < 3_600_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`
}

export function Arrivals({ report }: { report: Report }): JSX.Element {
  const most = Math.max(0, ...report.arrivals.flat())
  return (
    <ChartCard
      title={t('reports.arrivals')}
      lead={t('reports.arrivals_lead', { m: count(report.totals.asked), zone: report.zone })}
      span="sp8"
      of="arrivals"
      legend={
        <span class="bands">
          {[1, 2, 3, 4, 5].map((band) => (
            <i key={band} class={`k${band}`} />
          ))}
          {most > 0 && t('reports.one_to', { m: count(most) })}
        </span>
      }
      table={{
        head: [t('reports.day'), ...Array.from({ length: 24 }, (_, hour) => String(hour))],
        rows: report.arrivals.map((hours, index) => [weekday(index), ...hours.map((n) => (n ? count(n) : ''))]),
      }}
    >
      <Heat
        label={t('reports.arrivals')}
        values={report.arrivals}
        corner={t('reports.day')}
        weekday={weekday}
        cellLabel={(day, hour, n) => `${weekday(day)} ${hour}:00, ${t('reports.asked_n', { count: n })}`}
      />
    </ChartCard>
  )
}
