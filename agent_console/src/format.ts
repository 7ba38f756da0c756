// Times, dates and lengths as people read them, by Intl in the chosen language. Times are ms since 1970.
import { locale } from './i18n'

const made = new Map<string, Intl.DateTimeFormat>()

/** Day before month and 24 hours also in English: the console's columns are narrow and its clock times must not be misread. */
const region = (): string => (locale() === 'en' ? 'en-GB' : locale())

function date(at: number, options: Intl.DateTimeFormatOptions): string {
  const key = locale() + JSON.stringify(options)
  let format = made.get(key)
  if (!format) made.set(key, (format = new Intl.DateTimeFormat(region(), options)))
  return format.format(at)
}

/** `14:31` */
export const clock = (at: number): string => date(at, { hour: '2-digit', minute: '2-digit' })

/** `14:31:50` */
export const clockSeconds = (at: number): string => date(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `2 Nov` this year, `2 Nov 2025` before. */
export function day(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  return date(at, sameYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' })
}

/** `Monday, 2 November` */
export const longDay = (at: number): string => date(at, { weekday: 'long', day: 'numeric', month: 'long' })

/** `2 Nov 2026, 14:31:50` for tips. */
export const full = (at: number): string => date(at, { dateStyle: 'medium', timeStyle: 'medium' })

export const sameDay = (a: number, b: number): boolean => new Date(a).toDateString() === new Date(b).toDateString()

/** `14:31` today, else the day. */
export const when = (at: number, now: number): string => (sameDay(at, now) ? clock(at) : day(at, now))

/** How long somebody waits: `0:13`, `12:05`, `1:02:05`. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}

/** A length in words, coarse: `42s`, `3m`, `2h`. */
export function length(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const unit = seconds < 90 ? 'second' : seconds < 5400 ? 'minute' : 'hour'
  const value = unit === 'second' ? seconds : unit === 'minute' ? Math.round(seconds / 60) : Math.round(seconds / 3600)
  return new Intl.NumberFormat(region(), { style: 'unit', unit, unitDisplay: 'narrow' }).format(value)
}

export const number = (value: number): string => new Intl.NumberFormat(locale()).format(value)
