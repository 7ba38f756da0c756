// What the visitor's card shows, fetched for the conversation in view.
import { signal } from '@preact/signals'
import type { Summary } from '@wire'
import { ApiError, get } from '../services/api'
import { addSummaries } from './conversations'

export interface VisitorCard {
  visitor: string
  name: string
  first_seen_at: number
  /** How many conversations this visitor has had, this one included. */
  conversations: number
  page: { url: string; title: string } | null
  earlier: Summary[]
}

export interface CardState {
  id: string
  card: VisitorCard | null
  error: ApiError | null
}

export const card = signal<CardState>({ id: '', card: null, error: null })

/** Fetches it; what is shown of the same conversation stays until the answer is here. */
export async function loadCard(id: string): Promise<void> {
  if (card.peek().id !== id) card.value = { id, card: null, error: null }
  try {
    const answer = await get<{ conversation: Summary; card: VisitorCard }>(
      `/api/conversations/${encodeURIComponent(id)}`,
    )
    addSummaries([answer.conversation])
    if (card.peek().id === id) card.value = { id, card: answer.card, error: null }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    // What I may not see any more must not stay on the screen.
    const kept = error.status === 404 || error.status === 403 ? null : card.peek().card
    if (card.peek().id === id) card.value = { id, card: kept, error }
  }
}

/** It has left my lists: what the server would answer is known, and nothing of it stays. */
export function cardGone(id: string): void {
  card.value = { id, card: null, error: new ApiError('not_found', '', 404) }
}

export function forgetCard(): void {
  card.value = { id: '', card: null, error: null }
}
