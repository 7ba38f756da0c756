import { beforeEach, describe, expect, it } from 'vitest'
import {
  addSummaries,
  applyDesk,
  applyDeskChange,
  applyDeskHeads,
  applyEntry,
  byTurn,
  closed,
  forgetDesk,
  mine,
  others,
  queue,
  summaries,
} from '../../src/state/conversations'
import { desk, mineNow, said, summary } from '../make'

const change = (head: number, conversation = summary(), department = 'orders') =>
  applyDeskChange({ type: 'desk_change', department, head, conversation })

const preview = (id: string) => summaries.value.get(id)?.preview

beforeEach(forgetDesk)

describe('the order of the queue', () => {
  it('puts returned ones first, then who waits longest, then the smaller id', () => {
    const list = [
      summary({ id: 'late', waiting_since: 5_000 }),
      summary({ id: 'b', waiting_since: 2_000 }),
      summary({ id: 'a', waiting_since: 2_000 }),
      summary({ id: 'returned', waiting_since: 9_000, waiting_priority: 1 }),
    ]
    expect(list.sort(byTurn).map((one) => one.id)).toEqual(['returned', 'a', 'b', 'late'])
  })
})

describe('lists', () => {
  it('are the queue, mine, those of colleagues and the closed', () => {
    applyDesk(
      desk([
        summary({ id: 'waits' }),
        summary({ id: 'mine', ...mineNow }),
        summary({ id: 'theirs', ...mineNow, owner_id: 'marko' }),
        summary({ id: 'old', status: 'closed', closed_at: 1 }),
        summary({ id: 'new', status: 'closed', closed_at: 2 }),
      ]),
    )
    expect(queue.value.map((one) => one.id)).toEqual(['waits'])
    expect(mine.value.map((one) => one.id)).toEqual(['mine'])
    expect(others.value.map((one) => one.id)).toEqual(['theirs'])
    expect(closed.value.map((one) => one.id)).toEqual(['new', 'old'])
  })

  it('keep older closed ones that were fetched when a fresh desk comes', () => {
    const newest = summary({ id: 'new', status: 'closed', closed_at: 900 })
    applyDesk(desk([newest]))
    addSummaries([summary({ id: 'old', status: 'closed', closed_at: 100 })])
    applyDesk(desk([newest]))
    expect(closed.value.map((one) => one.id)).toEqual(['new', 'old'])
  })
})

describe('changes of a department', () => {
  beforeEach(() => applyDesk(desk([summary()], { orders: 7, workshop: 3 })))

  it('follow each other without a gap', () => {
    expect(change(8, summary({ head: 3, preview: 'new' }))).toBe(true)
    expect(preview('c1')).toBe('new')
  })

  it('tell of a gap, and change nothing then', () => {
    expect(change(9, summary({ head: 4, preview: 'too early' }))).toBe(false)
    expect(preview('c1')).toBeUndefined()
  })

  it('are harmless when they come again', () => {
    change(8, summary({ head: 4, preview: 'newer' }))
    expect(change(8, summary({ head: 3, preview: 'again' }))).toBe(true)
    expect(preview('c1')).toBe('newer')
  })

  it('never put an older state over a newer one', () => {
    change(8, summary({ head: 9, preview: 'newer' }))
    expect(change(9, summary({ head: 5, preview: 'older' }))).toBe(true)
    expect(preview('c1')).toBe('newer')
  })

  it('ask for the desk when the department is unknown', () => {
    expect(change(1, summary(), 'elsewhere')).toBe(false)
  })

  it('take a conversation away that left', () => {
    expect(applyDeskChange({ type: 'desk_change', department: 'orders', head: 8, gone: 'c1' })).toBe(true)
    expect(summaries.value.has('c1')).toBe(false)
  })

  it('keep one that came to another department of mine before it left the first', () => {
    change(4, summary({ head: 5, department: 'workshop' }), 'workshop')
    applyDeskChange({ type: 'desk_change', department: 'orders', head: 8, gone: 'c1' })
    expect(summaries.value.get('c1')?.department).toBe('workshop')
  })

  it('are compared with the heads that the server tells', () => {
    expect(applyDeskHeads({ orders: 7, workshop: 3 })).toBe(true)
    expect(applyDeskHeads({ orders: 8, workshop: 3 })).toBe(false)
  })
})

describe('an entry of a conversation I follow', () => {
  beforeEach(() => applyDesk(desk([summary(mineNow)])))

  it('becomes the preview and raises the visitor’s head', () => {
    applyEntry('c1', said(3, 'one\n  two'))
    expect(summaries.value.get('c1')).toMatchObject({
      preview: 'one two',
      preview_by: 'visitor',
      visitor_head: 3,
      head: 3,
    })
  })

  it('that the line knows already changes nothing', () => {
    applyEntry('c1', said(2, 'old'))
    expect(preview('c1')).toBeUndefined()
  })
})
