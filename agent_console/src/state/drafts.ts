// What I have begun to write, per conversation. Kept on the device until it is sent or I sign out.
import { signal } from '@preact/signals'
import { isRecord, parseJson } from '@core/wire'
import { keysOf, read, write } from '../services/storage'

export type Kind = 'reply' | 'note'

export interface Draft {
  kind: Kind
  reply: string
  note: string
  /** The canned reply the words came from. */
  canned: string
}

const PREFIX = 'third-ring.draft.'
const BLANK: Draft = { kind: 'reply', reply: '', note: '', canned: '' }

let agent = ''
const drafts = signal<ReadonlyMap<string, Draft>>(new Map())

const name = (conversation: string): string => `${PREFIX}${agent}:${conversation}`

function parse(text: string | null): Draft {
  const kept = parseJson(text ?? '')
  if (!isRecord(kept)) return BLANK
  const words = (value: unknown): string => (typeof value === 'string' ? value : '')
  return {
    kind: kept.kind === 'note' ? 'note' : 'reply',
    reply: words(kept.reply),
    note: words(kept.note),
    canned: words(kept.canned),
  }
}

/** Takes up the drafts of whoever has signed in. */
export function openDrafts(whose: string): void {
  agent = whose
  const mine = `${PREFIX}${agent}:`
  drafts.value = new Map(keysOf(mine).map((key) => [key.slice(mine.length), parse(read(key))]))
}

export const draft = (conversation: string): Draft => drafts.value.get(conversation) ?? BLANK

/** Whether words wait in the field of a conversation. */
export const hasDraft = (conversation: string): boolean => {
  const { reply, note } = draft(conversation)
  return reply.trim() !== '' || note.trim() !== ''
}

export function changeDraft(conversation: string, changes: Partial<Draft>): void {
  const next = { ...(drafts.peek().get(conversation) ?? BLANK), ...changes }
  drafts.value = new Map(drafts.peek()).set(conversation, next)
  const blank = next.reply === '' && next.note === '' && next.kind === 'reply'
  write(name(conversation), blank ? null : JSON.stringify(next))
}

/** With `erase` no words stay on this device, of nobody; else they wait there for the person to come back. */
export function forgetDrafts(erase: boolean): void {
  if (erase) for (const key of keysOf(PREFIX)) write(key, null)
  drafts.value = new Map()
  agent = ''
}
