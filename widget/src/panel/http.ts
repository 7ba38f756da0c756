// The two requests of docs/http-api.md that the widget makes.
import type { Ticket } from '@core/socket'
import { isRecord } from '@core/wire'
import type { Profile } from '@wire'

export interface Site {
  name: string
  color: string
  position: string
  locale: string
  greeting: string
  departments: { id: string; name: string }[]
  people: Profile[]
  /** The median wait of the last hours in seconds, measured; null: not known. */
  wait_seconds: number | null
  privacy_url: string
}

const isSite = (value: unknown): value is Site =>
  isRecord(value) && typeof value.name === 'string' && Array.isArray(value.people) && Array.isArray(value.departments)

/** `foreign`: the site does not allow this page. Undefined: no answer, or none that we understand. */
export async function fetchSite(base: URL, site: string): Promise<Site | 'foreign' | undefined> {
  try {
    const response = await fetch(new URL(`widget/site?key=${encodeURIComponent(site)}`, base), { credentials: 'omit' })
    const body: unknown = await response.json()
    if (response.ok) return isSite(body) ? body : undefined
    return isRecord(body) && body.code === 'origin' ? 'foreign' : undefined
  } catch {
    return undefined
  }
}

/** A ticket for the socket. `got` learns the visitor's token before it is used. Rejects where there is no network. */
export async function fetchTicket(base: URL, site: string, token: string, got: (token: string) => void): Promise<Ticket> {
  const response = await fetch(new URL('widget/ticket', base), {
    method: 'POST',
    credentials: 'omit',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(token ? { site, token } : { site }),
  })
  const body: unknown = await response.json()
  if (!isRecord(body)) throw new TypeError('expected an object')
  if (response.ok && typeof body.ticket === 'string' && typeof body.token === 'string' && typeof body.socket === 'string') {
    got(body.token)
    const url = new URL(body.socket, base)
    url.protocol = url.protocol.replace('http', 'ws')
    return { ticket: body.ticket, url: url.href }
  }
  // A token that the server does not know any more (erased, other database): begin anew as a new visitor.
  if (response.status === 401 && token) return fetchTicket(base, site, '', got)
  if (typeof body.retry_after === 'number') return { retry_after: body.retry_after }
  if (response.status < 500) return { stop: true }
  throw new Error(`ticket: ${response.status}`)
}
