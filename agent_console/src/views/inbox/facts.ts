// What happened, as one plain sentence.
import type { Author, PageEntry } from '@wire'
import { stopwatch } from '../../format'
import { t } from '../../i18n'
import { firstName, people } from '../../state/people'
import { me } from '../../state/session'

/** Who an entry is by, as the agent calls them. */
export function authorName(by: Author, visitor: string, profiles: ReadonlyMap<string, Face>): string {
  if (by.type === 'visitor') return visitor
  if (by.type !== 'agent') return t('talk.automatic')
  if (by.id === me.value?.id) return t('fact.you')
  return firstName(face(by.id ?? '', profiles)?.name ?? t('fact.somebody'))
}

export interface Face {
  name: string
  photo: string
}

/** A colleague's name and photo: as they are now, else as they were when they joined. */
export const face = (id: string, profiles: ReadonlyMap<string, Face>): Face | undefined =>
  people.value.get(id) ?? profiles.get(id)

/** Everybody who joined, as they were then: colleagues may have gone since. */
export function facesIn(entries: readonly PageEntry[]): ReadonlyMap<string, Face> {
  const faces = new Map<string, Face>()
  for (const { data } of entries) if (data.kind === 'agent_joined') faces.set(data.agent.id, data.agent)
  return faces
}

export interface Teller {
  visitor: string
  faces: ReadonlyMap<string, Face>
  /** How long the visitor had waited, by the `seq` of the joining. */
  waited: ReadonlyMap<number, number>
}

/** Empty for kinds of a newer server. */
export function factWords({ data, by, seq }: PageEntry, { visitor, faces, waited }: Teller): string {
  const name = authorName(by, visitor, faces)
  switch (data.kind) {
    case 'conversation_started':
      return data.page?.title ? t('fact.started_on', { name, page: data.page.title }) : t('fact.started', { name })
    case 'agent_joined': {
      const time = waited.get(seq)
      return time === undefined ? t('fact.joined', { name }) : t('fact.joined_after', { name, time: stopwatch(time) })
    }
    case 'agent_left':
      return t('fact.left', { name: authorName({ type: 'agent', id: data.agent }, visitor, faces) })
    case 'conversation_transferred':
      return t('fact.transferred', { name, department: data.department_name })
    case 'conversation_closed': {
      if (by.type === 'visitor') return t('fact.closed_visitor', { name })
      const reason = data.reason ? t(`reason.${data.reason}`) : t('reason.ended')
      return by.type === 'agent' ? t('fact.closed', { name, reason }) : t('fact.closed_auto', { reason })
    }
    case 'conversation_reopened':
      return t('fact.reopened', { name })
    case 'visitor_named':
      return t('fact.named', { name: data.name })
    case 'visitor_left':
      return t('fact.visitor_left', { name: visitor })
    case 'rating_asked':
      return t('fact.rating_asked', { name: visitor })
    case 'conversation_rated': {
      const solved = data.solved === true ? t('fact.solved') : data.solved === false ? t('fact.not_solved') : ''
      return [t('fact.rated', { name: visitor }), solved].filter(Boolean).join(': ')
    }
    case 'handed_off':
      return t('fact.handed_off')
    case 'message_posted':
    case 'note_posted':
    case 'visitor_invited':
      return ''
    default: {
      const never: never = data
      return never ?? ''
    }
  }
}
