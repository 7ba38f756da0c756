// Everything I do to a conversation goes through one outbox (@core/pending): each command carries a key and is repeated
// until it is answered. What I wrote survives a reload; what I pressed does not.
import { signal } from '@preact/signals'
import { type Item, Pending } from '@core/pending'
import { openStore } from '@core/storage'
import { type Draft, type Writing, isRecord } from '@core/wire'
import { browserWorld } from '@core/world'
import type { AgentCommand, PageEntry, Refusal, Reply, SetPresence } from '@wire'
import { send } from './line'

export type Command = Writing<AgentCommand>
export type Answer = Reply | Refusal

/** What is not in a transcript yet, oldest first. */
export const outbox = signal<readonly Item<Command>[]>([])

const PREFIX = 'third-ring.pending.'

let pending: Pending<Command> | null = null
let held: (conversation: string) => number = () => 0
const asked = new Map<number, (answer: Answer) => void>()

/** transcripts.ts tells how far each transcript is held. */
export function knowHeld(how: (conversation: string) => number): void {
  held = how
}

/** What another tab or an earlier visit left behind goes out again; only words are kept there. */
function isKept(value: unknown): value is Command {
  return (
    isRecord(value) &&
    (value.type === 'post_message' || value.type === 'post_note') &&
    typeof value.key === 'string' &&
    typeof value.conversation === 'string' &&
    typeof value.text === 'string'
  )
}

export function openOutbox(agent: string): void {
  const made: Pending<Command> = new Pending<Command>({
    world: browserWorld,
    send,
    held: (conversation) => held(conversation),
    changed: () => {
      outbox.value = [...made.items]
    },
    store: openStore(() => localStorage),
    prefix: `${PREFIX}${agent}:`,
    isCommand: isKept,
  })
  pending = made
  outbox.value = [...made.items]
}

/** With `erase` no words stay on this device; else they go out when the person is back. */
export function closeOutbox(erase: boolean): void {
  if (erase) pending?.clear()
  else pending?.disconnected()
  pending = null
  outbox.value = []
  asked.clear()
}

/** Does something once, however often it must be sent. `keep`: it survives a reload. */
export function run(draft: Draft<AgentCommand>, keep = false): Promise<Answer> {
  if (!pending) throw new Error('expected an open outbox')
  return pending.add((stamp) => ({ ...draft, ...stamp }), keep)
}

/** A command without a key: not repeated, the answer may never come. */
export function ask(make: (ref: number) => SetPresence): Promise<Answer> {
  if (!pending) throw new Error('expected an open outbox')
  const ref = pending.ref()
  return new Promise((resolve) => {
    if (send(make(ref))) asked.set(ref, resolve)
  })
}

export function applyAnswer(answer: Answer): void {
  const waiting = asked.get(answer.ref)
  asked.delete(answer.ref)
  waiting?.(answer)
  if (answer.type === 'reply') pending?.reply(answer)
  else pending?.refusal(answer)
}

export const entryAdded = (conversation: string, entry: PageEntry): void => pending?.added(conversation, entry)
export const lineOpened = (): void => pending?.connected()
export const lineClosed = (): void => pending?.disconnected()
export const retry = (key: string): void => pending?.retry(key)
export const discard = (key: string): void => pending?.discard(key)

/** Another tab changed the store. */
export function syncOutbox(): void {
  pending?.sync()
}
