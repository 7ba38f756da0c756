import type { PageEntry } from '@wire'
import { expect, it } from 'vitest'
import { joinedAgents, ownedSince, waitedFor } from '../../src/state/fold'
import { agent, system, visitor } from '../make'

const profile = (id: string) => ({ id, name: id, line: '', photo: '', department: '' })
const started: PageEntry = {
  seq: 1,
  at: 1_000,
  by: visitor,
  data: { kind: 'conversation_started', department: 'orders' },
}
const joins = (seq: number, at: number, id: string, owner: boolean): PageEntry => ({
  seq,
  at,
  by: { type: 'agent', id },
  data: { kind: 'agent_joined', agent: profile(id), owner },
})
const leaves = (seq: number, id: string): PageEntry => ({
  seq,
  at: seq,
  by: system,
  data: { kind: 'agent_left', agent: id },
})
const moves = (seq: number, at: number): PageEntry => ({
  seq,
  at,
  by: agent,
  data: { kind: 'conversation_transferred', department: 'workshop', department_name: 'Workshop', note: 'a note' },
})

it('knows who is in the conversation', () => {
  expect(joinedAgents([started, joins(2, 5_000, 'ana', true), joins(3, 6_000, 'ilze', false)])).toEqual(['ana', 'ilze'])
  expect(
    joinedAgents([started, joins(2, 5_000, 'ana', true), joins(3, 6_000, 'ilze', true), leaves(4, 'ana')]),
  ).toEqual(['ilze'])
  expect(joinedAgents([started, joins(2, 5_000, 'ana', true), moves(3, 9_000)])).toEqual([])
})

it('tells how long the visitor waited for each owner, and nothing for who came along', () => {
  const entries = [
    started,
    joins(2, 10_400, 'ana', true),
    joins(3, 11_000, 'ilze', false),
    moves(4, 20_000),
    joins(5, 50_000, 'marko', true),
  ]
  expect([...waitedFor(entries)]).toEqual([
    [2, 9_400],
    [5, 30_000],
  ])
})

it('tells since when the owner has it', () => {
  expect(ownedSince([started])).toBeNull()
  expect(ownedSince([started, joins(2, 10_400, 'ana', true), joins(3, 11_000, 'ilze', false)])).toBe(10_400)
  expect(ownedSince([started, joins(2, 10_400, 'ana', true), moves(4, 20_000)])).toBeNull()
})
