import { describe, expect, test } from 'vitest'
import { contrastOf, isColour } from './colour'

describe('the site colour', () => {
  test('black and white are the ends of the scale', () => {
    expect(contrastOf('#000000')).toBeCloseTo(20.1, 0)
    expect(contrastOf('#fbfaf7')).toBe(1)
  })

  test('the accent reads well, a light yellow does not', () => {
    expect(contrastOf('#0b6e69')).toBeGreaterThan(4.5)
    expect(contrastOf('#FFE08A')).toBeLessThan(4.5)
  })

  test('only six hexadecimal digits are a colour', () => {
    expect(['#0b6e6', 'teal', '', '#gggggg', '0b6e69'].some(isColour)).toBe(false)
    expect(contrastOf('red')).toBeNull()
  })
})
