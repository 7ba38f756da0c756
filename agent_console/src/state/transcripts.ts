// The conversations this console follows: my own, and the one in view. Each holds its transcript, how far the visitor has
// received and read, who types and which colleagues look at it.
import { type Signal, signal } from '@preact/signals'
import { type Reach, SeenSender, farthest } from '@core/receipts'
import { Transcript } from '@core/transcript'
import { TypingHeard, TypingSender } from '@core/typing'
import { browserWorld } from '@core/world'
import type { AgentFrame, Author, PageEntry, Summary } from '@wire'
import { applyEntry, isMine, removeSummary } from './conversations'
import { send } from './line'
import { entryAdded, knowHeld } from './outbox'
import { markRead } from './unread'

export interface Followed {
  readonly id: string
  readonly transcript: Transcript
  readonly entries: Signal<readonly PageEntry[]>
  /** Everything up to the server's newest number is here. */
  readonly complete: Signal<boolean>
  /** How far the visitor's side has received and read, in `visitor_seq`. */
  readonly theirs: Signal<Reach>
  readonly writers: Signal<readonly Author[]>
  /** Agents who have it on their screen, me among them. */
  readonly looking: Signal<readonly string[]>
  readonly seen: SeenSender
  readonly typing: TypingSender
  readonly heard: TypingHeard
}

const followed = new Map<string, Followed>()
let inView = ''
let behind: (conversation: string) => void = () => {}
let caughtUp: (conversation: string) => void = () => {}

/** services/socket.ts keeps the word "current" honest. */
export function watchTranscripts(options: { behind: typeof behind; caughtUp: typeof caughtUp }): void {
  behind = options.behind
  caughtUp = options.caughtUp
}

function follow(id: string): Followed {
  const entries = signal<readonly PageEntry[]>([])
  const complete = signal(false)
  const writers = signal<readonly Author[]>([])
  const heard = new TypingHeard(browserWorld, (now) => {
    writers.value = now
  })
  const transcript: Transcript = new Transcript(id, {
    resume: (conversation, after) => void send({ type: 'resume', conversation, after }),
    added: (entry) => {
      entryAdded(id, entry)
      applyEntry(id, entry)
      // Whoever has spoken no longer types.
      heard.heard({ by: entry.by, on: false })
    },
    behind: (conversation) => {
      complete.value = false
      behind(conversation)
    },
    caughtUp: (conversation) => {
      complete.value = true
      caughtUp(conversation)
    },
  })
  const made: Followed = {
    id,
    transcript,
    entries,
    complete,
    theirs: signal<Reach>({ delivered: 0, read: 0 }),
    writers,
    looking: signal<readonly string[]>([]),
    seen: new SeenSender(id, browserWorld, send),
    typing: new TypingSender(browserWorld, (on) => void send({ type: 'typing', conversation: id, on })),
    heard,
  }
  followed.set(id, made)
  return made
}

/** The conversation, followed from now on if it was not yet. */
export const conversation = (id: string): Followed => followed.get(id) ?? follow(id)

/** Takes it into view: colleagues see that, the server sends what is missing and everything after it. */
export function look(id: string): () => void {
  inView = id
  const { transcript } = conversation(id)
  send({ type: 'attach', conversation: id, after: transcript.last })
  return () => {
    const { typing, looking } = conversation(id)
    typing.stop()
    looking.value = []
    if (inView === id) inView = ''
    send({ type: 'detach', conversation: id })
  }
}

export const viewed = (): string => inView

/** Everything that is on the screen now has been read, up to the newest entry the visitor knows of. */
export function readAll(id: string): void {
  const { transcript, seen } = conversation(id)
  const newest = newestShared(transcript.entries)
  seen.reached({ delivered: newest, read: newest })
  markRead(id, newest)
}

type Kinds = 'entry' | 'page' | 'current' | 'reset' | 'typing' | 'receipt' | 'looking'
type OfConversation = Extract<AgentFrame, { type: Kinds }>

/** A frame about one conversation. Entries of my own ones come without being asked for: then we begin to follow. */
export function applyConversationFrame(frame: OfConversation): void {
  const one = conversation(frame.conversation)
  switch (frame.type) {
    case 'entry':
      one.transcript.entry(frame)
      receive(one)
      break
    case 'page':
      one.transcript.page(frame)
      receive(one)
      break
    case 'current':
      one.theirs.value = farthest(one.theirs.peek(), frame)
      one.seen.known(frame.mine)
      markRead(one.id, frame.mine)
      one.transcript.current(frame)
      one.seen.flush()
      break
    case 'reset':
      one.entries.value = []
      if (frame.gone) lose(one.id)
      else one.transcript.reset()
      break
    case 'typing':
      one.heard.heard(frame)
      break
    case 'receipt':
      if (frame.by === 'visitor') one.theirs.value = farthest(one.theirs.peek(), frame)
      else {
        one.seen.known(frame.read)
        markRead(one.id, frame.read)
      }
      break
    case 'looking':
      one.looking.value = frame.agents
      break
    default: {
      const never: never = frame
      return never
    }
  }
}

/** The signal of the view follows the transcript once a frame, not once an entry. */
function receive(one: Followed): void {
  if (one.entries.peek() === one.transcript.entries) return
  one.entries.value = one.transcript.entries
  one.seen.reached({ delivered: newestShared(one.transcript.entries), read: 0 })
}

/** The `visitor_seq` of the last entry that both sides see. */
function newestShared(entries: readonly PageEntry[]): number {
  for (let at = entries.length - 1; at >= 0; at--) {
    const number = entries[at]?.visitor_seq
    if (typeof number === 'number') return number
  }
  return 0
}

/** Heads told by `pong`: whoever is behind asks. */
export function applyHeads(heads: Record<string, number>): void {
  for (const [id, head] of Object.entries(heads)) followed.get(id)?.transcript.head(head)
}

/** It is gone, or no longer mine to see: nothing of it stays. */
function lose(id: string): void {
  followed.delete(id)
  removeSummary(id)
}

/** What to resume after a reconnect: only what is in view, for to resume is to look. My others are followed anyway, and
 * the desk tells their heads. */
export const numbersHeld = (): Record<string, number> =>
  inView ? { [inView]: conversation(inView).transcript.last } : {}

/** The line stands again: receipts that could not be told are told. */
export function lineStands(): void {
  for (const one of followed.values()) one.seen.flush()
}

/** The page goes away: what was read is told now. */
export function tellSeen(): void {
  for (const one of followed.values()) one.seen.hurry()
}

/** A fresh desk: of my own conversations everything should be here. */
export function applyDeskTranscripts(conversations: readonly Summary[]): void {
  for (const summary of conversations) if (isMine(summary)) followed.get(summary.id)?.transcript.head(summary.head)
}

export function linesCut(): void {
  for (const one of followed.values()) {
    one.transcript.disconnected()
    one.looking.value = []
  }
}

export function forgetTranscripts(): void {
  followed.clear()
  inView = ''
}

knowHeld((id) => followed.get(id)?.transcript.last ?? 0)
