import type { Author, Seen } from '@wire'
import { describe, expect, it } from 'vitest'
import { backoff } from '@core/backoff'
import { chooseLocale, words } from '@core/i18n'
import { newKey } from '@core/keys'
import { pieces } from '@core/links'
import { SeenSender, farthest } from '@core/receipts'
import { TypingHeard, TypingSender } from '@core/typing'
import { FakeWorld } from '../support/clock.ts'

describe('backoff', () => {
  it('is between zero and a ceiling that doubles to 30 s', () => {
    expect([0, 1, 2, 6, 7, 100].map((n) => backoff(n, () => 1))).toEqual([500, 1000, 2000, 30000, 30000, 30000])
    expect(backoff(5, () => 0)).toBe(0)
  })
})

describe('keys', () => {
  it('are 22 characters of base64url and do not repeat', () => {
    const keys = new Set(Array.from({ length: 500 }, () => newKey()))
    expect(keys.size).toBe(500)
    for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(newKey((bytes) => bytes.fill(0xfb))).toBe('-_v7-_v7-_v7-_v7-_v7-w')
  })
})

describe('receipts', () => {
  function teller() {
    const world = new FakeWorld()
    const told: Seen[] = []
    const line = { up: true }
    const sender = new SeenSender('c', world, (seen) => line.up && told.push(seen) > 0)
    return { world, told, line, sender }
  }

  it('go out at most once a second, the latest always in the end', () => {
    const { world, told, sender } = teller()
    for (let n = 1; n <= 5; n++) sender.reached({ delivered: n, read: 0 })
    expect(told.map(({ delivered }) => delivered)).toEqual([1])
    world.pass(1_000)
    expect(told.map(({ delivered }) => delivered)).toEqual([1, 5])
    world.pass(10_000)
    expect(told).toHaveLength(2)
  })

  it('do not wait for the second when the page goes away', () => {
    const { world, told, sender } = teller()
    sender.reached({ delivered: 1, read: 0 })
    sender.reached({ delivered: 1, read: 1 })
    expect(told.map(({ read }) => read)).toEqual([0])
    sender.hurry()
    sender.hurry()
    expect(told.map(({ read }) => read)).toEqual([0, 1])
    world.pass(10_000)
    expect(told).toHaveLength(2)
  })

  it('never fall, and what is read has arrived', () => {
    expect(farthest({ delivered: 5, read: 2 }, { delivered: 3, read: 6 })).toEqual({ delivered: 6, read: 6 })
  })

  it('are told when the line is back', () => {
    const { told, line, sender } = teller()
    line.up = false
    sender.reached({ delivered: 3, read: 3 })
    expect(told).toEqual([])
    line.up = true
    sender.flush()
    expect(told).toEqual([{ type: 'seen', conversation: 'c', delivered: 3, read: 3 }])
  })

  it('do not repeat what the server knows', () => {
    const { told, sender } = teller()
    sender.known(4)
    sender.reached({ delivered: 4, read: 4 })
    expect(told).toEqual([])
  })
})

describe('typing', () => {
  it('is said at once, repeated every 3 s while it lasts, and ended 5 s after the last key', () => {
    const world = new FakeWorld()
    const said: boolean[] = []
    const sender = new TypingSender(world, (on) => said.push(on))
    for (let n = 0; n < 8; n++) {
      sender.keyPressed()
      world.pass(500)
    }
    expect(said).toEqual([true, true])
    world.pass(5_000)
    expect(said).toEqual([true, true, false])
    sender.stop()
    expect(said).toHaveLength(3)
  })

  it('is forgotten after 6 s without a repeat', () => {
    const world = new FakeWorld()
    let writers: readonly Author[] = []
    const heard = new TypingHeard(world, (now) => (writers = now))
    const ana: Author = { type: 'agent', id: 'ana' }
    heard.heard({ by: ana, on: true })
    world.pass(5_000)
    heard.heard({ by: ana, on: true })
    world.pass(5_000)
    expect(writers).toEqual([ana])
    world.pass(1_000)
    expect(writers).toEqual([])
  })
})

describe('links', () => {
  const shown = (text: string) => pieces(text).map(({ text, href }) => (href ? `[${text}](${href})` : text)).join('')

  it.each([
    ['see https://shop.example/a?b=1#c.', 'see [https://shop.example/a?b=1#c](https://shop.example/a?b=1#c).'],
    ['(https://shop.example/a_(b))', '([https://shop.example/a_(b)](https://shop.example/a_(b)))'],
    ['write to ana@shop.example!', 'write to [ana@shop.example](mailto:ana@shop.example)!'],
    ['mailto:ana@shop.example', '[mailto:ana@shop.example](mailto:ana@shop.example)'],
    ['HTTP://SHOP.example', '[HTTP://SHOP.example](http://shop.example/)'],
    ['no link here', 'no link here'],
    ['', ''],
  ])('%s', (text, result) => expect(shown(text)).toBe(result))

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    '&#106;avascript:alert(1)',
    'file:///etc/passwd',
    'https://',
    'https://bank.example@evil.example/',
    '<img src=x onerror=alert(1)>',
  ])('%s stays text or a harmless address', (text) => {
    const found = pieces(text)
    expect(found.map((piece) => piece.text).join('')).toBe(text)
    expect(found.every(({ href }) => href === undefined || /^(https?|mailto):/.test(href))).toBe(true)
    expect(found.some(({ href }) => href?.includes('evil.example/') === true)).toBe(false)
  })

  it('keeps every character', () => {
    const text = 'a https://x.example, b\nhttps://y.example) c@d.example…'
    expect(pieces(text).map((piece) => piece.text).join('')).toBe(text)
  })
})

describe('words', () => {
  const english = { hello: 'Hello, {name}', unread_one: '{count} new', unread_other: '{count} new ones' }
  const croatian = { unread_one: '{count} nova', unread_few: '{count} nove', unread_other: '{count} novih' }

  it('choose the plural of the language', () => {
    const say = words('hr', croatian, english)
    expect([1, 2, 5, 21].map((count) => say('unread', { count }))).toEqual(['1 nova', '2 nove', '5 novih', '21 nova'])
  })

  it('fall back to English, with English plurals, and to the key', () => {
    const say = words('hr', {}, english)
    expect(say('hello', { name: 'Nina' })).toBe('Hello, Nina')
    expect(say('unread', { count: 2 })).toBe('2 new ones')
    expect(say('nowhere')).toBe('nowhere')
  })

  it('leave a placeholder without a value alone, and do not fill it twice', () => {
    expect(words('en', english, english)('hello')).toBe('Hello, {name}')
    expect(words('en', english, english)('hello', { name: '{name}' })).toBe('Hello, {name}')
  })

  it('know the direction', () => {
    expect(words('ar-EG', {}, english).dir).toBe('rtl')
    expect(words('hr', {}, english).dir).toBe('ltr')
  })

  it('choose the first language that we have', () => {
    expect(chooseLocale(['', 'hr-HR', 'en'], ['en', 'hr'])).toBe('hr')
    expect(chooseLocale([undefined, 'xx'], ['en', 'hr'])).toBe('en')
  })
})
