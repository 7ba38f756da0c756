import type { VisitorCommand, VisitorFrame } from '@wire'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LineEvents } from '@core/socket'
import { MemoryStore } from '@core/storage'
import { Chat } from '../../src/panel/chat.ts'
import { Device } from '../../src/panel/device.ts'
import { FakeWorld } from '../support/clock.ts'
import { current, page, settle } from '../support/server.ts'

const NAME = 'third-ring:shop'

/** One tab of a visitor in front of a server that says what the test wants. */
class Tab {
  world = new FakeWorld()
  sent: VisitorCommand[] = []
  told: string[] = []
  line: LineEvents | undefined
  chat: Chat
  constructor(
    public shared = new MemoryStore(),
    public tab = new MemoryStore(),
  ) {
    this.chat = new Chat({
      site: 'shop',
      base: new URL('https://chat.example/'),
      world: this.world,
      device: new Device('shop', shared, tab),
      connect: (_url, events) => {
        this.line = events
        return { send: (text) => void this.sent.push(JSON.parse(text)), close: () => (this.line = undefined) }
      },
      tell: (name) => void this.told.push(name),
    })
  }
  async connected(): Promise<this> {
    this.chat.open()
    await settle()
    this.line?.open()
    this.say({ type: 'welcome', connection: 'x', protocol: 1, db_epoch: 'e', now: this.world.now(), ping_seconds: 25 })
    return this
  }
  say(frame: VisitorFrame): void {
    this.line?.message(JSON.stringify(frame))
  }
  last<T extends VisitorCommand['type']>(type: T) {
    return [...this.sent].reverse().find((command): command is Extract<VisitorCommand, { type: T }> => command.type === type)
  }
  /** The server takes the start: both entries and the answer. */
  begun(): void {
    const { ref = 0, key = '', text = '' } = this.last('start_conversation') ?? {}
    const head = { type: 'entry', conversation: 'c', at: this.world.now(), by: { type: 'visitor', id: '' } } as const
    this.say({ ...head, seq: 1, data: { kind: 'conversation_started', department: 'd' } })
    this.say({ ...head, seq: 2, key, data: { kind: 'message_posted', text } })
    this.say({ type: 'reply', ref, conversation: 'c', seq: 2, at: this.world.now() })
  }
}

let token = 'token-1'
beforeEach(() => {
  vi.stubGlobal('fetch', (url: URL) =>
    Promise.resolve(
      Response.json(
        url.pathname === '/widget/ticket'
          ? { ticket: 't', token, socket: '/widget/socket' }
          : { name: 'Shop', color: '', position: 'right', locale: '', greeting: '', departments: [], people: [], wait_seconds: null, privacy_url: '' },
      ),
    ),
  )
})
afterEach(() => {
  token = 'token-1'
})

describe('what the device keeps', () => {
  it('is nothing before the first message, and then the token and the conversation', async () => {
    const tab = await new Tab().connected()
    expect([tab.shared.length, tab.tab.length]).toEqual([0, 0])
    tab.chat.post('Hello')
    expect(tab.shared.getItem(NAME)).toContain('"open":true')
    tab.begun()
    expect(JSON.parse(tab.shared.getItem(NAME) ?? '')).toEqual({ token: 'token-1', conversation: 'c', open: true })
    expect(tab.shared.length).toBe(1)
  })

  it('says that the conversation is over, so that no page connects for it', async () => {
    const tab = await new Tab().connected()
    tab.chat.post('Hello')
    tab.begun()
    tab.say({ type: 'entry', conversation: 'c', seq: 3, at: 1, by: { type: 'agent', id: 'a' }, data: { kind: 'conversation_closed' } })
    expect(tab.shared.getItem(NAME)).toContain('"open":false')
  })

  it('is nothing again after "forget me", for this tab and for the others', async () => {
    const tab = await new Tab().connected()
    tab.chat.post('Hello')
    tab.begun()
    const other = await new Tab(tab.shared).connected()
    expect(other.chat.conversation).toBe('c')
    const forgetting = tab.chat.forget()
    tab.world.pass(2_000)
    await forgetting
    expect(tab.sent.some(({ type }) => type === 'close_conversation')).toBe(true)
    expect([tab.shared.length, tab.tab.length]).toEqual([0, 0])
    other.chat.sync()
    expect(other.chat.conversation).toBe('')
  })
})

describe('a message', () => {
  it('written without a connection goes out once when there is one, also after a reload', async () => {
    const before = new Tab()
    before.chat.post('Hello')
    expect(before.chat.unsent.map(({ state }) => state)).toEqual(['waiting'])
    const after = await new Tab(before.shared).connected()
    expect(after.last('start_conversation')?.text).toBe('Hello')
    after.begun()
    expect(after.chat.unsent).toEqual([])
    expect(after.chat.talk.status).toBe('waiting')
  })

  it('goes to the conversation once there is one', async () => {
    const tab = await new Tab().connected()
    tab.chat.post('Hello')
    tab.begun()
    tab.chat.post('Again')
    expect(tab.last('post_message')).toMatchObject({ conversation: 'c', text: 'Again' })
  })

  it('that is refused stays with its reason', async () => {
    const tab = await new Tab().connected()
    tab.chat.post('Hello')
    tab.say({ type: 'refusal', ref: tab.last('start_conversation')?.ref ?? 0, code: 'blocked', message: 'Not now.' })
    expect(tab.chat.unsent[0]).toMatchObject({ state: 'failed', refusal: { message: 'Not now.' } })
    expect(tab.told).toContain('error')
  })
})

describe('other tabs', () => {
  it('a conversation begun in one is followed in the other', async () => {
    const first = await new Tab().connected()
    first.chat.post('Hello')
    first.begun()
    const second = await new Tab(first.shared).connected()
    expect(second.sent.find(({ type }) => type === 'hello')).toMatchObject({ resume: { c: 0 } })
    second.say(page(1, 3))
    second.say(current(3))
    expect(second.chat.entries).toHaveLength(3)
  })

  it('a tab that was open before takes over the token of the one that wrote', async () => {
    token = 'token-2'
    const silent = await new Tab().connected()
    token = 'token-1'
    const writer = await new Tab(silent.shared).connected()
    writer.chat.post('Hello')
    writer.begun()
    const asked = vi.spyOn(globalThis, 'fetch')
    silent.chat.sync()
    await settle()
    expect(String(asked.mock.calls[0]?.[1]?.body)).toContain('token-1')
    expect(silent.chat.conversation).toBe('c')
  })
})

describe('the line', () => {
  it('is worth a word only after two seconds', async () => {
    const tab = await new Tab().connected()
    tab.world.dice = 0.999
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    tab.line?.close(1006)
    tab.world.pass(1_900)
    expect(tab.chat.down).toBe(false)
    tab.world.pass(200)
    expect(tab.chat.down).toBe(true)
  })
})

describe('a page that the site does not allow', () => {
  // The request before the POST is refused, which a page only sees as a broken network; the GET it may read.
  const refused = (url: URL) =>
    url.pathname === '/widget/ticket'
      ? Promise.reject(new TypeError('CORS'))
      : Promise.resolve(Response.json({ code: 'origin', message: 'This page is not one of the site\'s.' }, { status: 403 }))

  it('is told so at once, and nothing is tried again but by opening the panel', async () => {
    const asked = vi.fn<(url: URL) => Promise<Response>>(refused)
    vi.stubGlobal('fetch', asked)
    const tab = new Tab()
    tab.chat.open()
    await settle()
    expect([tab.chat.foreign, tab.chat.down, tab.chat.socket.state]).toEqual([true, true, 'stopped'])
    const before = asked.mock.calls.length
    tab.chat.post('Hello')
    tab.chat.socket.wake()
    tab.world.pass(3_600_000)
    await settle()
    expect(asked.mock.calls.length).toBe(before)
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
    tab.chat.open()
    await settle()
    expect([tab.chat.foreign, tab.chat.socket.state]).toEqual([false, 'offline'])
  })
})

it('a token that the server has forgotten takes its conversation along', async () => {
  const shared = new MemoryStore()
  shared.setItem(NAME, '{"token":"old","conversation":"gone","open":true}')
  const tab = await new Tab(shared).connected()
  expect(tab.sent.find(({ type }) => type === 'hello')).toMatchObject({ resume: {} })
  expect(tab.chat.conversation).toBe('')
})
