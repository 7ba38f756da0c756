import type { World } from '@core/world'

/** A world whose time moves only when told, and whose dice fall as told. */
export class FakeWorld implements World {
  time = 1_000_000
  dice = 0.5
  #calls: { at: number; call: () => void }[] = []

  now(): number {
    return this.time
  }
  random(): number {
    return this.dice
  }
  after(ms: number, call: () => void): () => void {
    const timer = { at: this.time + ms, call }
    this.#calls.push(timer)
    return () => {
      this.#calls = this.#calls.filter((one) => one !== timer)
    }
  }
  /** Lets time pass; timers fire in their order. */
  pass(ms: number): void {
    const end = this.time + ms
    for (;;) {
      const next = this.#calls.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#calls = this.#calls.filter((one) => one !== next)
      this.time = next.at
      next.call()
    }
    this.time = end
  }
}
