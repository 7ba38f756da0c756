import { expect, it } from 'vitest'
import { stopwatch } from '../src/format'

it('counts a wait as a stopwatch does', () => {
  expect([0, 13_400, 725_000, 3_725_000, -5].map(stopwatch)).toEqual(['0:00', '0:13', '12:05', '1:02:05', '0:00'])
})
