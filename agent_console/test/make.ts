// Small things of the wire, filled in where a test does not care.
import type { Desk, PageEntry, Person, Summary } from '@wire'

export function summary(changes: Partial<Summary> = {}): Summary {
  return {
    id: 'c1',
    head: 2,
    site: 's1',
    department: 'orders',
    visitor: 'v1',
    status: 'waiting',
    owner_kind: 'department',
    owner_id: 'orders',
    owner_epoch: 0,
    episode: 1,
    created_at: 1_000,
    updated_at: 1_000,
    waiting_since: 1_000,
    ...changes,
  }
}

export const mineNow = { status: 'active', owner_kind: 'agent', owner_id: 'ana', waiting_since: null } as const

export const ana: Person = {
  id: 'ana',
  name: 'Ana Horvat',
  line: 'Ana from Orders',
  photo: '/photos/ana.webp',
  role: 'agent',
  presence: 'online',
  departments: ['orders'],
}

export function desk(conversations: Summary[], heads: Record<string, number> = { orders: 7 }): Desk {
  return {
    type: 'desk',
    me: ana,
    people: [ana],
    departments: Object.entries(heads).map(([id, head]) => ({ id, name: id, head })),
    sites: { s1: 'Pedal & Pine' },
    conversations,
  }
}

export const visitor = { type: 'visitor', id: '' } as const
export const agent = { type: 'agent', id: 'ana' } as const
export const system = { type: 'system', id: '' } as const

export function said(seq: number, text: string, changes: Partial<PageEntry> = {}): PageEntry {
  return { seq, visitor_seq: seq, at: seq * 1_000, by: visitor, data: { kind: 'message_posted', text }, ...changes }
}
