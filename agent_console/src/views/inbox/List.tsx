// The lists, in the order of who waits most: queue, mine, colleagues', closed.
import { signal } from '@preact/signals'
import type { Summary } from '@wire'
import type { ComponentChildren, JSX, RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Skeleton } from '../../components/Skeleton'
import { type Key, t } from '../../i18n'
import { go, place } from '../../router'
import { takeNext } from '../../state/commands'
import { reachable } from '../../state/connection'
import { closed, deskLoaded, mine, others, queue } from '../../state/conversations'
import { registerList } from '../../state/focus'
import { ClosedList } from './ClosedList'
import { Row } from './Row'

const SHOWS = ['all', 'queue', 'mine', 'closed'] as const
type Show = (typeof SHOWS)[number]
const WORDS: Record<Show, Key> = { all: 'inbox.all', queue: 'inbox.queue', mine: 'inbox.mine', closed: 'inbox.closed' }

/** How many closed ones stand under the others before one asks for more. */
const FEW_CLOSED = 8

const show = signal<Show>('all')

interface GroupProps {
  title: string
  list: readonly Summary[]
  empty?: string
  end?: ComponentChildren
  after?: ComponentChildren
  shown?: number
  /** False where the list holds only the latest. */
  counted?: boolean
}

function Group({ title, list, empty, end, after, shown, counted = true }: GroupProps): JSX.Element {
  return (
    <section aria-label={title}>
      <h2 class="group">
        {title} {counted && <span class="count">{list.length}</span>}
        {end && <span class="end">{end}</span>}
      </h2>
      {list.length === 0 && empty && <p class="group-empty">{empty}</p>}
      <ul>
        {list.slice(0, shown).map((summary) => (
          <Row key={summary.id} summary={summary} />
        ))}
      </ul>
      {after}
    </section>
  )
}

function TakeNext(): JSX.Element {
  return (
    <Button size="small" kind="primary" keys="g" disabled={!reachable.value} onClick={() => void takeNext()}>
      {t('inbox.take_next')}
    </Button>
  )
}

function Groups(): JSX.Element {
  const which = show.value
  const has = (one: Show): boolean => which === 'all' || which === one
  return (
    <>
      {has('queue') && (
        <Group
          title={t('inbox.queue')}
          list={queue.value}
          end={queue.value.length > 0 ? <TakeNext /> : <span class="good">{t('inbox.nobody_waits')}</span>}
        />
      )}
      {has('mine') && <Group title={t('inbox.mine')} list={mine.value} empty={t('inbox.no_mine')} />}
      {which === 'all' && others.value.length > 0 && <Group title={t('inbox.others')} list={others.value} />}
      {which === 'all' && (
        <Group
          title={t('inbox.closed_lately')}
          counted={false}
          list={closed.value}
          empty={t('inbox.no_closed')}
          shown={FEW_CLOSED}
          after={
            closed.value.length > FEW_CLOSED && (
              <Button kind="quiet" size="small" onClick={() => (show.value = 'closed')}>
                {t('inbox.all_closed')}
              </Button>
            )
          }
        />
      )}
    </>
  )
}

/** J and K move the focus through the lists, beginning at the conversation in view. */
function useKeys(bodyRef: RefObject<HTMLDivElement | null>): void {
  useEffect(
    () =>
      registerList((by) => {
        const rows = [...(bodyRef.current?.querySelectorAll<HTMLAnchorElement>('a.conv') ?? [])]
        const focused = rows.findIndex((row) => row === document.activeElement)
        const at = focused >= 0 ? focused : rows.findIndex((row) => row.ariaCurrent === 'true')
        const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]
        next?.focus()
        next?.scrollIntoView({ block: 'nearest' })
      }),
    [bodyRef],
  )
}

export function List(): JSX.Element {
  const bodyRef = useRef<HTMLDivElement>(null)
  useKeys(bodyRef)
  const asked = place.value.query.get('show')
  useEffect(() => {
    if (asked === 'closed') show.value = 'closed'
  }, [asked])
  // A number that is not known yet is not a zero.
  const known = deskLoaded.value
  const counts: Record<Show, number | null> = {
    all: null,
    queue: known ? queue.value.length : null,
    mine: known ? mine.value.length : null,
    closed: null,
  }
  return (
    <section class="pane list" aria-label={t('inbox.list')}>
      <header class="list-head">
        <h1>{t('inbox.title')}</h1>
        <div class="seg" role="group" aria-label={t('inbox.show')}>
          {SHOWS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={show.value === one ? 'true' : 'false'}
              onClick={() => {
                show.value = one
                if (asked) go(place.peek().path, { replace: true })
              }}
            >
              {t(WORDS[one])}
              {counts[one] !== null && <b>{counts[one]}</b>}
            </button>
          ))}
        </div>
      </header>
      <div class="list-body" ref={bodyRef}>
        {!deskLoaded.value && <Skeleton kind="list" rows={7} />}
        {deskLoaded.value && (show.value === 'closed' ? <ClosedList /> : <Groups />)}
      </div>
    </section>
  )
}
