import { beforeEach, expect, it } from 'vitest'
import { applyDesk, applyEntry, forgetDesk } from '../../src/state/conversations'
import { calling, forgetUnread, markRead, markReadByDesk, titleBadge, unreadMine } from '../../src/state/unread'
import { desk, mineNow, said, summary } from '../make'

function arrive(...conversations: ReturnType<typeof summary>[]): void {
  applyDesk(desk(conversations))
  markReadByDesk(conversations)
}

beforeEach(() => {
  forgetDesk()
  forgetUnread()
})

it('what the server counts as read is read', () => {
  arrive(summary({ ...mineNow, visitor_head: 4, unread: 0 }))
  expect(unreadMine.value).toEqual([])
})

it('what the server counts as unread is unread until it is read', () => {
  arrive(summary({ ...mineNow, visitor_head: 4, unread: 2 }))
  expect(unreadMine.value.map((one) => one.id)).toEqual(['c1'])
  markRead('c1', 4)
  expect(unreadMine.value).toEqual([])
})

it('new words of a visitor are unread', () => {
  arrive(summary({ ...mineNow, visitor_head: 2, unread: 0 }))
  applyEntry('c1', said(3, 'hello?'))
  expect(unreadMine.value.map((one) => one.id)).toEqual(['c1'])
})

it('reading never goes back', () => {
  arrive(summary({ ...mineNow, visitor_head: 4, unread: 0 }))
  markRead('c1', 2)
  expect(unreadMine.value).toEqual([])
})

it('the badge counts who waits and who has written to me, but not a colleague’s visitor', () => {
  arrive(
    summary({ id: 'waits' }),
    summary({ id: 'mine', ...mineNow, visitor_head: 4, unread: 1 }),
    summary({ id: 'theirs', ...mineNow, owner_id: 'marko', visitor_head: 4, unread: 1 }),
  )
  expect(calling.value).toBe(2)
  expect(titleBadge.value).toBe('(2) ')
})

it('there is no badge while nobody waits', () => {
  arrive()
  expect(titleBadge.value).toBe('')
})
