// The conversation in view, named by the address.
import { computed } from '@preact/signals'
import type { Summary } from '@wire'
import { go, match, place } from '../router'
import { isMine, summaries } from './conversations'
import { joinedAgents } from './fold'
import { atLeast, me } from './session'
import { conversation } from './transcripts'

export const currentId = computed(() => match('/c/:id', place.value.path)?.id ?? '')

/** Its summary, as soon as it is known. */
export const current = computed(() => summaries.value.get(currentId.value) ?? null)

export const open = (id: string): void => go(`/c/${encodeURIComponent(id)}`)

/** Whether I have joined it, as owner or beside the owner. */
export function haveJoined(summary: Summary): boolean {
  const { entries } = conversation(summary.id)
  return isMine(summary) || joinedAgents(entries.value).includes(me.value?.id ?? '')
}

export const mayWrite = (summary: Summary): boolean => summary.status === 'active' && haveJoined(summary)
export const mayTake = (summary: Summary): boolean => summary.status === 'waiting'
export const mayTakeOver = (summary: Summary): boolean =>
  summary.status === 'active' && !isMine(summary) && atLeast('supervisor')
export const mayJoin = (summary: Summary): boolean => mayTakeOver(summary) && !haveJoined(summary)
/** Closing and handing over: mine, or still in the queue. */
export const mayDecide = (summary: Summary): boolean => isMine(summary) || summary.status === 'waiting'
