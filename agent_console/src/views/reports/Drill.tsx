// The conversations behind one figure, each with the two stamps that make it, to the millisecond.
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Monogram, Photo } from '../../components/Avatar'
import { Button, IconButton } from '../../components/Button'
import { Failed } from '../../components/Empty'
import { Skeleton } from '../../components/Skeleton'
import { count, rangeWords, stamp, stampBeside, time } from '../../figures'
import { type Key, t } from '../../i18n'
import { go, href, place } from '../../router'
import { get, query } from '../../services/api'
import { type Behind, type BehindRow, METRICS, type Metric, OUTCOMES } from '../../services/figures'
import { useFetched } from '../../state/fetched'
import { people } from '../../state/people'
import { asked, currentRange } from '../../state/range'
import { toastError } from '../../state/toasts'
import { closes } from './open'

/** What the address asks to see, if anything. */
export function openedMetric(): Metric | undefined {
  const name = place.value.query.get('metric')
  return METRICS.find((metric) => metric === name)
}

/** What the figure means, said again where it is checked. */
const DEFINED: Partial<Record<Metric, Key>> = {
  outcome: 'reports.def_outcome',
  abandoned: 'reports.def_abandon',
  first_response: 'reports.def_first_response',
  queue_wait: 'reports.def_queue_wait',
  response: 'reports.def_response',
  next_response: 'reports.def_next_response',
  reaction: 'reports.def_reaction',
  rating: 'reports.def_rating',
  dropped_last_word: 'reports.def_dropped_last_word',
  first_resolution: 'reports.def_first_resolution',
  full_resolution: 'reports.def_full_resolution',
  first_contact: 'reports.def_first_contact',
}

function titleOf(metric: Metric, value: string): string {
  if (metric === 'first_response' && /^[0-6]$/.test(value)) {
    const bucket: Key[] = [
      'reports.bucket_0',
      'reports.bucket_1',
      'reports.bucket_2',
      'reports.bucket_3',
      'reports.bucket_4',
      'reports.bucket_5',
      'reports.bucket_6',
    ]
    return t(bucket[Number(value)] ?? 'reports.first_response')
  }
  const outcome = metric === 'outcome' && OUTCOMES.find((name) => name === value)
  return outcome ? t(`reports.outcome_${outcome}`) : t(`reports.${metric}`)
}

const Stamp = ({ parts: [clock, ms] }: { parts: [string, string] }): JSX.Element => (
  <>
    {clock}
    <span class="ms">{ms}</span>
  </>
)

function Row({ row, zone }: { row: BehindRow; zone: string }): JSX.Element {
  const name = row.name || t('reports.nameless')
  const address = href(`/c/${encodeURIComponent(row.conversation)}`)
  return (
    <tr>
      <td>
        <a class="who plain" href={address}>
          <Monogram name={row.name} size="s28" />
          <span dir="auto">{name}</span>
        </a>
      </td>
      <td>
        <span class="faces">
          {row.agents.map((id) => {
            const person = people.value.get(id)
            return person && <Photo key={id} src={person.photo} size={24} alt={person.name} />
          })}
        </span>
      </td>
      <td class="num">
        <Stamp parts={stamp(row.start, zone)} />
      </td>
      <td class="num">
        {row.end === null ? (
          <b class="bad">{t('reports.never')}</b>
        ) : (
          <Stamp parts={stampBeside(row.end, zone, row.start)} />
        )}
      </td>
      <td class="num">
        <b>{row.ms === null ? '–' : time(row.ms)}</b>
      </td>
    </tr>
  )
}

export function Drill({ metric }: { metric: Metric }): JSX.Element {
  const range = currentRange()
  const of = place.value.query
  const value = of.get('value') ?? ''
  const first = of.get('on_from') ?? range.first
  const last = of.get('on_to') ?? range.last
  const parameters = { ...asked(range), from: first, to: last, agent: of.get('of') ?? range.agent, metric, value }
  const address = `/api/reports/conversations${query({ ...parameters, limit: 50 })}`
  const { data, error, loading, retry } = useFetched<Behind>(address)
  const [more, setMore] = useState<{ of: Behind | null; rows: BehindRow[]; next: number | null }>({
    of: null,
    rows: [],
    next: null,
  })
  const box = useRef<HTMLElement>(null)
  const answer = loading ? null : data
  const mine = more.of === answer ? more : { of: answer, rows: [], next: answer?.next ?? null }
  const rows = answer ? [...answer.rows, ...mine.rows] : []

  const close = (): void => go(closes())
  useEffect(() => {
    const before = document.activeElement
    box.current?.focus()
    return () => {
      if (before instanceof HTMLElement || before instanceof SVGElement) before.focus()
    }
  }, [])
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) go(closes())
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])

  const loadMore = async (): Promise<void> => {
    if (!answer || mine.next === null) return
    try {
      const page = await get<Behind>(
        `/api/reports/conversations${query({ ...parameters, limit: 50, after: mine.next, as_of: answer.as_of })}`,
      )
      setMore({ of: answer, rows: [...mine.rows, ...page.rows], next: page.next })
    } catch (failure) {
      toastError(failure)
    }
  }

  return (
    <section class="drawer" role="dialog" aria-labelledby="drill-title" tabIndex={-1} ref={box}>
      <div class="dr-head">
        <div class="row">
          <div class="grow">
            <p class="muted">{t(`reports.${metric}`)}</p>
            <h1 id="drill-title">
              {titleOf(metric, value)}
              {answer && `: ${count(answer.m)}`}
            </h1>
          </div>
          <IconButton icon="x" label={t('shell.close')} onClick={close} />
        </div>
        <p class="soft small">
          {rangeWords(first, last)}, {range.zone}. {DEFINED[metric] && t(DEFINED[metric])}
        </p>
      </div>
      <div class="scroll">
        {error && !answer ? (
          <Failed message={error.message} onRetry={retry} />
        ) : !answer ? (
          <Skeleton kind="table" rows={8} />
        ) : rows.length === 0 ? (
          <p class="muted pad">{t('reports.none_behind')}</p>
        ) : (
          <table class="data tight">
            <thead>
              <tr>
                <th scope="col">{t('reports.visitor')}</th>
                <th scope="col">
                  <span class="sr">{t('reports.by')}</span>
                </th>
                <th scope="col" class="num">
                  {t(metric === 'queue_wait' ? 'reports.stamp_queued' : 'reports.stamp_start')}
                </th>
                <th scope="col" class="num">
                  {t(metric === 'queue_wait' ? 'reports.stamp_joined' : 'reports.stamp_end')}
                </th>
                <th scope="col" class="num">
                  {t('reports.between')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={`${row.conversation} ${row.episode} ${row.start}`} row={row} zone={range.zone} />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {answer && rows.length > 0 && (
        <div class="dr-foot">
          <span class="grow">
            {t('reports.shown', { n: count(rows.length), m: count(answer.m) })}{' '}
            {answer.shortest_ms !== null &&
              answer.longest_ms !== null &&
              t('reports.shortest_longest', { shortest: time(answer.shortest_ms), longest: time(answer.longest_ms) })}
          </span>
          {mine.next !== null && (
            <Button size="small" onClick={() => void loadMore()}>
              {t('reports.more')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
