import { Socket, type LineEvents, type SocketState, type Ticket } from '@core/socket'
import type { Current, EntryData, EntryFrame, PageEntry, PageFrame, VisitorCommand, VisitorFrame } from '@wire'
import { FakeWorld } from './clock.ts'

/** The other end of a `Socket`: hands out tickets, sees what is sent, says what it is told to. */
export class FakeServer {
  world = new FakeWorld()
  sent: VisitorCommand[] = []
  frames: VisitorFrame[] = []
  states: SocketState[] = []
  resume: Record<string, number> = {}
  tickets = 0
  connections = 0
  answer: () => Promise<Ticket> = () => Promise.resolve({ ticket: 't', url: 'wss://chat.example/widget/socket' })
  line: LineEvents | undefined
  socket = new Socket<VisitorCommand, VisitorFrame>({
    world: this.world,
    ticket: () => {
      this.tickets++
      return this.answer()
    },
    connect: (_url, events) => {
      this.connections++
      this.line = events
      return {
        send: (text) => void this.sent.push(JSON.parse(text)),
        close: () => (this.line = undefined),
      }
    },
    resume: () => this.resume,
    frame: (frame) => void this.frames.push(frame),
    state: (state) => void this.states.push(state),
  })

  say(frame: VisitorFrame): void {
    this.line?.message(JSON.stringify(frame))
  }
  close(code: number): void {
    this.line?.close(code)
  }
  /** The client's try up to the open line. */
  async connected(): Promise<void> {
    await settle()
    this.line?.open()
  }
  async welcomed(): Promise<void> {
    await this.connected()
    this.say({ type: 'welcome', connection: 'c1', protocol: 1, db_epoch: 'e1', now: 5_000_000, ping_seconds: 25 })
  }
}

/** Lets promises run. */
export const settle = (): Promise<void> => new Promise((done) => setTimeout(done))

export const said = (text: string): EntryData => ({ kind: 'message_posted', text })

export function entry(seq: number, text = `m${seq}`, key = ''): EntryFrame {
  return { type: 'entry', conversation: 'c', seq, at: 1000 + seq, by: { type: 'agent', id: 'ana' }, data: said(text), key }
}

export function page(from: number, to: number, head = to): PageFrame {
  const entries: PageEntry[] = []
  for (let seq = from; seq <= to; seq++) {
    entries.push({ seq, at: 1000 + seq, by: { type: 'agent', id: 'ana' }, data: said(`m${seq}`) })
  }
  return { type: 'page', conversation: 'c', entries, head }
}

export const current = (head: number): Current => ({ type: 'current', conversation: 'c', head, delivered: 0, read: 0, mine: 0 })
