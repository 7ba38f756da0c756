import type { AgentCommand, EntryFrame } from '@wire'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { applyDesk, forgetDesk, gone, summaries } from '../../src/state/conversations'
import { openLine } from '../../src/state/line'
import {
  applyConversationFrame,
  applyDeskTranscripts,
  conversation,
  forgetTranscripts,
  look,
  numbersHeld,
  viewed,
} from '../../src/state/transcripts'
import { desk, mineNow, said, summary } from '../make'

let sent: AgentCommand[] = []
const live = (seq: number, text: string): EntryFrame => ({ ...said(seq, text), type: 'entry', conversation: 'c1' })
const texts = () =>
  conversation('c1').entries.value.map((entry) => entry.data.kind === 'message_posted' && entry.data.text)

beforeEach(() => {
  sent = []
  openLine((command) => sent.push(command) > 0)
  applyDesk(desk([summary(mineNow)]))
})
afterEach(() => {
  openLine(() => false)
  forgetTranscripts()
  forgetDesk()
})

it('follows my own conversations from their first entry on, fetching what came before', () => {
  applyConversationFrame(live(3, 'third'))
  expect(sent).toEqual([{ type: 'resume', conversation: 'c1', after: 0 }])
  expect(texts()).toEqual([])
  applyConversationFrame({
    type: 'page',
    conversation: 'c1',
    entries: [said(1, 'first'), said(2, 'second'), said(3, 'third')],
    head: 3,
  })
  expect(texts()).toEqual(['first', 'second', 'third'])
})

it('never shows an entry after a gap', () => {
  applyConversationFrame({ type: 'page', conversation: 'c1', entries: [said(1, 'first')], head: 1 })
  applyConversationFrame(live(3, 'third'))
  expect(texts()).toEqual(['first'])
  expect(sent).toContainEqual({ type: 'resume', conversation: 'c1', after: 1 })
})

it('asks for what a fresh desk shows to be missing', () => {
  applyConversationFrame({ type: 'page', conversation: 'c1', entries: [said(1, 'first')], head: 1 })
  applyDeskTranscripts([summary({ ...mineNow, head: 5 })])
  expect(sent).toContainEqual({ type: 'resume', conversation: 'c1', after: 1 })
})

it('tells colleagues that I look, and that I look away', () => {
  const away = look('c1')
  expect(viewed()).toBe('c1')
  expect(numbersHeld()).toEqual({ c1: 0 })
  away()
  expect(sent).toEqual([
    { type: 'attach', conversation: 'c1', after: 0 },
    { type: 'detach', conversation: 'c1' },
  ])
  expect(numbersHeld()).toEqual({})
})

it('lets go of a conversation that is no longer mine to see', () => {
  applyConversationFrame(live(1, 'first'))
  applyConversationFrame({ type: 'reset', conversation: 'c1', gone: true })
  expect(summaries.value.has('c1')).toBe(false)
  expect(gone.value.has('c1')).toBe(true)
  expect(texts()).toEqual([])
})

it('fetches everything anew when the numbers are not those of this database', () => {
  applyConversationFrame(live(1, 'first'))
  sent = []
  applyConversationFrame({ type: 'reset', conversation: 'c1' })
  expect(texts()).toEqual([])
  expect(sent).toEqual([{ type: 'resume', conversation: 'c1', after: 0 }])
})

it('lets receipts only rise', () => {
  applyConversationFrame({ type: 'receipt', conversation: 'c1', by: 'visitor', delivered: 4, read: 2 })
  applyConversationFrame({ type: 'receipt', conversation: 'c1', by: 'visitor', delivered: 3, read: 3 })
  expect(conversation('c1').theirs.value).toEqual({ delivered: 4, read: 3 })
})
