import { describe, expect, it } from 'vitest'
import { answeredOf, dayWords, interval, percent, rangeWords, reached, stamp, stampBeside, time } from '../src/figures'

describe('times as people read them', () => {
  it.each([
    [0, '0.0 s'],
    [24_849, '24.8 s'],
    [99_999, '100.0 s'],
    [100_000, '1:40'],
    [461_000, '7:41'],
    [3_599_600, '1:00 h'],
    [3_900_000, '1:05 h'],
    [3 * 86_400_000, '3.0 d'],
  ])('%i ms is %s', (ms, words) => {
    expect(time(ms)).toBe(words)
  })

  it('tells a percentile that fell on the unanswered from one of nobody', () => {
    expect(reached(null, 10)).toBe('not reached')
    expect(reached(null, 0)).toBe('–')
    expect(reached(18_000, 10)).toBe('18.0 s')
  })
})

describe('shares', () => {
  it('says n of m beside every figure', () => {
    expect(percent(1040, 1284)).toBe('81.0 %')
    expect(percent(0, 0)).toBe('–')
    expect(answeredOf({ n: 1171, m: 1284, mean_ms: 1, p50_ms: 1, p90_ms: 1, max_ms: 1 })).toBe(
      '1,171 answered of 1,284 asked',
    )
    expect(interval({ n: 371, m: 402, low: 893, high: 945 })).toBe('89.3 to 94.5 %')
  })
})

describe('stamps stand in the zone of the report, to the millisecond', () => {
  const at = Date.UTC(2026, 10, 19, 15, 51, 7, 18)
  it('shows the zone’s clock', () => {
    expect(stamp(at, 'Europe/Zagreb')).toEqual(['19 Nov, 16:51:07', '.018'])
    expect(stamp(at, 'UTC')).toEqual(['19 Nov, 15:51:07', '.018'])
  })
  it('leaves the day out beside a stamp of the same day', () => {
    expect(stampBeside(at + 17_608, 'Europe/Zagreb', at)).toEqual(['16:51:24', '.626'])
    expect(stampBeside(at + 86_400_000, 'Europe/Zagreb', at)[0]).toBe('20 Nov, 16:51:07')
  })
})

describe('days', () => {
  it('names ranges', () => {
    expect(dayWords('2026-11-19')).toBe('19 Nov')
    expect(rangeWords('2026-10-23', '2026-11-19')).toBe('23 Oct – 19 Nov 2026')
    expect(rangeWords('2026-11-19', '2026-11-19')).toBe('19 Nov 2026')
  })
})
