// The visitor's side of a conversation: puts the core's parts together and tells the views when something has changed.
import { NAME_CHARS, TEXT_CHARS } from '@limits'
import type { Author, EntryFrame, PageEntry, Place, Profile, VisitorCommand, VisitorFrame } from '@wire'
import { type Item, Pending } from '@core/pending'
import { type Reach, SeenSender, farthest } from '@core/receipts'
import { type LineEvents, type Line, Socket, type SocketState } from '@core/socket'
import { Transcript } from '@core/transcript'
import { TypingHeard, TypingSender } from '@core/typing'
import { type Writing, isRecord } from '@core/wire'
import type { World } from '@core/world'
import type { Device } from './device.ts'
import { type Site, fetchSite, fetchTicket } from './http.ts'
import { type Talk, foldTalk, unreadOf } from './talk.ts'

export type Command = Writing<VisitorCommand>

/** How long the line may be away before it is worth a word. */
const DOWN_MS = 2_000

export interface ChatOptions {
  site: string
  base: URL
  world: World
  device: Device
  connect(url: string, events: LineEvents): Line
  /** Told of what the page around may want to know. */
  tell(event: 'message' | 'status' | 'unread' | 'error', detail: unknown): void
}

const isCommand = (value: unknown): value is Command =>
  isRecord(value) && typeof value.type === 'string' && typeof value.key === 'string'

export class Chat {
  /** What the site says of itself; undefined until it has answered. */
  site: Site | undefined
  /** Who is online now. */
  here: Profile[] = []
  /** Lost for longer than two seconds. */
  down = false
  /** The site does not allow this page: nothing connects until the visitor opens the panel anew. */
  foreign = false
  /** It was down, and is not any more. */
  back = false
  place = 0
  writers: readonly Author[] = []
  /** How far the other side has received and read. */
  theirs: Reach = { delivered: 0, read: 0 }
  /** Kept back until the first message: the name the visitor wants to be called by. */
  name = ''
  talk: Talk = foldTalk([])
  /** Told of every change. */
  changed: () => void = () => {}
  readonly socket: Socket<VisitorCommand, VisitorFrame>
  readonly #o: ChatOptions
  #pending: Pending<Command>
  #transcript: Transcript | undefined
  #seen: SeenSender | undefined
  #typing: TypingSender
  #heard: TypingHeard
  #token = ''
  #asking = false
  #cancelDown: () => void = () => {}
  #status = ''
  #unread = 0

  constructor(options: ChatOptions) {
    this.#o = options
    const { world, device, base, site } = options
    this.#token = device.visitor?.token ?? ''
    this.socket = new Socket<VisitorCommand, VisitorFrame>({
      world,
      connect: options.connect,
      ticket: async () =>
        this.foreign ? { stop: true } : fetchTicket(base, site, this.#token, (token) => this.#tokenIs(token)),
      resume: () => (this.#transcript ? { [this.#transcript.conversation]: this.#transcript.last } : {}),
      frame: (frame) => this.#receive(frame),
      state: (state) => this.#connection(state),
    })
    this.#pending = this.#openPending()
    this.#typing = new TypingSender(world, (on) => {
      const conversation = this.conversation
      if (conversation && this.talk.status !== 'closed') this.socket.send({ type: 'typing', conversation, on })
    })
    this.#heard = new TypingHeard(world, (writers) => {
      this.writers = writers.filter(({ type }) => type === 'agent')
      this.#changed()
    })
    this.#follow(device.visitor?.conversation ?? '')
  }

  get conversation(): string {
    return this.#transcript?.conversation ?? ''
  }
  get entries(): readonly PageEntry[] {
    return this.#transcript?.entries ?? []
  }
  /** Messages that have no entry yet, in their order. */
  get unsent(): readonly Item<Command>[] {
    return this.#pending.items.filter(({ command }) => command.type === 'start_conversation' || command.type === 'post_message')
  }
  get unread(): { count: number; by: string } {
    return unreadOf(this.entries, this.#seen?.read ?? 0)
  }

  /** Fetches what the greeting shows and connects. May be called again at any time. */
  open(): void {
    if (this.socket.state === 'stopped') this.down = this.foreign = false
    this.socket.start()
    void this.#fetchSite()
  }

  /** Says something: starts the conversation, or goes on with it, or opens it again. */
  post(text: string): void {
    const conversation = this.conversation
    const { visitor } = this.#o.device
    this.#o.device.visitor = { token: this.#token, conversation, open: true, ...(visitor?.token && { token: visitor.token }) }
    this.#o.device.draft = ''
    this.#o.device.shown = true
    this.#typing.stop()
    const { origin, pathname } = location
    void this.#pending.add((stamp) =>
      conversation
        ? { ...stamp, type: 'post_message', conversation, text: text.slice(0, TEXT_CHARS) }
        : {
            ...stamp,
            type: 'start_conversation',
            text: text.slice(0, TEXT_CHARS),
            name: this.name.slice(0, NAME_CHARS),
            page: origin === 'null' ? null : { url: origin + pathname, title: document.title.slice(0, 200) },
          },
    )
    this.socket.start()
  }

  retry(key: string): void {
    this.#pending.retry(key)
  }

  /** Gives a failed message up; its text comes back for another try. */
  discard(key: string): void {
    this.#pending.discard(key)
  }

  /** Before there is a conversation the name waits for it. */
  nameMe(name: string): void {
    this.name = name.trim()
    const conversation = this.conversation
    if (conversation && this.name) {
      void this.#pending.add((stamp) => ({ ...stamp, type: 'name_visitor', conversation, name: this.name.slice(0, NAME_CHARS) }), false)
    }
    this.#changed()
  }

  end(): Promise<unknown> {
    const conversation = this.conversation
    if (!conversation || this.talk.status === 'closed') return Promise.resolve()
    return this.#pending.add((stamp) => ({ ...stamp, type: 'close_conversation', conversation }), false)
  }

  rate(answer: { stars: number | null; solved: boolean | null; comment: string }): void {
    const conversation = this.conversation
    void this.#pending.add((stamp) => ({ ...stamp, type: 'rate_conversation', conversation, ...answer }))
    this.talk = { ...this.talk, rated: true }
    this.#changed()
  }

  /** This device shall know nothing any more: ends what is going on, then starts as a stranger. */
  async forget(): Promise<void> {
    if (this.socket.open) {
      await Promise.race([this.end(), new Promise<void>((done) => this.#o.world.after(2_000, done))])
    }
    this.#pending.clear()
    this.#o.device.forget()
    this.#stranger('')
  }

  /** The visitor writes: the draft is kept, and the other side may know. */
  keyPressed(draft: string): void {
    this.#o.device.draft = draft
    if (this.socket.state === 'resting') this.socket.start()
    this.#typing.keyPressed()
  }

  /** Everything up to here is on the visitor's screen. */
  read(): void {
    const last = this.#transcript?.last ?? 0
    this.#seen?.reached({ delivered: last, read: last })
    this.#countUnread()
  }

  /** The page goes away: what was read is told now. */
  leaving(): void {
    this.#seen?.hurry()
  }

  /** The device's store was changed by another tab. */
  sync(): void {
    this.#pending.sync()
    const { visitor } = this.#o.device
    if (!visitor) {
      if (this.conversation) this.#stranger('')
    } else if (visitor.token && visitor.token !== this.#token) this.#stranger(visitor.token)
  }

  #openPending(): Pending<Command> {
    const { world, device } = this.#o
    return new Pending<Command>({
      world,
      store: device.shared,
      prefix: device.pendingPrefix,
      isCommand,
      send: (command) => this.socket.send(command),
      held: (conversation) => (conversation === this.conversation ? (this.#transcript?.last ?? 0) : 0),
      changed: () => this.#changed(),
    })
  }

  /** Another person, or the same one as another tab knows him: begins again with that token. */
  #stranger(token: string): void {
    this.socket.stop()
    this.#token = token
    this.#pending = this.#openPending()
    this.#follow(this.#o.device.visitor?.conversation ?? '')
    this.place = 0
    this.name = ''
    this.#changed()
    this.socket.start()
  }

  #tokenIs(token: string): void {
    // The server did not know our token: whose conversation we held is nobody's here.
    if (this.#token && token !== this.#token) this.#follow('')
    this.#token = token
    const { visitor } = this.#o.device
    // Only who has written is remembered.
    if (visitor && visitor.token !== token) this.#o.device.visitor = { ...visitor, token }
  }

  async #fetchSite(): Promise<void> {
    if (this.site || this.#asking) return
    this.#asking = true
    const site = await fetchSite(this.#o.base, this.#o.site)
    this.#asking = false
    if (site === 'foreign') {
      this.down = this.foreign = true
      this.socket.stop()
    } else if (site) {
      this.site = site
      if (!this.here.length) this.here = site.people
    }
    this.#changed()
  }

  #receive(frame: VisitorFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.#pending.connected()
        break
      case 'entry':
        this.#transcriptOf(frame)?.entry(frame)
        break
      case 'page':
        this.#transcriptOf(frame)?.page(frame)
        break
      case 'current':
        this.#transcriptOf(frame)?.current(frame)
        this.theirs = farthest(this.theirs, frame)
        this.#seen?.known(frame.mine)
        this.#seen?.flush()
        break
      case 'reset':
        this.#transcriptOf(frame)?.reset()
        break
      case 'pong':
        if (this.conversation in frame.heads) this.#transcript?.head(frame.heads[this.conversation] ?? 0)
        break
      case 'reply':
        this.#pending.reply(frame)
        break
      case 'refusal':
        this.#pending.refusal(frame)
        if (typeof frame.retry_after !== 'number') this.#o.tell('error', { code: frame.code, message: frame.message })
        break
      case 'receipt':
        if (frame.by !== 'visitor' && frame.conversation === this.conversation) this.theirs = farthest(this.theirs, frame)
        break
      case 'typing':
        if (frame.conversation === this.conversation) this.#heard.heard(frame)
        break
      case 'here':
        this.here = frame.people
        break
      case 'place':
        this.#placeIs(frame)
        break
      case 'bye':
        break
      default: {
        const never: never = frame
        return never
      }
    }
    this.#changed()
  }

  #placeIs({ conversation, place }: Place): void {
    if (!this.conversation) this.#follow(conversation)
    if (conversation === this.conversation) this.place = place
  }

  /** The transcript a frame belongs to. A conversation we did not know, begun in another tab, becomes ours. */
  #transcriptOf(frame: { conversation: string; entries?: PageEntry[] } | EntryFrame): Transcript | undefined {
    const first = 'seq' in frame ? frame.seq : frame.entries?.[0]?.seq
    if (frame.conversation !== this.conversation && (!this.conversation || first === 1)) this.#follow(frame.conversation)
    return frame.conversation === this.conversation ? this.#transcript : undefined
  }

  #follow(conversation: string): void {
    const { world } = this.#o
    this.theirs = { delivered: 0, read: 0 }
    this.talk = foldTalk([])
    if (!conversation) {
      this.#transcript = undefined
      this.#seen = undefined
      return
    }
    this.#seen = new SeenSender(conversation, world, (seen) => this.socket.send(seen))
    this.#transcript = new Transcript(conversation, {
      resume: (conversation, after) => void this.socket.send({ type: 'resume', conversation, after }),
      added: (entry) => this.#added(entry),
      behind: (conversation) => this.socket.behind(conversation),
      caughtUp: (conversation) => this.socket.caughtUp(conversation),
    })
  }

  #added(entry: PageEntry): void {
    this.#pending.added(this.conversation, entry)
    this.#seen?.reached({ delivered: entry.seq, read: 0 })
    const { by, data } = entry
    if (data.kind === 'message_posted') {
      if (by.type === 'agent') this.#heard.heard({ by, on: false })
      if (this.socket.state === 'current') this.#o.tell('message', { from: by.type, text: data.text, at: entry.at })
    }
  }

  #connection(state: SocketState): void {
    this.#cancelDown()
    const lost = state === 'offline' || state === 'stopped'
    if (lost) {
      this.#transcript?.disconnected()
      this.#pending.disconnected()
      if (!this.down) {
        this.#cancelDown = this.#o.world.after(DOWN_MS, () => {
          this.down = true
          this.back = false
          this.#changed()
        })
      }
    } else if (this.down && state !== 'connecting') {
      this.down = false
      this.back = true
    }
    if (state === 'current') void this.#fetchSite()
    this.#changed()
  }

  #changed(): void {
    const { rated } = this.talk
    if (this.#transcript) this.talk = foldTalk(this.#transcript.entries)
    if (rated && this.talk.status === 'closed') this.talk.rated = true
    const { status } = this.talk
    if (this.#transcript && status !== 'none') {
      const { visitor } = this.#o.device
      const open = status !== 'closed' || this.unsent.length > 0
      if (visitor) this.#o.device.visitor = { ...visitor, conversation: this.conversation, open }
    }
    if (status !== this.#status) {
      this.#status = status
      if (status !== 'waiting') this.place = 0
      this.#o.tell('status', { status, agent: this.talk.agent?.name ?? '' })
    }
    this.#countUnread()
    this.changed()
  }

  #countUnread(): void {
    const { count } = this.unread
    if (count === this.#unread) return
    this.#unread = count
    this.#o.tell('unread', { count })
    this.changed()
  }
}
