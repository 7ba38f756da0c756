// Who waits, in strict order within the department: live from the socket, like the inbox.
import type { JSX } from 'preact'
import type { Summary } from '@wire'
import { Button } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { stopwatch } from '../../format'
import { t } from '../../i18n'
import { href } from '../../router'
import { now } from '../../state/clock'
import { reachable } from '../../state/connection'
import { take, visitorName } from '../../state/commands'
import { departmentName } from '../../state/conversations'
import { people } from '../../state/people'
import { QueueClock } from '../inbox/QueueClock'

/** After three rings it is late. */
export const LATE_MS = 18_000

export const isReachable = (department: string): boolean =>
  [...people.value.values()].some((person) => person.presence === 'online' && person.departments.includes(department))

export function Queue({ rows }: { rows: Summary[] }): JSX.Element {
  const places = new Map<string, number>()
  return (
    <section class="cardbox" aria-label={t('board.queue')}>
      <header>
        <h2>{t('board.queue')}</h2>
        <span class="muted no-phone small">{t('board.queue_lead')}</span>
      </header>
      {rows.length === 0 ? (
        <p class="calm">
          <Icon name="check" /> {t('board.nobody_waits')}
        </p>
      ) : (
        <ul>
          {rows.map((row) => {
            const place = (places.get(row.department) ?? 0) + 1
            places.set(row.department, place)
            return <Row key={row.id} row={row} place={place} />
          })}
        </ul>
      )}
    </section>
  )
}

function Row({ row, place }: { row: Summary; place: number }): JSX.Element {
  const since = row.waiting_since ?? row.created_at
  const waited = Math.max(0, now.value - since)
  const somebody = isReachable(row.department)
  return (
    <li class="qrow">
      <b class="muted">{place}</b>
      <span class={waited >= LATE_MS ? 'age late' : 'age'}>
        <QueueClock since={since} />
        {stopwatch(waited)}
      </span>
      <div>
        <a class="first plain" dir="auto" href={href(`/c/${encodeURIComponent(row.id)}`)}>
          {visitorName(row)}
        </a>{' '}
        {(row.waiting_priority ?? 0) > 0 && <span class="tag brass">{t('board.returned')}</span>}
        <p dir="auto">{row.preview}</p>
      </div>
      <span>
        <b>{departmentName(row.department)}</b>
        <small>{t('board.place', { place })}</small>
      </span>
      <span class="row state">
        {somebody ? (
          <span class="muted">{t('board.waits')}</span>
        ) : (
          <span class="bad row">
            <Icon name="alert" size="sm" />
            {t('board.nobody_reachable')}
          </span>
        )}
      </span>
      <Button size="small" disabled={!reachable.value} onClick={() => void take(row)}>
        {t('talk.take')}
      </Button>
    </li>
  )
}
