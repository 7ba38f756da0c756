// The lists of the inbox: one Summary per conversation. A `desk` gives all of them, a `desk_change` one line; the changes
// of each department are numbered, and a missing number means that the desk must be asked for again.
import { computed, signal } from '@preact/signals'
import type { DepartmentInfo, Desk, DeskChange, PageEntry, Summary } from '@wire'

export const summaries = signal<ReadonlyMap<string, Summary>>(new Map())
export const departments = signal<readonly DepartmentInfo[]>([])
export const sites = signal<Record<string, string>>({})
/** Whether a desk has come at all. */
export const deskLoaded = signal(false)
export const myId = signal('')

/** Those that have left my lists, to a department that is not mine or for good: nothing more is asked of them. */
export const gone = signal<ReadonlySet<string>>(new Set())

let heads = new Map<string, number>()

export function applyDesk(desk: Desk): void {
  heads = new Map(desk.departments.map((department) => [department.id, department.head]))
  myId.value = desk.me.id
  departments.value = desk.departments
  sites.value = desk.sites
  summaries.value = new Map([...olderClosed(desk), ...desk.conversations].map((summary) => [summary.id, summary]))
  gone.value = new Set()
  deskLoaded.value = true
}

/** Closed ones that were fetched and are older than those a desk brings. */
function olderClosed({ conversations }: Desk): Summary[] {
  const brought = conversations.flatMap((summary) => (summary.status === 'closed' ? [summary.closed_at ?? 0] : []))
  const oldest = Math.min(...brought)
  return [...summaries.peek().values()].filter(
    (summary) => summary.status === 'closed' && (summary.closed_at ?? 0) < oldest,
  )
}

/** False when changes of this department are missing: the desk must be asked for again. */
export function applyDeskChange(change: DeskChange): boolean {
  const held = heads.get(change.department)
  if (held === undefined || change.head > held + 1) return false
  if (change.head <= held) return true
  heads.set(change.department, change.head)
  if (change.conversation) applySummary(change.conversation)
  if (change.gone) remove(change.gone, change.department)
  return true
}

/** False when the server's lists (as `pong` tells) are ahead of ours. */
export function applyDeskHeads(desk: Record<string, number>): boolean {
  return Object.entries(desk).every(([department, head]) => (heads.get(department) ?? 0) >= head)
}

/** One line, from wherever: an older state never replaces a newer one. */
export function applySummary(summary: Summary): void {
  const before = summaries.peek().get(summary.id)
  if (before && before.head > summary.head) return
  const next = new Map(summaries.peek())
  next.set(summary.id, summary)
  summaries.value = next
}

/** Lines that were fetched, such as older closed ones. */
export function addSummaries(more: readonly Summary[]): void {
  const next = new Map(summaries.peek())
  for (const summary of more) {
    const before = next.get(summary.id)
    // Of equal age, ours knows more: who is here comes by signals.
    if (!before || before.head < summary.head) next.set(summary.id, summary)
  }
  summaries.value = next
}

const PREVIEW_CHARS = 160

/** Plain words change no list on the server, so that a long talk costs nothing there: whoever follows it sees its entries. */
export function applyEntry(id: string, { seq, at, by, visitor_seq, data }: PageEntry): void {
  const before = summaries.peek().get(id)
  if (!before || before.head >= seq) return
  const changes: Partial<Summary> = { head: seq, updated_at: at }
  if (data.kind === 'message_posted') {
    const preview = data.text.replace(/\s+/gu, ' ').slice(0, PREVIEW_CHARS)
    Object.assign(changes, { preview, preview_by: by.type, preview_at: at })
    if (by.type === 'visitor' && typeof visitor_seq === 'number') changes.visitor_head = visitor_seq
  }
  patchSummary(id, changes)
}

/** Keeps what a live signal tells between two changes. */
export function patchSummary(id: string, changes: Partial<Summary>): void {
  const before = summaries.peek().get(id)
  if (before) summaries.value = new Map(summaries.peek()).set(id, { ...before, ...changes })
}

export function forgetDesk(): void {
  heads = new Map()
  summaries.value = new Map()
  departments.value = []
  sites.value = {}
  gone.value = new Set()
  deskLoaded.value = false
  myId.value = ''
}

/** It left a department's list; where it went to, that department's own change may have come first. */
function remove(id: string, department: string): void {
  if (summaries.peek().get(id)?.department === department) removeSummary(id)
}

export function removeSummary(id: string): void {
  const next = new Map(summaries.peek())
  if (!next.delete(id)) return
  summaries.value = next
  gone.value = new Set(gone.peek()).add(id)
}

/** The order of the queue, the same as the server's: returned ones first, then who waits longest. */
export function byTurn(a: Summary, b: Summary): number {
  return (
    (b.waiting_priority ?? 0) - (a.waiting_priority ?? 0) ||
    (a.waiting_since ?? 0) - (b.waiting_since ?? 0) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

/** When something was last said: a visitor who leaves is no news. */
const spokenAt = ({ preview_at, updated_at }: Summary): number => preview_at ?? updated_at
const byNews = (a: Summary, b: Summary): number => spokenAt(b) - spokenAt(a) || (a.id < b.id ? -1 : 1)
const byEnd = (a: Summary, b: Summary): number => (b.closed_at ?? 0) - (a.closed_at ?? 0) || (a.id < b.id ? -1 : 1)

export const isMine = (summary: Summary): boolean =>
  summary.status === 'active' && summary.owner_kind === 'agent' && summary.owner_id === myId.value

const all = computed(() => [...summaries.value.values()])

export const queue = computed(() =>
  all.value.filter((summary) => summary.status === 'waiting' || summary.status === 'offered').sort(byTurn),
)
export const mine = computed(() => all.value.filter(isMine).sort(byNews))
/** Conversations of colleagues, which a supervisor may join or take over. */
export const others = computed(() =>
  all.value.filter((summary) => summary.status === 'active' && !isMine(summary)).sort(byNews),
)
export const closed = computed(() => all.value.filter((summary) => summary.status === 'closed').sort(byEnd))

export const departmentName = (id: string): string =>
  departments.value.find((department) => department.id === id)?.name ?? ''
