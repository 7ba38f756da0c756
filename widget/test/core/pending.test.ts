import type { PageEntry, Refusal, VisitorCommand } from '@wire'
import { describe, expect, it } from 'vitest'
import { Pending } from '@core/pending'
import { type KeyValue, MemoryStore } from '@core/storage'
import { type Writing, isRecord } from '@core/wire'
import { FakeWorld } from '../support/clock.ts'
import { said } from '../support/server.ts'

type Command = Writing<VisitorCommand>
const isCommand = (value: unknown): value is Command => isRecord(value) && typeof value.key === 'string'

/** One tab: an outbox, what it put on the line, and whether the line stands. */
class Tab {
  world: FakeWorld
  sent: Command[] = []
  up = true
  held = 0
  pending: Pending<Command>
  static keys = 0

  constructor(store: KeyValue = new MemoryStore(), world = new FakeWorld()) {
    this.world = world
    this.pending = new Pending<Command>({
      world,
      store,
      prefix: 'p:',
      isCommand,
      key: () => `key-${++Tab.keys}`,
      send: (command) => this.up && this.sent.push(command) > 0,
      held: () => this.held,
      changed: () => {},
    })
  }
  post(text: string, conversation = 'c') {
    return this.pending.add((stamp) => ({ ...stamp, type: 'post_message', conversation, text }))
  }
  start(text: string) {
    return this.pending.add((stamp) => ({ ...stamp, type: 'start_conversation', text }))
  }
  get last(): Command {
    const command = this.sent.at(-1)
    if (!command) throw new Error('nothing was sent')
    return command
  }
  get texts(): string[] {
    return this.sent.map((command) => ('text' in command ? command.text : command.type))
  }
  get states(): string[] {
    return this.pending.items.map(({ state }) => state)
  }
  reply(seq: number, conversation = 'c') {
    this.pending.reply({ type: 'reply', ref: this.last.ref, conversation, seq, at: 1 })
  }
  refuse(more: Partial<Refusal> = {}) {
    this.pending.refusal({ type: 'refusal', ref: this.last.ref, code: 'too_long', message: 'Too long.', ...more })
  }
  entry(seq: number, key = '', data: PageEntry['data'] = said('x')) {
    this.held = seq
    this.pending.added('c', { seq, at: seq, by: { type: 'visitor', id: '' }, key, data })
  }
}

function connected(store?: KeyValue): Tab {
  const tab = new Tab(store)
  tab.pending.connected()
  return tab
}

describe('one message', () => {
  it('stays until its entry is here, and leaves the store at the reply', async () => {
    const store = new MemoryStore()
    const tab = connected(store)
    const answer = tab.post('hello')
    expect(store.length).toBe(1)
    tab.reply(4)
    expect(store.length).toBe(0)
    expect(tab.states).toEqual(['done'])
    tab.entry(4, tab.last.key)
    expect(tab.states).toEqual([])
    expect(await answer).toMatchObject({ type: 'reply', seq: 4 })
  })

  it('goes at once when the entry came before the reply', () => {
    const tab = connected()
    void tab.post('hello')
    tab.entry(1, tab.last.key)
    expect(tab.states).toEqual([])
    tab.reply(1)
    expect(tab.states).toEqual([])
  })

  it('is not left behind when the reply repeats what we hold already', () => {
    const tab = connected()
    tab.held = 9
    void tab.post('hello')
    tab.reply(4)
    expect(tab.states).toEqual([])
  })

  it('starts a conversation: the key stands on its words, the entry after the first', () => {
    const tab = connected()
    void tab.start('hello')
    tab.reply(2)
    tab.entry(1, '', { kind: 'conversation_started', department: 'd' })
    expect(tab.states).toEqual(['done'])
    tab.entry(2, tab.last.key)
    expect(tab.states).toEqual([])
  })
})

describe('sending again', () => {
  it('after 10 s without an answer, with the same key and ref', () => {
    const tab = connected()
    void tab.post('hello')
    tab.world.pass(9_999)
    expect(tab.sent).toHaveLength(1)
    tab.world.pass(1)
    expect(tab.sent).toHaveLength(2)
    expect(tab.sent[1]).toEqual(tab.sent[0])
  })

  it('after a reconnect: the reply was lost, the key is the same', () => {
    const tab = connected()
    void tab.post('hello')
    tab.pending.disconnected()
    expect(tab.states).toEqual(['waiting'])
    tab.pending.connected()
    expect(tab.sent.map(({ key }) => key)).toEqual([tab.last.key, tab.last.key])
  })

  it('not when the missed entry shows that it was done', () => {
    const tab = connected()
    void tab.post('hello')
    tab.pending.disconnected()
    tab.entry(1, tab.last.key)
    tab.pending.connected()
    expect(tab.sent).toHaveLength(1)
  })

  it('when the line is up, if it was written while the line was down', () => {
    const tab = new Tab()
    void tab.post('one')
    void tab.post('two')
    expect(tab.sent).toEqual([])
    tab.pending.connected()
    tab.reply(1)
    tab.reply(2)
    expect(tab.texts).toEqual(['one', 'two'])
  })
})

describe('order', () => {
  it('sends the next when the one before is answered', () => {
    const tab = connected()
    void tab.post('one')
    void tab.post('two')
    expect(tab.texts).toEqual(['one'])
    tab.reply(1)
    expect(tab.texts).toEqual(['one', 'two'])
  })

  it('is not overtaken when the server is busy for a moment', () => {
    const tab = connected()
    void tab.post('one')
    void tab.post('two')
    tab.refuse({ code: 'busy', retry_after: 2 })
    expect(tab.states).toEqual(['waiting', 'waiting'])
    tab.world.pass(2_000)
    tab.reply(1)
    expect(tab.texts).toEqual(['one', 'one', 'two'])
  })

  it('does not hold up another conversation, but all that was written after a start', () => {
    const tab = connected()
    void tab.post('a1', 'a')
    void tab.post('b1', 'b')
    void tab.start('new')
    void tab.post('c1', 'c')
    expect(tab.texts).toEqual(['a1', 'b1', 'new'])
  })
})

describe('a definite refusal', () => {
  it('keeps the text with the reason, and sends it again when asked', async () => {
    const store = new MemoryStore()
    const tab = connected(store)
    const answer = tab.post('hello')
    tab.refuse()
    expect(tab.pending.items[0]).toMatchObject({ state: 'failed', refusal: { code: 'too_long' }, command: { text: 'hello' } })
    expect(await answer).toMatchObject({ type: 'refusal' })
    expect(new Tab(store).states).toEqual(['failed'])
    tab.pending.retry(tab.last.key)
    expect(tab.texts).toEqual(['hello', 'hello'])
  })

  it('lets the next one pass', () => {
    const tab = connected()
    void tab.post('one')
    void tab.post('two')
    tab.refuse()
    expect(tab.texts).toEqual(['one', 'two'])
  })

  it('removes what was not to be kept', () => {
    const store = new MemoryStore()
    const tab = connected(store)
    void tab.pending.add((stamp) => ({ ...stamp, type: 'close_conversation', conversation: 'c' }), false)
    expect(store.length).toBe(0)
    tab.refuse()
    expect(tab.states).toEqual([])
  })

  it('can be thrown away', () => {
    const store = new MemoryStore()
    const tab = connected(store)
    void tab.post('hello')
    tab.refuse()
    tab.pending.discard(tab.last.key)
    expect(store.length).toBe(0)
  })
})

describe('a shared store', () => {
  it('brings ten unsent messages through a reload, in order, each once', () => {
    const store = new MemoryStore()
    const before = new Tab(store)
    for (let n = 0; n < 10; n++) void before.post(`m${n}`)
    const after = connected(store)
    for (let n = 1; n <= 10; n++) after.reply(n)
    expect(after.texts).toEqual(Array.from({ length: 10 }, (_, n) => `m${n}`))
    expect(new Tab(store).states).toEqual([])
  })

  it('lets two tabs send the same command with the same key, and forget it independently', () => {
    const store = new MemoryStore()
    const first = connected(store)
    void first.post('hello')
    const second = connected(store)
    expect(second.last.key).toBe(first.last.key)
    first.reply(1)
    second.entry(1, first.last.key)
    expect(first.states).toEqual(['done'])
    expect(second.states).toEqual([])
    expect(store.length).toBe(0)
  })

  it('does not send what another tab has discarded or forgotten', () => {
    const store = new MemoryStore()
    const first = new Tab(store)
    void first.post('hello')
    const second = new Tab(store)
    first.pending.clear()
    second.pending.sync()
    second.pending.connected()
    expect(second.sent).toEqual([])
  })

  it('ignores what is no command, and what others keep there', () => {
    const store = new MemoryStore()
    store.setItem('p:1', 'nonsense')
    store.setItem('p:2', '{"at":1,"command":{"type":"x"}}')
    store.setItem('theirs', '{}')
    expect(new Tab(store).states).toEqual([])
  })

  it('still sends when the store is full', () => {
    const full = new MemoryStore()
    full.setItem = () => {
      throw new Error('QuotaExceededError')
    }
    const tab = connected(full)
    void tab.post('hello')
    tab.pending.sync()
    expect(tab.texts).toEqual(['hello'])
    expect(tab.states).toEqual(['sent'])
  })
})
