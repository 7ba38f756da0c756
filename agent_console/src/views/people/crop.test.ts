import { describe, expect, test } from 'vitest'
import { first, inside, moved, zoomed } from './crop'

const picture = { width: 1000, height: 600 }

describe('crop', () => {
  test('begins with the largest square, in the middle, rather high', () => {
    expect(first(picture)).toEqual({ x: 200, y: 0, size: 600 })
    expect(first({ width: 600, height: 1200 })).toEqual({ x: 0, y: 200, size: 600 })
  })

  test('never leaves the picture, however far it is dragged', () => {
    expect(moved({ x: 200, y: 100, size: 400 }, -5000, 5000, picture)).toEqual({ x: 0, y: 200, size: 400 })
  })

  test('zooms around its centre, between the smallest and the largest square', () => {
    expect(zoomed({ x: 200, y: 100, size: 400 }, 200, picture)).toEqual({ x: 300, y: 200, size: 200 })
    expect(zoomed({ x: 200, y: 100, size: 400 }, 9000, picture).size).toBe(600)
    expect(zoomed({ x: 200, y: 100, size: 400 }, 1, picture).size).toBe(64)
  })

  test('is in whole numbers', () => {
    expect(inside({ x: 10.4, y: 10.6, size: 99.5 }, picture)).toEqual({ x: 10, y: 11, size: 100 })
  })
})
