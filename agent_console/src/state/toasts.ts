// Short words at the foot of the page: what was done, and how to take it back.
import { signal } from '@preact/signals'
import { ApiError } from '../services/api'

export interface Toast {
  id: number
  words: string
  /** `bad` is read out at once and stays longer. */
  tone: 'plain' | 'bad'
  action?: { words: string; run: () => void }
}

const SECONDS = { plain: 6, bad: 12 }

export const toasts = signal<Toast[]>([])

let last = 0

export function dismissToast(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

/** Says something for a few seconds; with an action it can be undone. */
export function toast(words: string, options: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
  const id = ++last
  const tone = options.tone ?? 'plain'
  const fresh: Toast = { id, words, tone, ...(options.action ? { action: options.action } : {}) }
  // Said again, it stands once.
  toasts.value = [
    ...toasts
      .peek()
      .filter((one) => one.words !== words)
      .slice(-2),
    fresh,
  ]
  setTimeout(() => dismissToast(id), SECONDS[tone] * 1000)
}

/** Says why something did not work. Whatever is no refusal is a fault of ours and goes on to the console. */
export function toastError(error: unknown): void {
  if (!(error instanceof ApiError)) throw error
  toast(error.message, { tone: 'bad' })
}
