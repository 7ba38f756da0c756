import { expect, it } from 'vitest'
import { href, match } from '../src/router'

it('matches whole paths and takes their parts out', () => {
  expect(match('/c/:id', '/c/a%20b')).toEqual({ id: 'a b' })
  expect(match('/c/:id', '/c/')).toBeNull()
  expect(match('/c/:id', '/c/x/y')).toBeNull()
  expect(match('/', '/')).toEqual({})
  expect(match('/board', '/people')).toBeNull()
})

it('is not broken by an address that is none', () => {
  expect(match('/c/:id', '/c/%E0%A4%A')).toBeNull()
})

it('puts everything below /console', () => {
  expect(href('/')).toBe('/console/')
  expect(href('/people')).toBe('/console/people')
})
