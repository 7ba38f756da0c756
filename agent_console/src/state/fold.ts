// What follows from the entries of one conversation: the same rules as `apply` in chat_server/domain/conversation.py, for
// the little that a summary does not tell.
import type { PageEntry } from '@wire'

/** The agents in the conversation now, in the order they came. */
export function joinedAgents(entries: readonly PageEntry[]): string[] {
  let joined: string[] = []
  for (const { data } of entries) {
    if (data.kind === 'agent_joined') joined = [...joined.filter((id) => id !== data.agent.id), data.agent.id]
    else if (data.kind === 'agent_left') joined = joined.filter((id) => id !== data.agent)
    else if (data.kind === 'conversation_transferred' || data.kind === 'conversation_closed') joined = []
  }
  return joined
}

/** Since when the present owner has had it; null while it waits or is closed. */
export function ownedSince(entries: readonly PageEntry[]): number | null {
  let since: number | null = null
  for (const { data, at } of entries) {
    if (data.kind === 'agent_joined' && data.owner) since = at
    else if (data.kind === 'conversation_transferred' || data.kind === 'conversation_closed') since = null
  }
  return since
}

/** For each owner's joining (by `seq`): how long the visitor had waited for it, in ms. */
export function waitedFor(entries: readonly PageEntry[]): Map<number, number> {
  const waited = new Map<number, number>()
  let since: number | null = null
  for (const { data, seq, at } of entries) {
    switch (data.kind) {
      case 'conversation_started':
      case 'conversation_reopened':
      case 'conversation_transferred':
        since = at
        break
      case 'agent_joined':
        if (data.owner && since !== null) {
          waited.set(seq, at - since)
          since = null
        }
        break
      case 'conversation_closed':
        since = null
        break
      default:
    }
  }
  return waited
}
