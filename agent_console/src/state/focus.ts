// Moving the focus by keys. The parts of the page register where it can go, so that actions need not know the page.
export type ComposerMode = 'reply' | 'note' | 'canned'

let composer: ((mode: ComposerMode) => void) | null = null
/** Until when a composer that comes into view gets the focus; the field follows a take only with the next drawing. */
let wantedUntil = 0
const WANTED_MS = 1500

let list: ((by: 1 | -1) => void) | null = null

/** The composer in view; the result takes it away again. */
export function registerComposer(focus: (mode: ComposerMode) => void): () => void {
  composer = focus
  if (Date.now() < wantedUntil) {
    wantedUntil = 0
    focus('reply')
  }
  return () => {
    if (composer === focus) composer = null
  }
}

export function registerList(move: (by: 1 | -1) => void): () => void {
  list = move
  return () => {
    if (list === move) list = null
  }
}

export const focusComposer = (mode: ComposerMode): void => composer?.(mode)

/** What was just taken is to be answered: the words typed next belong into the field, now or as soon as it is there. */
export function focusAnswer(): void {
  wantedUntil = Date.now() + WANTED_MS
  composer?.('reply')
}

export const step = (by: 1 | -1): void => list?.(by)
