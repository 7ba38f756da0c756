// What a visitor's transcript says, folded into what the panel draws. Pure: entries in, lines and state out.
import type { PageEntry, Profile } from '@wire'

export type TalkStatus = 'none' | 'waiting' | 'active' | 'closed'

export interface Words {
  seq: number
  at: number
  text: string
}

/** One thing in the log. `from` of a turn: nobody for automatic lines, 'me', or the person with face and name. */
export type Line =
  | { type: 'day'; at: number }
  | { type: 'turn'; from: Profile | 'me' | undefined; words: Words[] }
  | { type: 'joined'; agent: Profile; at: number; wait: number | undefined }
  | { type: 'fact'; fact: 'left' | 'transferred' | 'reopened' | 'closed'; at: number; who: string }

export interface Talk {
  status: TalkStatus
  lines: Line[]
  /** Everybody who has ever joined. */
  people: Map<string, Profile>
  /** Who is here now, the latest last. */
  joined: Profile[]
  /** The person of the conversation: here now, or the last who was. */
  agent: Profile | undefined
  name: string
  /** The id of the department whose queue it is in, or was last. */
  department: string
  closedAt: number
  ratingAsked: boolean
  rated: boolean
}

const TURN_MS = 5 * 60_000

const dayOf = (at: number): string => new Date(at).toDateString()

export function foldTalk(entries: readonly PageEntry[]): Talk {
  const talk: Talk = {
    status: 'none',
    lines: [],
    people: new Map(),
    joined: [],
    agent: undefined,
    name: '',
    department: '',
    closedAt: 0,
    ratingAsked: false,
    rated: false,
  }
  let waitingSince: number | undefined
  let last = 0
  for (const entry of entries) {
    const { at, by, data, seq } = entry
    switch (data.kind) {
      case 'conversation_started':
        talk.status = 'waiting'
        talk.name = data.name ?? ''
        talk.department = data.department
        waitingSince = at
        break
      case 'message_posted':
      case 'visitor_invited':
        day(at)
        say(by.type === 'visitor' ? 'me' : by.type === 'agent' ? person(talk, by.id) : undefined, { seq, at, text: data.text })
        break
      case 'agent_joined': {
        const wait = waitingSince === undefined ? undefined : at - waitingSince
        talk.people.set(data.agent.id, data.agent)
        talk.joined = [...talk.joined.filter(({ id }) => id !== data.agent.id), data.agent]
        talk.agent = data.agent
        talk.status = 'active'
        waitingSince = undefined
        day(at)
        talk.lines.push({ type: 'joined', agent: data.agent, at, wait })
        break
      }
      case 'agent_left':
        talk.joined = talk.joined.filter(({ id }) => id !== data.agent)
        talk.agent = talk.joined.at(-1) ?? talk.agent
        fact('left', at, talk.people.get(data.agent)?.name ?? '')
        break
      case 'conversation_transferred':
        talk.joined = []
        talk.department = data.department
        talk.status = 'waiting'
        waitingSince = at
        fact('transferred', at, data.department_name)
        break
      case 'conversation_closed':
        talk.joined = []
        talk.status = 'closed'
        talk.closedAt = at
        waitingSince = undefined
        fact('closed', at, '')
        break
      case 'conversation_reopened':
        talk.status = 'waiting'
        talk.ratingAsked = false
        talk.rated = false
        waitingSince = at
        fact('reopened', at, '')
        break
      case 'visitor_named':
        talk.name = data.name
        break
      case 'rating_asked':
        talk.ratingAsked = true
        break
      case 'conversation_rated':
        talk.rated = true
        break
      default:
      // Kinds of later releases, and those that only staff see: nothing to draw.
    }
  }
  return talk

  function day(at: number): void {
    if (!last || dayOf(at) !== dayOf(last)) talk.lines.push({ type: 'day', at })
    last = at
  }

  function fact(fact: 'left' | 'transferred' | 'reopened' | 'closed', at: number, who: string): void {
    day(at)
    talk.lines.push({ type: 'fact', fact, at, who })
  }

  function say(from: Profile | 'me' | undefined, words: Words): void {
    const before = talk.lines.at(-1)
    const latest = before?.type === 'turn' ? before.words.at(-1) : undefined
    if (before?.type === 'turn' && latest && same(before.from, from) && words.at - latest.at < TURN_MS) before.words.push(words)
    else talk.lines.push({ type: 'turn', from, words: [words] })
  }
}

function same(a: Profile | 'me' | undefined, b: Profile | 'me' | undefined): boolean {
  return typeof a === 'object' && typeof b === 'object' ? a.id === b.id : a === b
}

/** An agent who writes has joined before; should that entry ever be missing, the words still get a turn of their own. */
function person(talk: Talk, id: string): Profile {
  return talk.people.get(id) ?? { id, name: '', line: '', photo: '', department: '' }
}

/** How many words of people (not automatic ones) came after `read`, and the last who wrote them. */
export function unreadOf(entries: readonly PageEntry[], read: number): { count: number; by: string } {
  const fresh = entries.filter(({ seq, by, data }) => seq > read && by.type === 'agent' && data.kind === 'message_posted')
  return { count: fresh.length, by: fresh.at(-1)?.by.id ?? '' }
}
