import { expect, it } from 'vitest'
import { isField, pressed } from '../../src/services/keyboard'

const key = (name: string, more: KeyboardEventInit = {}) =>
  pressed(new KeyboardEvent('keydown', { key: name, ...more }))

it('names single keys and those with Ctrl or Cmd', () => {
  expect(key('j')).toBe('j')
  expect(key('k', { ctrlKey: true })).toBe('mod+k')
  expect(key('k', { metaKey: true })).toBe('mod+k')
  expect(key('Escape')).toBe('Escape')
})

it('knows signs that need Shift on this keyboard', () => {
  expect(key('?', { shiftKey: true })).toBe('?')
  expect(key('/', { shiftKey: true })).toBe('/')
  expect(key('J', { shiftKey: true })).toBe('')
})

it('leaves AltGr to the letters it makes', () => {
  expect(key('@', { ctrlKey: true, altKey: true })).toBe('')
  const event = new KeyboardEvent('keydown', { key: '/' })
  Object.defineProperty(event, 'getModifierState', { value: (name: string) => name === 'AltGraph' })
  expect(pressed(event)).toBe('')
})

it('does not listen while a word is being composed', () => {
  expect(key('e', { isComposing: true })).toBe('')
})

it('knows where letters are letters', () => {
  const make = (name: string) => document.createElement(name)
  expect(['input', 'textarea', 'select'].map((name) => isField(make(name)))).toEqual([true, true, true])
  expect(['button', 'a', 'div'].map((name) => isField(make(name)))).toEqual([false, false, false])
  expect(isField(null)).toBe(false)
})
