// One clock for everything that counts on the screen: the server's time, moving once a second.
import { signal } from '@preact/signals'

let offset = 0

/** The server's time, ms since 1970; read it where something must be drawn again every second. */
export const now = signal(Date.now())

/** The server's time at this moment, without being drawn again. */
export const serverNow = (): number => Date.now() + offset

/** From `welcome` and `pong`. */
export function setServerTime(time: number): void {
  offset = time - Date.now()
  now.value = serverNow()
}

/** Starts ticking; the result ends it. */
export function startClock(): () => void {
  const id = setInterval(() => {
    now.value = serverNow()
  }, 1000)
  return () => clearInterval(id)
}
