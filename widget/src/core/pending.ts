// The outbox of one client: writing commands that are not known to be done yet. Each has a key, so it may be sent again
// for ever; in the given store it survives a reload. Every command has a store entry of its own, so several tabs share
// the store without overwriting each other: two tabs may both send a command, the server does it once.
//
// Commands of one conversation go out one after the other, the next when the one before is answered: so a message that
// the server refuses for the moment can not be overtaken by the one written after it.
import { RESEND_SECONDS } from '@limits'
import type { PageEntry, Refusal, Reply } from '@wire'
import { newKey } from './keys.ts'
import { type KeyValue, MemoryStore, names, put } from './storage.ts'
import { isRecord, parseJson } from './wire.ts'
import type { World } from './world.ts'

export interface WritingCommand {
  type: string
  ref: number
  key: string
  conversation?: string
}

/** `waiting` to be sent, `sent` and not answered, `done` but its entry has not come yet, `failed` refused for good. */
export type ItemState = 'waiting' | 'sent' | 'done' | 'failed'

export interface Item<W> {
  command: W
  /** When it was written, by the device's clock; also the order. */
  at: number
  state: ItemState
  /** Why it failed. */
  refusal?: Refusal
}

interface Held<W> extends Item<W> {
  keep: boolean
  /** It is in the store now. */
  stored: boolean
  seq: number
  notBefore: number
  answered(answer: Reply | Refusal): void
  cancel(): void
}

export interface PendingOptions<W extends WritingCommand> {
  world: World
  /** False: the line is down. */
  send(command: W): boolean
  /** The newest number held of a conversation, to know whether the entry of an answer is here already. */
  held(conversation: string): number
  changed(): void
  /** Where commands survive a reload, under names with this prefix, and how they are recognised when read again. */
  store?: KeyValue
  prefix?: string
  isCommand?(value: unknown): value is W
  key?(): string
}

const nothing = (): void => {}

export class Pending<W extends WritingCommand> {
  readonly #o: PendingOptions<W>
  readonly #store: KeyValue
  readonly #prefix: string
  #held: Held<W>[] = []
  #ref = 0
  #lastAt = 0
  #online = false

  constructor(options: PendingOptions<W>) {
    this.#o = options
    this.#store = options.store ?? new MemoryStore()
    this.#prefix = options.prefix ?? 'pending:'
    for (const name of names(this.#store, this.#prefix)) this.#load(name)
    this.#held.sort((a, b) => a.at - b.at)
  }

  /** What is not in the transcript yet, in the order it was written. */
  get items(): readonly Item<W>[] {
    return this.#held
  }

  /** A fresh `ref`, also for commands that need no key. */
  ref(): number {
    return ++this.#ref
  }

  /**
   * Takes over a command. `keep: false` for what must not survive a reload, or is pointless once refused. The promise
   * gives the final answer; it stays open while the command is retried, perhaps for hours.
   */
  add(make: (stamp: { ref: number; key: string }) => W, keep = true): Promise<Reply | Refusal> {
    const command = make({ ref: this.ref(), key: (this.#o.key ?? newKey)() })
    const at = (this.#lastAt = Math.max(this.#o.world.now(), this.#lastAt + 1))
    return new Promise((answered) => {
      const item: Held<W> = { command, at, state: 'waiting', keep, stored: false, seq: 0, notBefore: 0, answered, cancel: nothing }
      this.#held.push(item)
      this.#save(item)
      this.#o.changed()
      this.#pump()
    })
  }

  /** The line stands: everything unanswered goes out again with its old key. */
  connected(): void {
    this.#online = true
    for (const item of this.#held) this.#unsend(item)
    this.#pump()
  }

  disconnected(): void {
    this.#online = false
    for (const item of this.#held) this.#unsend(item)
    this.#o.changed()
  }

  reply(reply: Reply): void {
    const item = this.#held.find((one) => one.command.ref === reply.ref)
    if (!item) return
    item.cancel()
    this.#forget(item)
    item.state = 'done'
    item.seq = reply.seq ?? 0
    if (item.seq <= this.#o.held(reply.conversation ?? '')) this.#remove(item)
    item.answered(reply)
    this.#o.changed()
    this.#pump()
  }

  refusal(refusal: Refusal): void {
    const item = this.#held.find((one) => one.command.ref === refusal.ref)
    if (!item) return
    item.cancel()
    if (typeof refusal.retry_after === 'number') {
      const wait = refusal.retry_after * 1000
      item.state = 'waiting'
      item.notBefore = this.#o.world.now() + wait
      item.cancel = this.#o.world.after(wait, () => this.#pump())
    } else {
      item.state = 'failed'
      item.refusal = refusal
      if (item.keep) this.#save(item)
      else this.#remove(item)
      item.answered(refusal)
    }
    this.#o.changed()
    this.#pump()
  }

  /** An entry is in the transcript: whatever made it is done, by whichever tab and whether or not we saw the reply. */
  added(conversation: string, entry: PageEntry): void {
    for (const item of this.#held) {
      const echo = entry.key !== undefined && entry.key !== '' && item.command.key === entry.key
      if (echo) {
        if (item.state !== 'done') item.answered({ type: 'reply', ref: item.command.ref, conversation, seq: entry.seq, at: entry.at })
        item.cancel()
        this.#forget(item)
        item.state = 'done'
        item.seq = entry.seq
      }
      const here = echo || this.#lane(item) === conversation || this.#lane(item) === ''
      if (item.state === 'done' && here && item.seq <= entry.seq) this.#remove(item)
    }
    this.#o.changed()
    this.#pump()
  }

  /** Sends a failed command again, in its old place. */
  retry(key: string): void {
    const item = this.#held.find((one) => one.command.key === key && one.state === 'failed')
    if (!item) return
    item.state = 'waiting'
    delete item.refusal
    this.#save(item)
    this.#o.changed()
    this.#pump()
  }

  /** Drops a command that failed. */
  discard(key: string): void {
    const item = this.#held.find((one) => one.command.key === key)
    if (item) this.#remove(item)
    this.#o.changed()
  }

  /** Drops everything: the visitor wants to be forgotten. */
  clear(): void {
    for (const item of this.#held) this.#remove(item)
    this.#o.changed()
  }

  /** The store was changed by another tab: what is gone there was done, discarded or forgotten there. */
  sync(): void {
    for (const item of this.#held) {
      if (item.stored && item.state !== 'sent' && this.#store.getItem(this.#prefix + item.command.key) === null) this.#remove(item)
    }
    this.#o.changed()
  }

  #pump(): void {
    if (!this.#online) return
    const busy = new Set<string>()
    for (const item of this.#held) {
      const lane = this.#lane(item)
      if (item.state === 'sent') busy.add(lane)
      // What starts a conversation (lane '') goes before all that was written after it.
      if (item.state !== 'waiting' || busy.has(lane) || busy.has('')) continue
      busy.add(lane)
      if (this.#o.world.now() >= item.notBefore) this.#send(item)
    }
  }

  #send(item: Held<W>): void {
    if (!this.#o.send(item.command)) return
    item.state = 'sent'
    item.cancel()
    item.cancel = this.#o.world.after(RESEND_SECONDS * 1000, () => {
      item.state = 'waiting'
      this.#pump()
    })
  }

  #unsend(item: Held<W>): void {
    item.cancel()
    item.cancel = nothing
    item.notBefore = 0
    if (item.state === 'sent') item.state = 'waiting'
  }

  /** The conversation it belongs to; '' for what starts one. */
  #lane(item: Held<W>): string {
    return item.command.conversation ?? ''
  }

  #remove(item: Held<W>): void {
    item.cancel()
    this.#forget(item)
    this.#held = this.#held.filter((one) => one !== item)
  }

  #forget(item: Held<W>): void {
    if (item.stored) this.#store.removeItem(this.#prefix + item.command.key)
    item.stored = false
  }

  #save(item: Held<W>): void {
    const { command, at, keep, refusal } = item
    if (keep) item.stored = put(this.#store, this.#prefix + command.key, JSON.stringify({ command, at, refusal }))
  }

  #load(name: string): void {
    const kept = parseJson(this.#store.getItem(name) ?? '')
    if (!isRecord(kept) || typeof kept.at !== 'number' || !this.#o.isCommand?.(kept.command)) return
    const command = { ...kept.command, ref: this.ref() }
    const rest = { keep: true, stored: true, seq: 0, notBefore: 0, answered: nothing, cancel: nothing }
    const item: Held<W> = { command, at: kept.at, state: 'waiting', ...rest }
    if (isRefusal(kept.refusal)) {
      item.state = 'failed'
      item.refusal = kept.refusal
    }
    this.#held.push(item)
  }
}

function isRefusal(value: unknown): value is Refusal {
  return isRecord(value) && value.type === 'refusal' && typeof value.code === 'string' && typeof value.message === 'string'
}
