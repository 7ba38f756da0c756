// Moving the focus by keys. The parts of the page register where it can go, so that actions need not know the page.
export type ComposerMode = 'reply' | 'note' | 'canned'

let composer: ((mode: ComposerMode) => void) | null = null
let list: ((by: 1 | -1) => void) | null = null

/** The composer in view; the result takes it away again. */
export function registerComposer(focus: (mode: ComposerMode) => void): () => void {
  composer = focus
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
export const step = (by: 1 | -1): void => list?.(by)
