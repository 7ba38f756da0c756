import type { Item } from '@core/pending'
import { describe, expect, it } from 'vitest'
import type { Command } from '../../../src/state/outbox'
import { blocksOf } from '../../../src/views/inbox/turns'
import { agent, said, system } from '../../make'

const kinds = (entries: Parameters<typeof blocksOf>[0], unsent: Parameters<typeof blocksOf>[1] = []) =>
  blocksOf(entries, unsent).map((block) => (block.kind === 'turn' ? `turn ${block.lines.length}` : block.kind))

describe('turns', () => {
  it('hold the words of one speaker together', () => {
    expect(kinds([said(1, 'a'), said(2, 'b'), said(3, 'c', { by: agent })])).toEqual(['day', 'turn 2', 'turn 1'])
  })

  it('end after a pause', () => {
    expect(kinds([said(1, 'a'), said(2, 'b', { at: 10 * 60_000 })])).toEqual(['day', 'turn 1', 'turn 1'])
  })

  it('never mix automatic lines with a person’s', () => {
    expect(kinds([said(1, 'a', { by: agent }), said(2, 'b', { by: system })])).toEqual(['day', 'turn 1', 'turn 1'])
  })

  it('are cut by what happened in between', () => {
    const note = said(2, '', { by: agent, data: { kind: 'note_posted', text: 'n' } })
    expect(kinds([said(1, 'a'), note, said(3, 'b')])).toEqual(['day', 'turn 1', 'note', 'turn 1'])
  })

  it('begin anew with each day', () => {
    expect(kinds([said(1, 'a'), said(2, 'b', { at: 2 * 86_400_000 })])).toEqual(['day', 'turn 1', 'day', 'turn 1'])
  })
})

it('shows the note of a hand-over to staff', () => {
  const data = {
    kind: 'conversation_transferred',
    department: 'w',
    department_name: 'Workshop',
    note: 'visor is here',
  } as const
  const blocks = blocksOf([said(1, '', { by: agent, data })], [])
  expect(blocks.map((block) => block.kind)).toEqual(['day', 'fact', 'note'])
})

it('puts words that are not sent yet last, and only words', () => {
  const item = (command: Command): Item<Command> => ({ command, at: 9_000, state: 'waiting' })
  const base = { ref: 1, key: 'k'.repeat(22), conversation: 'c1' }
  const unsent = [
    item({ ...base, type: 'post_message', text: 'later' }),
    item({ ...base, type: 'post_note', text: 'note' }),
    item({ ...base, type: 'reopen_conversation' }),
  ]
  expect(kinds([said(1, 'a')], unsent)).toEqual(['day', 'turn 1', 'unsent', 'unsent'])
})
