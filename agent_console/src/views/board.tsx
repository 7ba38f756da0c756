// Today: who waits, who answers, who is there, and how fast it has gone so far. Queue and people are live from the socket,
// the figures are asked for again every few seconds, and at once when somebody comes to the queue or leaves it.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dots } from '../components/charts/Dots'
import { Failed } from '../components/Empty'
import { Icon } from '../components/Icon'
import { Skeleton } from '../components/Skeleton'
import { answeredOf, clockIn, count, reached } from '../figures'
import { clock, clockSeconds, longDay, stopwatch } from '../format'
import { t } from '../i18n'
import { href, place } from '../router'
import { query } from '../services/api'
import type { Board as Figures } from '../services/figures'
import { now } from '../state/clock'
import { departments, deskLoaded, queue, summaries } from '../state/conversations'
import { useChange, useFetched } from '../state/fetched'
import { people } from '../state/people'
import { change, today, zone } from '../state/range'
import { visitorName } from '../state/commands'
import { Agents } from './board/Agents'
import { LATE_MS, Queue, isReachable } from './board/Queue'
import '../styles/charts.css'
import '../styles/board.css'
import '../styles/reports.css'

const AGAIN_MS = 5_000

/** On the wall: nothing but the board, half as large again. `F` and Escape switch it. */
function useWall(): boolean {
  const wall = place.value.query.get('wall') === '1'
  useEffect(() => {
    if (wall) document.documentElement.dataset.wall = ''
    return () => {
      delete document.documentElement.dataset.wall
    }
  }, [wall])
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const typing = event.target instanceof Element && event.target.closest('input, textarea, select, dialog')
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === 'f') change({ wall: wall ? '' : '1' })
      else if (event.key === 'Escape' && wall) change({ wall: '' })
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [wall])
  return wall
}

export default function Board(): JSX.Element {
  const wall = useWall()
  const department = place.value.query.get('department') ?? ''
  const { data, error, retry } = useFetched<Figures>(`/api/board${query({ zone: zone(), department })}`, AGAIN_MS)
  const inScope = (id: string): boolean => !department || id === department
  const waiting = queue.value.filter((row) => inScope(row.department))
  const active = [...summaries.value.values()].filter((row) => row.status === 'active' && inScope(row.department))
  useChange([...waiting, ...active].map((row) => `${row.status}${row.id}`).join(' '), retry)
  const team = [...people.value.values()].filter((person) =>
    person.departments.some((id) => inScope(id) && departments.value.some((known) => known.id === id)),
  )
  const oldest = waiting.reduce<(typeof waiting)[number] | null>(
    (found, row) => (!found || (row.waiting_since ?? 0) < (found.waiting_since ?? 0) ? row : found),
    null,
  )
  const longest = oldest ? Math.max(0, now.value - (oldest.waiting_since ?? oldest.created_at)) : null
  const alone = departments.value.filter(({ id }) => inScope(id) && !isReachable(id))
  const stranded = waiting.filter((row) => alone.some(({ id }) => id === row.department)).length
  return (
    <div class="page board">
      <header class="page-head">
        <div class="grow">
          <h1>{t('board.title')}</h1>
          <p>
            {longDay(now.value)}, <time>{clockSeconds(now.value)}</time>, {zone()}
          </p>
        </div>
        {departments.value.length > 1 && (
          <span class="seg" role="group" aria-label={t('reports.department')}>
            {[{ id: '', name: t('board.all') }, ...departments.value].map(({ id, name }) => (
              <button
                key={id}
                type="button"
                aria-pressed={id === department ? 'true' : 'false'}
                onClick={() => change({ department: id })}
              >
                {name}
              </button>
            ))}
          </span>
        )}
        <Button
          icon="board"
          keys="f"
          class="no-phone"
          aria-pressed={wall ? 'true' : 'false'}
          onClick={() => change({ wall: wall ? '' : '1' })}
        >
          {t('board.wall')}
        </Button>
      </header>
      {deskLoaded.value && alone.length > 0 && (
        <div class={stranded > 0 ? 'banner late' : 'banner brass'} role="status">
          <Icon name="alert" size="lg" />
          <div class="grow">
            <b>{t('board.alarm', { names: alone.map(({ name }) => name).join(', ') })}</b>
            <p>{stranded > 0 ? t('board.alarm_help', { count: stranded }) : t('board.alarm_calm')}</p>
          </div>
        </div>
      )}
      <div class="figures" role="group" aria-label={t('board.now_and_today')}>
        <Cell
          label={t('board.waiting_now')}
          nm={departments.value
            .filter(({ id }) => inScope(id))
            .map(({ id, name }) => `${waiting.filter((row) => row.department === id).length} ${name}`)
            .join(', ')}
        >
          {count(waiting.length)}
        </Cell>
        <Cell
          label={t('board.longest_wait')}
          nm={oldest ? visitorName(oldest) : t('board.nobody_waits')}
          to={oldest ? `/c/${encodeURIComponent(oldest.id)}` : undefined}
        >
          {longest === null ? '–' : <span class={longest >= LATE_MS ? 'bad' : ''}>{stopwatch(longest)}</span>}
        </Cell>
        <Cell
          label={t('board.in_conversation')}
          nm={t('board.reachable', { count: team.filter((person) => person.presence === 'online').length })}
        >
          {count(active.length)}
        </Cell>
        {data && <Today data={data} department={department} />}
      </div>
      <div class="grid c12">
        <div class="sp8 grid start">
          <Queue rows={waiting} />
          <LastHour data={data} error={error?.message} onRetry={retry} />
        </div>
        <div class="sp4">
          <Agents people={team} />
        </div>
      </div>
      {data && (
        <p class="said-so">
          <span>{t('reports.in_zone', { zone: data.zone })}</span>
          <span>{t('board.figures_of', { time: clock(data.now) })}</span>
          <span>{t(data.own_figures ? 'board.own_figures' : 'reports.all_the_same')}</span>
        </p>
      )}
    </div>
  )
}

interface CellProps {
  label: string
  nm: string
  to?: string | undefined
  children: ComponentChildren
}

function Cell({ label, nm, to, children }: CellProps): JSX.Element {
  const inside = (
    <>
      <span class="lab">{label}</span>
      <span class="val">{children}</span>
      <span class="nm">{nm}</span>
    </>
  )
  return to ? (
    <a class="figure" href={href(to)}>
      {inside}
    </a>
  ) : (
    <div class="figure">{inside}</div>
  )
}

function Today({ data, department }: { data: Figures; department: string }): JSX.Element {
  const { first_response: response, queue_wait: wait, asked } = data.today
  const to = (metric: string): string => `/reports${query({ from: today(), to: today(), department, metric })}`
  return (
    <>
      <Cell label={t('board.asked_today')} nm={t('board.closed_today', { count: data.closed_today })} to={to('asked')}>
        {count(asked)}
      </Cell>
      <Cell
        label={t('board.wait_p50')}
        nm={t('reports.joined_of', { n: count(wait.n), m: count(wait.m) })}
        to={to('queue_wait')}
      >
        {reached(wait.p50_ms, wait.m)} <small>{reached(wait.p90_ms, wait.m)}</small>
      </Cell>
      <Cell label={t('board.response_p50')} nm={answeredOf(response)} to={to('first_response')}>
        {reached(response.p50_ms, response.m)} <small>{reached(response.p90_ms, response.m)}</small>
      </Cell>
    </>
  )
}

interface LastHourProps {
  data: Figures | null
  error: string | undefined
  onRetry: () => void
}

function LastHour({ data, error, onRetry }: LastHourProps): JSX.Element {
  const dots = data?.last_hour ?? []
  const within = dots.filter((dot) => dot.kind === 'joined' && (dot.end ?? 0) - dot.start <= LATE_MS).length
  const joined = dots.filter((dot) => dot.kind === 'joined').length
  const gone = dots.filter((dot) => dot.kind === 'left' || dot.kind === 'closed').length
  return (
    <section class="cardbox pad" aria-label={t('board.last_hour')}>
      <div class="card-h">
        <div>
          <h2>{t('board.last_hour')}</h2>
          <p>{t('board.last_hour_lead')}</p>
        </div>
        <span class="end legend no-phone">
          <span>
            <i class="round" />
            {t('board.within', { count: within })}
          </span>
          <span>
            <i class="round brass" />
            {t('board.later', { count: joined - within })}
          </span>
          <span>
            <i class="round hollow" />
            {t('board.left', { count: gone })}
          </span>
          {dots.length > joined + gone && (
            <span>
              <i class="round still" />
              {t('board.still', { count: dots.length - joined - gone })}
            </span>
          )}
        </span>
      </div>
      {!data && error ? (
        <Failed message={error} onRetry={onRetry} />
      ) : !data ? (
        <Skeleton rows={3} />
      ) : dots.length === 0 ? (
        <p class="calm muted">{t('board.quiet_hour', { time: clockIn(data.now - 3_600_000, data.zone) })}</p>
      ) : (
        <div class="draw">
          <Dots dots={dots} now={data.now} zone={data.zone} label={t('board.last_hour')} />
        </div>
      )}
    </section>
  )
}
