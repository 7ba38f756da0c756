// How far each side has received and read one conversation. Both only ever rise, whatever order the frames come in.
import { SEEN_SECONDS } from '@limits'
import type { Seen } from '@wire'
import type { World } from './world.ts'

/** Numbers are `visitor_seq`, for visitors and agents alike. */
export interface Reach {
  delivered: number
  read: number
}

export const farthest = (a: Reach, b: Reach): Reach => ({
  delivered: Math.max(a.delivered, b.delivered, a.read, b.read),
  read: Math.max(a.read, b.read),
})

/** Tells the server how far we are: at most once a second, the latest always in the end, again after a reconnect. */
export class SeenSender {
  #reach: Reach = { delivered: 0, read: 0 }
  #told: Reach = { delivered: 0, read: 0 }
  #pause = false
  readonly #conversation: string
  readonly #world: World
  readonly #send: (seen: Seen) => boolean

  constructor(conversation: string, world: World, send: (seen: Seen) => boolean) {
    this.#conversation = conversation
    this.#world = world
    this.#send = send
  }

  /** How far this side has read. */
  get read(): number {
    return this.#reach.read
  }

  /** We have received up to `delivered` and had in view up to `read`. */
  reached(reach: Reach): void {
    this.#reach = farthest(this.#reach, reach)
    this.flush()
  }

  /** Another tab or an earlier visit had read this far: nothing to tell. */
  known(read: number): void {
    this.#reach = farthest(this.#reach, { delivered: read, read })
    this.#told = farthest(this.#told, { delivered: read, read })
  }

  /** Tells what was not told yet; call it when the connection is current again. */
  flush(): void {
    if (!this.#pause) this.#tell()
  }

  /** The page goes away, perhaps for good: what waits for its second does not wait. */
  hurry(): void {
    this.#tell()
  }

  #tell(): void {
    const { delivered, read } = this.#reach
    if (delivered <= this.#told.delivered && read <= this.#told.read) return
    if (!this.#send({ type: 'seen', conversation: this.#conversation, delivered, read })) return
    this.#told = { delivered, read }
    if (this.#pause) return
    this.#pause = true
    this.#world.after(SEEN_SECONDS * 1000, () => {
      this.#pause = false
      this.flush()
    })
  }
}
