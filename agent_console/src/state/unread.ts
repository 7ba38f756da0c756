// What I have not seen yet: visitor's words in my conversations, and people who wait.
import { computed, signal } from '@preact/signals'
import type { Summary } from '@wire'
import { mine, queue } from './conversations'

/** How far I have read, in `visitor_seq`, as far as this console knows. */
const readUpTo = signal<ReadonlyMap<string, number>>(new Map())

/** I had everything up to this number in view, here or in another tab. */
export function markRead(conversation: string, visitor_seq: number): void {
  if ((readUpTo.peek().get(conversation) ?? 0) >= visitor_seq) return
  readUpTo.value = new Map(readUpTo.peek()).set(conversation, visitor_seq)
}

/** A fresh desk: what the server counts as read is read. */
export function markReadByDesk(conversations: readonly Summary[]): void {
  const next = new Map(readUpTo.peek())
  for (const { id, unread = 0, visitor_head = 0 } of conversations) {
    if (unread === 0) next.set(id, Math.max(next.get(id) ?? 0, visitor_head))
  }
  readUpTo.value = next
}

/** Whether the visitor's last words are new to me. */
export const isUnread = (summary: Summary): boolean =>
  (summary.visitor_head ?? 0) > (readUpTo.value.get(summary.id) ?? 0)

export const unreadMine = computed(() => mine.value.filter(isUnread))

/** People who wait for somebody: in the queue, or for my answer. */
export const calling = computed(() => queue.value.length + unreadMine.value.length)

/** What stands before the title of the browser's tab. */
export const titleBadge = computed(() => (calling.value > 0 ? `(${calling.value}) ` : ''))

export function forgetUnread(): void {
  readUpTo.value = new Map()
}
