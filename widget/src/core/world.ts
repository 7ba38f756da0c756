/** What the core needs of the world around it. Tests hand in a clock that stands still. */
export interface World {
  /** Milliseconds since 1970 by the device's clock: only for differences, the server's clock is `Socket.now()`. */
  now(): number
  /** From 0 up to, not including, 1. */
  random(): number
  /** Calls back once after so many ms; the result cancels it. */
  after(ms: number, call: () => void): () => void
}

export const browserWorld: World = {
  now: () => Date.now(),
  random: () => Math.random(),
  after(ms, call) {
    const id = setTimeout(call, ms)
    return () => clearTimeout(id)
  },
}
