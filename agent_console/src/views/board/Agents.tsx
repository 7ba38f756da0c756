// Who is there: presence as the server knows it, and how many conversations each has open.
import type { JSX } from 'preact'
import type { Person } from '@wire'
import { Photo, RingedPhoto } from '../../components/Avatar'
import { t } from '../../i18n'
import { departmentName, summaries } from '../../state/conversations'
import { me } from '../../state/session'

const DOT = { online: 'good', away: 'away', offline: 'off' } as const
const ORDER = { online: 0, away: 1, offline: 2 } as const
const PIPS = 8

/** Open conversations by owner. */
export function openOf(): Map<string, number> {
  const found = new Map<string, number>()
  for (const { status, owner_kind, owner_id } of summaries.value.values()) {
    if (status === 'active' && owner_kind === 'agent') found.set(owner_id, (found.get(owner_id) ?? 0) + 1)
  }
  return found
}

export function Agents({ people }: { people: Person[] }): JSX.Element {
  const open = openOf()
  const sorted = [...people].sort(
    (a, b) => ORDER[a.presence] - ORDER[b.presence] || a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1),
  )
  const online = people.filter((person) => person.presence === 'online').length
  return (
    <section class="cardbox" aria-label={t('board.agents')}>
      <header>
        <h2>{t('board.agents')}</h2>
        <span class="end">
          <span class={online > 0 ? 'tag good' : 'tag late'}>{t('board.reachable', { count: online })}</span>
        </span>
      </header>
      <ul>
        {sorted.map((person) => (
          <Row key={person.id} person={person} open={open.get(person.id) ?? 0} />
        ))}
      </ul>
      {people.length === 0 && <p class="muted pad">{t('board.no_agents')}</p>}
    </section>
  )
}

function Row({ person, open }: { person: Person; open: number }): JSX.Element {
  const where = person.departments.map(departmentName).filter(Boolean).join(', ')
  return (
    <li class="arow">
      <span class="ph">
        {person.presence === 'online' ? (
          <RingedPhoto src={person.photo} size={30} state="here" />
        ) : (
          <Photo src={person.photo} size={30} />
        )}
      </span>
      <div class="grow">
        <h3>
          {person.name} <small>{person.id === me.value?.id ? t('board.you') : where}</small>
        </h3>
        <p class="st">
          <span class={`dot ${DOT[person.presence]}`} />
          {t(`presence.${person.presence}`)}
        </p>
      </div>
      <span class="load">
        <span class="pips" aria-hidden="true">
          {Array.from({ length: Math.min(PIPS, open) }, (_, index) => (
            <i key={index} class="on" />
          ))}
        </span>
        <small>{t('board.open', { count: open })}</small>
      </span>
    </li>
  )
}
