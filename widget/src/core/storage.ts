/** What we need of `localStorage`. */
export interface KeyValue {
  readonly length: number
  key(index: number): string | null
  getItem(name: string): string | null
  setItem(name: string, value: string): void
  removeItem(name: string): void
}

/** A store that forgets with the page: for visitors who act where storage is forbidden, and for tests. */
export class MemoryStore implements KeyValue {
  readonly #held = new Map<string, string>()
  get length(): number {
    return this.#held.size
  }
  key(index: number): string | null {
    return [...this.#held.keys()][index] ?? null
  }
  getItem(name: string): string | null {
    return this.#held.get(name) ?? null
  }
  setItem(name: string, value: string): void {
    this.#held.set(name, value)
  }
  removeItem(name: string): void {
    this.#held.delete(name)
  }
}

/** The store if the browser lets us have it, else one in memory. Reads only: nothing is written to try it out. */
export function openStore(open: () => KeyValue): KeyValue {
  try {
    const store = open()
    store.getItem('third-ring')
    return store
  } catch {
    return new MemoryStore()
  }
}

/** Writes and says whether it could: a full store must not stop anybody from talking. */
export function put(store: KeyValue, name: string, value: string): boolean {
  try {
    store.setItem(name, value)
    return true
  } catch {
    return false
  }
}

/** All names with a prefix. */
export function names(store: KeyValue, prefix: string): string[] {
  return Array.from({ length: store.length }, (_, index) => store.key(index) ?? '').filter((name) => name.startsWith(prefix))
}
