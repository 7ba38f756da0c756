// A transcript as it is drawn: turns of one speaker, notes, facts, days. Pure: entries and unsent words in, blocks out.
import type { Item } from '@core/pending'
import type { Author, PageEntry } from '@wire'
import { sameDay } from '../../format'
import type { Command } from '../../state/outbox'

/** Words of one speaker within this time stand together. */
const TURN_MS = 5 * 60_000

export interface Line {
  key: string
  text: string
  at: number
  /** The visitor's number, for its ticks; absent while it is not stored. */
  visitor_seq?: number
  canned?: boolean
}

export type Block =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'turn'; key: string; by: Author; at: number; lines: Line[] }
  | { kind: 'unsent'; key: string; at: number; text: string; item: Item<Command>; note: boolean }
  | { kind: 'note'; key: string; by: Author; at: number; text: string; handover: boolean }
  | { kind: 'fact'; key: string; at: number; entry: PageEntry }

const sameAuthor = (a: Author, b: Author): boolean => a.type === b.type && (a.id ?? '') === (b.id ?? '')

function add(blocks: Block[], entry: PageEntry): void {
  const { seq, at, by, data } = entry
  const last = blocks.at(-1)
  if ((!last || !sameDay(last.at, at)) && last?.kind !== 'day') blocks.push({ kind: 'day', key: `day-${seq}`, at })
  if (data.kind === 'message_posted' || data.kind === 'visitor_invited') {
    const line: Line = { key: String(seq), text: data.text, at }
    if (typeof entry.visitor_seq === 'number') line.visitor_seq = entry.visitor_seq
    if (last?.kind === 'turn' && sameAuthor(last.by, by) && at - last.at < TURN_MS && sameDay(last.at, at))
      last.lines.push(line)
    else blocks.push({ kind: 'turn', key: String(seq), by, at, lines: [line] })
    return
  }
  if (data.kind === 'note_posted') {
    blocks.push({ kind: 'note', key: String(seq), by, at, text: data.text, handover: false })
    return
  }
  blocks.push({ kind: 'fact', key: String(seq), at, entry })
  if (data.kind === 'conversation_transferred' && data.note) {
    blocks.push({ kind: 'note', key: `${seq}-note`, by, at, text: data.note, handover: true })
  }
}

/** All blocks in order; what is not in the transcript yet comes last and looks like it. */
export function blocksOf(entries: readonly PageEntry[], unsent: readonly Item<Command>[]): Block[] {
  const blocks: Block[] = []
  for (const entry of entries) add(blocks, entry)
  for (const item of unsent) {
    const { command, at } = item
    if (command.type !== 'post_message' && command.type !== 'post_note') continue
    blocks.push({ kind: 'unsent', key: command.key, at, text: command.text, item, note: command.type === 'post_note' })
  }
  return blocks
}
