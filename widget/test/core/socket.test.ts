import { describe, expect, it } from 'vitest'
import { FakeServer, current, settle } from '../support/server.ts'

async function standing(server = new FakeServer()): Promise<FakeServer> {
  server.socket.start()
  await server.welcomed()
  return server
}

describe('connecting', () => {
  it('fetches a ticket, says hello with what it holds, and is current when all it holds is', async () => {
    const server = new FakeServer()
    server.resume = { c: 7 }
    await standing(server)
    expect(server.sent[0]).toMatchObject({ type: 'hello', protocol: 1, ticket: 't', resume: { c: 7 } })
    expect(server.states).toEqual(['behind'])
    server.say(current(9))
    expect(server.states).toEqual(['behind', 'current'])
  })

  it('is current at once when there is nothing to wait for', async () => {
    const server = await standing()
    expect(server.socket.state).toBe('current')
    expect(server.socket.now()).toBe(5_000_000)
  })

  it('sends nothing before the welcome', async () => {
    const server = new FakeServer()
    server.socket.start()
    await server.connected()
    expect(server.socket.send({ type: 'ping' })).toBe(false)
    expect(server.sent.map(({ type }) => type)).toEqual(['hello'])
  })

  it('starts one try only, however often it is told', async () => {
    const server = new FakeServer()
    server.socket.start()
    server.socket.start()
    await server.welcomed()
    server.socket.start()
    await settle()
    expect(server.tickets).toBe(1)
  })

  it('gives up a try without a welcome after 10 s', async () => {
    const server = new FakeServer()
    server.socket.start()
    await server.connected()
    server.world.pass(9_999)
    expect(server.socket.state).toBe('connecting')
    server.world.pass(1)
    expect(server.socket.state).toBe('offline')
  })

  it('says the last db_epoch when it comes back', async () => {
    const server = await standing()
    server.close(1006)
    server.world.pass(30_000)
    await server.connected()
    expect(server.sent.at(-1)).toMatchObject({ type: 'hello', db_epoch: 'e1' })
  })

  it('does not wait for a conversation that the server does not follow', async () => {
    const server = new FakeServer()
    server.resume = { gone: 3 }
    await standing(server)
    server.world.pass(3_000)
    expect(server.sent.at(-1)).toEqual({ type: 'ping' })
    server.say({ type: 'pong', now: 5_003_000, heads: {} })
    expect(server.socket.state).toBe('current')
  })
})

describe('signs of life', () => {
  it('pings after 25 s of silence, give or take a fifth', async () => {
    const server = new FakeServer()
    server.world.dice = 1
    await standing(server)
    server.world.pass(29_999)
    expect(server.sent.at(-1)?.type).toBe('hello')
    server.world.pass(1)
    expect(server.sent.at(-1)?.type).toBe('ping')
  })

  it('is dead after 10 s without an answer', async () => {
    const server = await standing()
    server.world.pass(25_000)
    server.world.pass(9_999)
    expect(server.socket.state).toBe('current')
    server.world.pass(1)
    expect(server.socket.state).toBe('offline')
    expect(server.line).toBeUndefined()
  })

  it('any frame is a sign of life', async () => {
    const server = await standing()
    server.world.pass(25_000)
    server.world.pass(9_000)
    server.say({ type: 'here', people: [] })
    server.world.pass(9_000)
    expect(server.socket.state).toBe('current')
  })

  it('tests the line with 3 s of patience when the device wakes up', async () => {
    const server = await standing()
    server.socket.wake()
    expect(server.sent.at(-1)?.type).toBe('ping')
    server.world.pass(3_000)
    expect(server.socket.state).toBe('offline')
  })
})

describe('coming back', () => {
  it('waits a random time under a ceiling that doubles up to 30 s', async () => {
    const server = new FakeServer()
    server.world.dice = 0.999
    server.answer = () => Promise.reject(new Error('no network'))
    server.socket.start()
    const waits: number[] = []
    for (let n = 0; n < 9; n++) {
      await settle()
      const wait = server.socket.nextTry - server.world.now()
      waits.push(Math.round(wait / 100) / 10)
      server.world.pass(wait)
    }
    expect(waits).toEqual([0.5, 1, 2, 4, 8, 16, 30, 30, 30])
  })

  it('begins at the bottom again after 30 s of health, not before', async () => {
    const server = await standing()
    const lose = () => {
      server.close(1006)
      return server.socket.nextTry - server.world.now()
    }
    expect(lose()).toBe(250)
    server.world.pass(250)
    await server.welcomed()
    expect(lose()).toBe(500)
    server.world.pass(500)
    await server.welcomed()
    server.world.pass(30_000)
    expect(lose()).toBe(250)
  })

  it('cuts a pause short when the network is back', async () => {
    const server = await standing()
    server.world.dice = 0.99
    server.close(1006)
    server.socket.wake()
    await server.welcomed()
    expect(server.socket.state).toBe('current')
  })

  it('obeys bye', async () => {
    const server = await standing()
    server.say({ type: 'bye', reason: 'restart', reconnect_in: 7 })
    server.close(1012)
    server.socket.wake()
    server.world.pass(6_999)
    await settle()
    expect(server.tickets).toBe(1)
    server.world.pass(1)
    await server.welcomed()
    expect(server.socket.state).toBe('current')
  })

  it('obeys retry_after of the ticket', async () => {
    const server = new FakeServer()
    server.answer = () => Promise.resolve({ retry_after: 12 })
    server.socket.start()
    await settle()
    expect(server.socket.nextTry - server.world.now()).toBe(12_000)
  })

  it.each([
    [1012, 2_500],
    [4009, 60_000],
    [4029, 60_000],
    [4008, 250],
    [1001, 250],
  ])('after %i waits %i ms', async (code, wait) => {
    const server = await standing()
    server.close(code)
    expect(server.socket.nextTry - server.world.now()).toBe(wait)
  })

  it.each([4003, 4010])('stops at %i', async (code) => {
    const server = await standing()
    server.close(code)
    expect(server.socket.state).toBe('stopped')
    server.world.pass(600_000)
    await settle()
    expect(server.tickets).toBe(1)
  })

  it('asks for a new ticket at 4001 and stops after three in a row', async () => {
    const server = new FakeServer()
    server.socket.start()
    for (let n = 1; n <= 3; n++) {
      await server.connected()
      expect(server.tickets).toBe(n)
      server.close(4001)
      server.world.pass(Math.max(0, server.socket.nextTry - server.world.now()))
    }
    expect(server.socket.state).toBe('stopped')
  })

  it('rests at 4011 until there is something to say', async () => {
    const server = await standing()
    server.close(4011)
    expect(server.socket.state).toBe('resting')
    server.world.pass(600_000)
    expect(server.tickets).toBe(1)
    server.socket.start()
    await server.welcomed()
    expect(server.socket.state).toBe('current')
  })

  it('ignores what comes late from a line that was given up', async () => {
    const server = await standing()
    const old = server.line
    server.close(1006)
    server.world.pass(250)
    await server.welcomed()
    old?.close(4003)
    expect(server.socket.state).toBe('current')
  })
})

it('is behind while a gap is repaired', async () => {
  const server = await standing()
  server.socket.behind('c')
  expect(server.socket.state).toBe('behind')
  server.socket.caughtUp('c')
  expect(server.socket.state).toBe('current')
})

it('does not fall over what is no frame', async () => {
  const server = await standing()
  for (const text of ['', 'nonsense', '[]', 'null', '{"type":1}']) server.line?.message(text)
  expect(server.socket.state).toBe('current')
  expect(server.frames).toHaveLength(1)
})
