import type { EntryData, PageEntry, Profile } from '@wire'
import { describe, expect, it } from 'vitest'
import { foldTalk, unreadOf } from '../../src/panel/talk.ts'

const ana: Profile = { id: 'ana', name: 'Ana Horvat', line: 'Parcels', photo: '/photos/a.webp', department: 'Orders' }
const marko: Profile = { id: 'marko', name: 'Marko Perić', line: 'Brakes', photo: '', department: 'Workshop' }
const MORNING = new Date(2026, 10, 21, 9, 41).getTime()

type Said = [by: 'visitor' | 'agent' | 'system', data: EntryData, minutes?: number, id?: string]

function entries(...said: Said[]): PageEntry[] {
  return said.map(([type, data, minutes = 0, id = type === 'agent' ? 'ana' : ''], index) => ({
    seq: index + 1,
    at: MORNING + minutes * 60_000,
    by: { type, id },
    data,
  }))
}

const started: Said = ['visitor', { kind: 'conversation_started', department: 'd' }]
const words = (text: string): EntryData => ({ kind: 'message_posted', text })
const joins = (agent: Profile): EntryData => ({ kind: 'agent_joined', agent })
const shape = (said: Said[]) =>
  foldTalk(entries(...said)).lines.map((line) =>
    line.type === 'turn' ? `${typeof line.from === 'object' ? line.from.name : (line.from ?? 'automatic')}: ${line.words.map(({ text }) => text).join(' | ')}` : line.type,
  )

describe('lines', () => {
  it('share a turn while the same person goes on within five minutes', () => {
    expect(
      shape([
        started,
        ['visitor', words('one')],
        ['visitor', words('two'), 4],
        ['visitor', words('three'), 10],
        ['agent', joins(ana), 10],
        ['agent', words('hello'), 10],
        ['agent', words('there'), 10],
      ]),
    ).toEqual(['day', 'me: one | two', 'me: three', 'joined', 'Ana Horvat: hello | there'])
  })

  it('give no face to what no person said', () => {
    expect(shape([started, ['agent', joins(ana)], ['agent', words('hello')], ['system', words('order 4471 is attached')]])).toEqual([
      'day',
      'joined',
      'Ana Horvat: hello',
      'automatic: order 4471 is attached',
    ])
  })

  it('separate days', () => {
    expect(shape([started, ['visitor', words('late')], ['visitor', words('early'), 24 * 60]])).toEqual(['day', 'me: late', 'day', 'me: early'])
  })

  it('keep the words of an agent who never joined, as a person without a name', () => {
    const [, line] = foldTalk(entries(started, ['agent', words('hello')])).lines
    expect(line).toMatchObject({ type: 'turn', from: { id: 'ana', name: '' } })
  })

  it('tell how long the wait was', () => {
    const [, line] = foldTalk(entries(started, ['agent', joins(ana), 2])).lines
    expect(line).toMatchObject({ type: 'joined', wait: 120_000 })
  })
})

describe('state', () => {
  it('follows who is here', () => {
    const talk = foldTalk(entries(started, ['agent', joins(ana)], ['agent', joins(marko), 1, 'marko'], ['system', { kind: 'agent_left', agent: 'ana' }, 2]))
    expect(talk).toMatchObject({ status: 'active', agent: marko, joined: [marko] })
  })

  it('waits again after a transfer, and is a new question after a reopening', () => {
    const transferred: Said = ['agent', { kind: 'conversation_transferred', department: 'w', department_name: 'Workshop' }, 3]
    expect(foldTalk(entries(started, ['agent', joins(ana)], transferred))).toMatchObject({ status: 'waiting', joined: [] })
    const closed: Said[] = [started, ['agent', joins(ana)], ['agent', { kind: 'conversation_closed' }, 4], ['system', { kind: 'rating_asked' }, 4]]
    expect(foldTalk(entries(...closed))).toMatchObject({ status: 'closed', ratingAsked: true, agent: ana, closedAt: MORNING + 240_000 })
    expect(foldTalk(entries(...closed, ['visitor', { kind: 'conversation_rated', stars: 5 }, 5]))).toMatchObject({ rated: true })
    expect(foldTalk(entries(...closed, ['visitor', { kind: 'conversation_reopened' }, 6]))).toMatchObject({ status: 'waiting', ratingAsked: false })
  })

  it('knows the name given first or last', () => {
    const named: Said = ['visitor', { kind: 'conversation_started', department: 'd', name: 'Nina' }]
    expect(foldTalk(entries(named)).name).toBe('Nina')
    expect(foldTalk(entries(named, ['visitor', { kind: 'visitor_named', name: 'Nina K.' }])).name).toBe('Nina K.')
  })
})

it('counts as unread only what people said after the last line read', () => {
  const all = entries(started, ['visitor', words('hi')], ['agent', joins(ana)], ['agent', words('a')], ['system', words('auto')], ['agent', words('b')])
  expect(unreadOf(all, 0)).toEqual({ count: 2, by: 'ana' })
  expect(unreadOf(all, 4)).toEqual({ count: 1, by: 'ana' })
  expect(unreadOf(all, 6)).toEqual({ count: 0, by: '' })
})
