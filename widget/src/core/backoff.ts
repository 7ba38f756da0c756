/** Waiting before the next try: full jitter over a ceiling that doubles, so that many clients do not come back at once. */
export const FIRST_MS = 500
export const CEILING_MS = 30_000

/** A random wait before try number `tries` (0 is the first), in ms: from 0 to min(30 s, 0.5 s · 2^tries). */
export function backoff(tries: number, random: () => number): number {
  return random() * Math.min(CEILING_MS, FIRST_MS * 2 ** tries)
}
