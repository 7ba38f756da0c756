// Typing, both ways: a signal that may be lost, so it is repeated while it lasts and forgotten when the repeats stop.
import type { Author, TypingSignal } from '@wire'
import type { World } from './world.ts'

const REPEAT_MS = 3_000
const QUIET_MS = 5_000
const FORGET_MS = 6_000

/** Says "I am writing" at most every 3 s, and "stopped" 5 s after the last key or at once when told. */
export class TypingSender {
  #on = false
  #saidAt = -Infinity
  #cancel: () => void = () => {}
  readonly #world: World
  readonly #say: (on: boolean) => void

  constructor(world: World, say: (on: boolean) => void) {
    this.#world = world
    this.#say = say
  }

  keyPressed(): void {
    const now = this.#world.now()
    if (!this.#on || now - this.#saidAt >= REPEAT_MS) {
      this.#on = true
      this.#saidAt = now
      this.#say(true)
    }
    this.#cancel()
    this.#cancel = this.#world.after(QUIET_MS, () => this.stop())
  }

  stop(): void {
    this.#cancel()
    if (!this.#on) return
    this.#on = false
    this.#say(false)
  }
}

/** Who is writing in one conversation, as far as we have heard lately. */
export class TypingHeard {
  readonly #world: World
  readonly #changed: (writers: readonly Author[]) => void
  readonly #writers = new Map<string, { by: Author; cancel: () => void }>()

  constructor(world: World, changed: (writers: readonly Author[]) => void) {
    this.#world = world
    this.#changed = changed
  }

  heard({ by, on }: Pick<TypingSignal, 'by' | 'on'>): void {
    const name = `${by.type} ${by.id}`
    const before = this.#writers.get(name)
    before?.cancel()
    if (on) this.#writers.set(name, { by, cancel: this.#world.after(FORGET_MS, () => this.heard({ by, on: false })) })
    else this.#writers.delete(name)
    if (on === !before) this.#changed([...this.#writers.values()].map((writer) => writer.by))
  }
}
