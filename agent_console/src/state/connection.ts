// What we know about the line, and how old what we show is.
import { computed, signal } from '@preact/signals'
import type { SocketState } from '@core/socket'
import { now } from './clock'

export const connection = signal<SocketState>('connecting')
/** Server time of the last frame: what is on the screen is from then. 0 while nothing has come. */
export const heardAt = signal(0)
/** Server time of the next try, 0 while there is none. */
export const nextTryAt = signal(0)

const GRACE_MS = 1_000

/** The line is down, for longer than a blink: everything shown is as old as `heardAt`. */
export const stale = computed(
  () =>
    heardAt.value > 0 &&
    (connection.value === 'offline' || connection.value === 'stopped' || connection.value === 'connecting') &&
    (connection.value === 'stopped' || now.value - heardAt.value > GRACE_MS),
)

/** Whether commands can be sent now. */
export const reachable = computed(() => connection.value === 'current' || connection.value === 'behind')

export function applyConnection(state: SocketState, nextTry: number): void {
  connection.value = state
  nextTryAt.value = nextTry
}

/** Something came from the server: the data is of this moment. */
export function heard(at: number): void {
  heardAt.value = at
}

export function forgetConnection(): void {
  connection.value = 'connecting'
  heardAt.value = 0
  nextTryAt.value = 0
}
