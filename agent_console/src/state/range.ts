// The range and filter of reports and transcripts. They live in the address, so that a link shows the same to a colleague.
import { place, go } from '../router'
import { query } from '../services/api'
import { serverNow } from './clock'

export interface Range {
  /** Days such as 2026-11-20, both counted in. */
  first: string
  last: string
  zone: string
  department: string
  agent: string
  site: string
  status: string
  by: 'start' | 'end'
}

export const PRESETS = [1, 7, 28, 90] as const

/** The zone of this browser; every page that counts days says it. */
export const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** The day of a moment in a zone: the Swedish way of writing dates is ISO's. */
const dayIn = (at: number, of: string): string => new Intl.DateTimeFormat('sv-SE', { timeZone: of }).format(at)

export const today = (of = zone()): string => dayIn(serverNow(), of)

/** A day some days away: `2026-11-20`, -1 -> `2026-11-19`. */
export function shifted(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

export const daysBetween = (first: string, last: string): number =>
  Math.round((Date.parse(`${last}T00:00:00Z`) - Date.parse(`${first}T00:00:00Z`)) / 86_400_000) + 1

const isDay = (text: string | null): text is string =>
  /^\d{4}-\d\d-\d\d$/.test(text ?? '') && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

/** What the address says; the last 28 days where it says nothing. */
export function currentRange(): Range {
  const { query: asked } = place.value
  const from = asked.get('from')
  const to = asked.get('to')
  const last = isDay(to) ? to : today()
  return {
    first: isDay(from) && from <= last ? from : shifted(last, -27),
    last,
    zone: zone(),
    department: asked.get('department') ?? '',
    agent: asked.get('agent') ?? '',
    site: asked.get('site') ?? '',
    status: asked.get('status') ?? '',
    by: asked.get('by') === 'end' ? 'end' : 'start',
  }
}

/** The parameters the server wants. */
export const asked = (range: Range): Record<string, string> => ({
  from: range.first,
  to: range.last,
  zone: range.zone,
  department: range.department,
  agent: range.agent,
  site: range.site,
  by: range.by === 'end' ? 'end' : '',
})

/** Changes some of the address and keeps the rest; empty values go. */
export function change(values: Record<string, string>, options: { replace?: boolean } = { replace: true }): void {
  const next = new URLSearchParams(place.peek().query)
  for (const [name, value] of Object.entries(values)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  const text = next.toString()
  go(place.peek().path + (text ? `?${text}` : ''), options)
}

/** The same page with other values, as an address. */
export function withValues(values: Record<string, string>): string {
  const next = Object.fromEntries(place.value.query)
  return place.value.path + query({ ...next, ...values })
}
