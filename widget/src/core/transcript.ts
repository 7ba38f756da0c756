// The transcript of one conversation as this client holds it: entries 1, 2, 3, … and never n + 2 before n + 1.
// `seq` is the dense number of this client's own stream: the visitor's for visitors, the staff's for agents.
import type { Current, EntryFrame, PageEntry, PageFrame } from '@wire'

export interface TranscriptOptions {
  /** Asks for the entries after a number; answered by a `page` some time, or never. */
  resume(conversation: string, after: number): void
  /** An entry was added: called once for each, in order. */
  added(entry: PageEntry): void
  /** A gap was found, or the last one is repaired: `Socket.behind` and `Socket.caughtUp`. */
  behind?(conversation: string): void
  caughtUp?(conversation: string): void
}

export class Transcript {
  readonly conversation: string
  entries: PageEntry[] = []
  /** The newest number held. */
  last = 0
  readonly #o: TranscriptOptions
  /** The number we asked to resume after and have no page for yet. */
  #asked: number | undefined

  constructor(conversation: string, options: TranscriptOptions) {
    this.conversation = conversation
    this.#o = options
  }

  /** A live entry. What is known is ignored, what is too new makes us ask for what is missing. */
  entry(frame: EntryFrame): void {
    const { seq, visitor_seq, at, by, key, data } = frame
    const entry: PageEntry = { seq, at, by, data }
    if (visitor_seq !== undefined) entry.visitor_seq = visitor_seq
    if (key !== undefined) entry.key = key
    if (!this.#take(entry)) this.#repair()
  }

  /** The answer to `resume`; asks for the next page until the head is reached. */
  page(frame: PageFrame): void {
    const before = this.last
    for (const entry of frame.entries) if (!this.#take(entry)) break
    this.#asked = undefined
    // A page that brought nothing would bring nothing again: the next hint of the head asks once more.
    if (this.last > before) this.head(frame.head)
    else if (this.last >= frame.head) this.#o.caughtUp?.(this.conversation)
  }

  /** The end of the backlog after a connection. */
  current(frame: Current): void {
    this.head(frame.head)
  }

  /** What the server says is the newest number: `pong`, `current` and `page` tell it. */
  head(head: number): void {
    if (head > this.last) this.#repair()
    else this.#o.caughtUp?.(this.conversation)
  }

  /** The numbers held are not those of this database: forget all and fetch again. */
  reset(): void {
    this.entries = []
    this.last = 0
    this.#asked = undefined
    this.#repair()
  }

  /** The connection is gone, and with it the answer we waited for. */
  disconnected(): void {
    this.#asked = undefined
  }

  /** False if there is a gap before it. */
  #take(entry: PageEntry): boolean {
    if (entry.seq <= this.last) return true
    if (entry.seq > this.last + 1) return false
    this.last = entry.seq
    this.entries = [...this.entries, entry]
    if (this.#asked === undefined) this.#o.caughtUp?.(this.conversation)
    this.#o.added(entry)
    return true
  }

  #repair(): void {
    if (this.#asked === this.last) return
    this.#asked = this.last
    this.#o.behind?.(this.conversation)
    this.#o.resume(this.conversation, this.last)
  }
}
