// Closed conversations beyond those the desk brings: older ones by page, and found ones by words.
import { signal } from '@preact/signals'
import type { Summary } from '@wire'
import { ApiError, get, query } from '../services/api'
import { addSummaries } from './conversations'

interface Page {
  conversations: Summary[]
  next: string | null
}

const LIMIT = 50

/** The words looked for; empty shows all. */
export const words = signal('')
/** What was found, newest first; null while nothing is asked for. */
export const found = signal<readonly Summary[] | null>(null)
export const loading = signal(false)
export const failure = signal<ApiError | null>(null)
/** There are more; the first page has not been asked for while `undefined`. */
export const next = signal<string | null | undefined>(undefined)

let asked = 0

/** The next page of what is looked for; `again` begins anew. */
export async function loadClosed(again = false): Promise<void> {
  const mine = ++asked
  const q = words.peek().trim()
  const before = again ? null : (next.peek() ?? null)
  loading.value = true
  failure.value = null
  try {
    const page = await get<Page>(`/api/conversations${query({ status: 'closed', q, before, limit: LIMIT })}`)
    if (mine !== asked) return
    addSummaries(page.conversations)
    found.value = before ? [...(found.peek() ?? []), ...page.conversations] : page.conversations
    next.value = page.next
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (mine === asked) failure.value = error
  } finally {
    if (mine === asked) loading.value = false
  }
}

export function forgetClosed(): void {
  asked++
  words.value = ''
  found.value = null
  loading.value = false
  failure.value = null
  next.value = undefined
}
