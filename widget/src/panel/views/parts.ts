import type * as Talk from './talk.tsx'

/** The second part of the panel, once it is here. */
export let talk: typeof Talk | undefined

let fetching = false

/** Fetches it. Where that fails, the next drawing tries again. */
export async function fetchTalk(then: () => void): Promise<void> {
  if (talk || fetching) return
  fetching = true
  try {
    talk = await import('./talk.tsx')
    then()
  } catch {
    // No network: what was written is kept, and the composer is there.
  } finally {
    fetching = false
  }
}
