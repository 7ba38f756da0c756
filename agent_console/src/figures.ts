// Figures as people read them (METRICS.md R13), dates in the report's own zone.
import { locale, t } from './i18n'
import type { Share, TimeFigure } from './services/figures'

const region = (): string => (locale() === 'en' ? 'en-GB' : locale())
const formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>()

function decimal(value: number, digits: number): string {
  const key = `${region()} ${digits}`
  const made = formats.get(key)
  if (made instanceof Intl.NumberFormat) return made.format(value)
  const format = new Intl.NumberFormat(region(), { minimumFractionDigits: digits, maximumFractionDigits: digits })
  formats.set(key, format)
  return format.format(value)
}

export const count = (value: number): string => decimal(value, 0)

const two = (value: number): string => String(value).padStart(2, '0')

/** `24.8 s` below 100 s, `7:41`, from an hour on `1:05 h`, from two days on `3.2 d`. */
export function time(ms: number): string {
  if (ms < 100_000) return `${decimal(ms / 1000, 1)} s`
  const seconds = Math.round(ms / 1000)
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
  const minutes = Math.round(seconds / 60)
  if (minutes < 2880) return `${Math.floor(minutes / 60)}:${two(minutes % 60)} h`
  return `${decimal(minutes / 1440, 1)} ${t('reports.days_short')}`
}

/** A percentile: a time, "not reached" where it falls on the unanswered, a dash where nobody asked. */
export const reached = (ms: number | null, m: number): string =>
  ms === null ? (m > 0 ? t('reports.not_reached') : '–') : time(ms)

export const percent = (n: number, m: number): string => (m > 0 ? `${decimal((n / m) * 100, 1)} %` : '–')

/** `1,171 answered of 1,284 asked`. */
export const answeredOf = ({ n, m }: TimeFigure): string => t('reports.answered_of', { n: count(n), m: count(m) })

/** `371 of 402`. */
export const nOfM = ({ n, m }: { n: number; m: number }): string => t('reports.n_of_m', { n: count(n), m: count(m) })

/** `89.3 to 94.5 %`. */
export const interval = ({ low, high }: Share): string =>
  low === null || high === null ? '' : t('reports.interval', { low: decimal(low / 10, 1), high: decimal(high / 10, 1) })

function inZone(at: number, zone: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${region()} ${zone} ${JSON.stringify(options)}`
  const made = formats.get(key)
  if (made instanceof Intl.DateTimeFormat) return made.format(at)
  const format = new Intl.DateTimeFormat(region(), { ...options, timeZone: zone })
  formats.set(key, format)
  return format.format(at)
}

/** `19 Nov, 16:51:07` and `.318`: every stamp to the millisecond. */
export const stamp = (at: number, zone: string): [string, string] => [
  inZone(at, zone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  `.${String(at % 1000).padStart(3, '0')}`,
]

/** `16:51:24`, or with its day where that is another one than that of `beside`. */
export function stampBeside(at: number, zone: string, beside: number): [string, string] {
  const day = (ms: number): string => inZone(ms, zone, { day: 'numeric', month: 'numeric', year: 'numeric' })
  if (day(at) !== day(beside)) return stamp(at, zone)
  return [
    inZone(at, zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    `.${String(at % 1000).padStart(3, '0')}`,
  ]
}

/** `19 Nov, 16:51`. */
export const minuteStamp = (at: number, zone: string): string =>
  inZone(at, zone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

export const clockIn = (at: number, zone: string): string => inZone(at, zone, { hour: '2-digit', minute: '2-digit' })

/** `2026-11-19` -> `19 Nov`, with the year where asked. */
export const dayWords = (day: string, withYear = false): string =>
  inZone(
    Date.parse(`${day}T00:00:00Z`),
    'UTC',
    withYear ? { day: 'numeric', month: 'short', year: 'numeric' } : { day: 'numeric', month: 'short' },
  )

export const dayWithWeekday = (day: string): string =>
  inZone(Date.parse(`${day}T00:00:00Z`), 'UTC', { weekday: 'short', day: 'numeric', month: 'short' })

/** Monday first. */
export const weekday = (index: number): string => inZone(Date.UTC(2024, 0, 1 + index), 'UTC', { weekday: 'short' })

/** `23 Oct – 19 Nov 2026`. */
export const rangeWords = (first: string, last: string): string =>
  first === last
    ? dayWords(last, true)
    : `${dayWords(first, first.slice(0, 4) !== last.slice(0, 4))} – ${dayWords(last, true)}`
