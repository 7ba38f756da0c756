import { describe, expect, it } from 'vitest'
import { daysBetween, shifted } from '../../src/state/range'

describe('days of a range', () => {
  it('moves over months, years and changes of the clock', () => {
    expect(shifted('2026-11-01', -1)).toBe('2026-10-31')
    expect(shifted('2026-12-31', 1)).toBe('2027-01-01')
    expect(shifted('2026-10-24', 2)).toBe('2026-10-26')
    expect(shifted('2028-02-28', 1)).toBe('2028-02-29')
  })
  it('counts both ends in', () => {
    expect(daysBetween('2026-10-23', '2026-11-19')).toBe(28)
    expect(daysBetween('2026-11-19', '2026-11-19')).toBe(1)
  })
})
