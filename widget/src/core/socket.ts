// One connection that keeps coming back: ticket -> connect -> hello -> welcome -> missed entries -> `current`.
// It knows nothing of conversations but which of them it still waits for; what frames mean is the owner's business.
import { PING_SECONDS, PONG_SECONDS, PROTOCOL } from '@limits'
import type { Hello, Ping } from '@wire'
import { NOT_AUTHENTICATED, afterClosing } from './closing.ts'
import { type AnyFrame, type CoreFrame, isRecord, parseJson } from './wire.ts'
import type { World } from './world.ts'

const WELCOME_MS = 10_000
const WAKE_PONG_MS = 3_000
const HEALTHY_MS = 30_000
const BEHIND_MS = 3_000

/**
 * `connecting` the first time, `behind` connected but not up to date, `current` everything is live, `offline` lost and
 * coming back, `resting` closed by the server because nothing was said for long, `stopped` for good.
 */
export type SocketState = 'connecting' | 'behind' | 'current' | 'offline' | 'resting' | 'stopped'

/** One open line. `close` may be called at any time; nothing is heard after it. */
export interface Line {
  send(text: string): void
  close(): void
}

export interface LineEvents {
  open(): void
  message(text: string): void
  close(code: number): void
}

/** `ticket` to connect with, or a refusal: later (`retry_after` in seconds), or for good. A rejection means: no network. */
export type Ticket = { ticket: string; url: string } | { retry_after: number } | { stop: true }

export interface SocketOptions<F> {
  world: World
  ticket(): Promise<Ticket>
  connect(url: string, events: LineEvents): Line
  /** The last number held of each conversation, asked at every connection. */
  resume(): Record<string, number>
  /** Every frame, in order; `welcome`, `pong` and `bye` too. */
  frame(frame: F): void
  state(state: SocketState): void
  /** Names this tab among the others of the same person. */
  tab?: string
}

export class Socket<C extends AnyFrame, F extends AnyFrame> {
  state: SocketState = 'connecting'
  /** When the next try begins, by the device's clock; 0 while there is none. For "trying again in 4 s". */
  nextTry = 0
  readonly #o: SocketOptions<F>
  #line: Line | undefined
  #welcomed = false
  #busy = false
  #attempt = 0
  #tries = 0
  #strangers = 0
  #asked: number | undefined
  #firm = false
  #epoch = ''
  #offset = 0
  #pingSeconds = PING_SECONDS
  #awaited = new Set<string>()
  #cancelTry: () => void = () => {}
  #cancelPing: () => void = () => {}
  #cancelDeath: () => void = () => {}
  #cancelHealth: () => void = () => {}

  constructor(options: SocketOptions<F>) {
    this.#o = options
  }

  /** Whether frames can be sent now. */
  get open(): boolean {
    return this.#welcomed
  }

  /** The server's clock, as well as we know it. */
  now(): number {
    return this.#o.world.now() + this.#offset
  }

  /** Connects, unless it is connected or on its way. Also takes up a line that rests or has stopped. */
  start(): void {
    if (this.#busy) return
    this.#busy = true
    this.#cancelTry()
    this.nextTry = 0
    if (this.state !== 'offline') this.#become('connecting')
    void this.#connect()
  }

  /** Closes for good, until `start` is called. */
  stop(): void {
    this.#drop()
    this.#become('stopped')
  }

  /** False when it could not be sent: the line is down. Nothing is kept here; `Pending` keeps what must not be lost. */
  send(command: C): boolean {
    return this.#transmit(command)
  }

  /**
   * Something hints that the network or the user is back (`online`, tab shown, window focused, or "try now"): a line that
   * stands is tested at once, a pause is cut short unless the server asked for it.
   */
  wake(): void {
    if (this.#welcomed) this.#ping(WAKE_PONG_MS)
    else if (this.state === 'resting' || (this.state === 'offline' && !this.#firm)) this.start()
  }

  /** A gap was found in a conversation, or a long page is being fetched: not current until `caughtUp`. */
  behind(conversation: string): void {
    this.#awaited.add(conversation)
    this.#settle()
  }

  caughtUp(conversation: string): void {
    if (this.#awaited.delete(conversation)) this.#settle()
  }

  async #connect(): Promise<void> {
    const attempt = this.#attempt
    // Whatever comes late from an older line is not ours.
    const mine = () => attempt === this.#attempt
    this.#cancelDeath()
    this.#cancelDeath = this.#o.world.after(WELCOME_MS, () => mine() && this.#closed(0))
    let ticket: Ticket | undefined
    try {
      ticket = await this.#o.ticket()
    } catch {
      // No network: the same as a line that breaks at once.
    }
    if (!mine()) return
    if (!ticket) return this.#closed(0)
    if ('stop' in ticket) return this.stop()
    if ('retry_after' in ticket) {
      this.#asked = ticket.retry_after * 1000
      return this.#closed(0)
    }
    const hello: Hello = {
      type: 'hello',
      protocol: PROTOCOL,
      ticket: ticket.ticket,
      tab: this.#o.tab ?? '0',
      db_epoch: this.#epoch,
      resume: this.#o.resume(),
    }
    this.#awaited = new Set(Object.keys(hello.resume ?? {}))
    try {
      const line = this.#o.connect(ticket.url, {
        open: () => mine() && line.send(JSON.stringify(hello)),
        message: (text) => mine() && this.#heard(text),
        close: (code) => mine() && this.#closed(code),
      })
      this.#line = line
    } catch {
      // The host page's own policy may forbid the connection: keep trying, slowly.
      this.#closed(0)
    }
  }

  #heard(text: string): void {
    const frame = parseJson(text)
    if (!this.#isFrame(frame)) return
    this.#cancelDeath()
    if (this.#isCore(frame)) this.#understand(frame)
    if (this.#welcomed) this.#pingAfter(this.#pingSeconds * 1000 * (0.8 + 0.4 * this.#o.world.random()))
    this.#o.frame(frame)
    if (this.#isCore(frame) && frame.type === 'current') this.caughtUp(frame.conversation)
  }

  #understand(frame: CoreFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#welcomed = true
        this.#strangers = 0
        this.#asked = undefined
        this.#epoch = frame.db_epoch
        this.#offset = frame.now - this.#o.world.now()
        this.#pingSeconds = frame.ping_seconds
        this.#cancelHealth = this.#o.world.after(HEALTHY_MS, () => (this.#tries = 0))
        this.#become(this.#awaited.size ? 'behind' : 'current')
        break
      case 'pong':
        this.#offset = frame.now - this.#o.world.now()
        // What the server does not follow for us can not become current: do not wait for it.
        for (const id of this.#awaited) if (!(id in frame.heads)) this.caughtUp(id)
        break
      case 'bye':
        this.#asked = frame.reconnect_in * 1000
        break
      default:
    }
  }

  #settle(): void {
    if (this.#welcomed) this.#become(this.#awaited.size ? 'behind' : 'current')
  }

  #pingAfter(ms: number): void {
    this.#cancelPing()
    this.#cancelPing = this.#o.world.after(this.state === 'behind' ? Math.min(ms, BEHIND_MS) : ms, () =>
      this.#ping(PONG_SECONDS * 1000),
    )
  }

  #ping(patience: number): void {
    this.#cancelPing()
    const ping: Ping = { type: 'ping' }
    if (!this.#transmit(ping)) return
    this.#cancelDeath()
    this.#cancelDeath = this.#o.world.after(patience, () => this.#closed(0))
  }

  #transmit(frame: AnyFrame): boolean {
    if (!this.#welcomed || !this.#line) return false
    this.#line.send(JSON.stringify(frame))
    return true
  }

  /** The line is down, or dead; 0 is our own finding. */
  #closed(code: number): void {
    this.#drop()
    if (code === NOT_AUTHENTICATED) this.#strangers++
    else this.#strangers = 0
    const ending = { code, tries: this.#tries, strangers: this.#strangers, asked: this.#asked }
    const next = afterClosing(ending, () => this.#o.world.random())
    this.#asked = undefined
    if (next === 'stop' || next === 'rest') return this.#become(next === 'stop' ? 'stopped' : 'resting')
    this.#tries++
    this.#firm = next.firm
    this.nextTry = this.#o.world.now() + next.wait
    this.#cancelTry = this.#o.world.after(next.wait, () => this.start())
    this.#become('offline')
  }

  #drop(): void {
    this.#cancelTry()
    this.#cancelPing()
    this.#cancelDeath()
    this.#cancelHealth()
    this.#attempt++
    this.#busy = false
    this.#welcomed = false
    const line = this.#line
    this.#line = undefined
    line?.close()
  }

  #become(state: SocketState): void {
    if (this.state === state) return
    this.state = state
    this.#o.state(state)
  }

  #isFrame(value: unknown): value is F {
    return isRecord(value) && typeof value.type === 'string'
  }

  #isCore(frame: AnyFrame): frame is CoreFrame {
    return ['welcome', 'pong', 'bye', 'current'].includes(frame.type)
  }
}
