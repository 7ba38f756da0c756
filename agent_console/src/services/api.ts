// The one way to the HTTP interface (docs/http-api.md). Answers are typed by the caller; every refusal is an ApiError.

/** What the server, or the line to it, refused. `message` is a sentence for people, `code` a word for code. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly field = '',
    readonly retry_after: number | null = null,
  ) {
    super(message)
    this.name = 'ApiError'
  }
}

interface RefusalBody {
  code?: string
  message?: string
  field?: string
  retry_after?: number
}

let csrf = ''
let onSignedOut: () => void = () => {}
let noConnection = 'The server cannot be reached.'

/** The token that every state change carries; session.ts sets it after signing in. */
export function setCsrf(token: string): void {
  csrf = token
}

/** What to do when the session has ended, and the words for a dead line; set once by session.ts. */
export function configureApi(options: { onSignedOut: () => void; noConnection: () => string }): void {
  onSignedOut = options.onSignedOut
  noConnection = options.noConnection()
}

async function refusalOf(response: Response): Promise<ApiError> {
  let body: RefusalBody = {}
  try {
    body = await response.json()
  } catch {
    // A proxy's page instead of ours: the status says enough.
  }
  const message = body.message ?? `${response.status} ${response.statusText}`
  return new ApiError(body.code ?? 'unknown', message, response.status, body.field, body.retry_after ?? null)
}

async function send(method: string, path: string, body?: BodyInit, type?: string): Promise<Response> {
  const headers = new Headers({ Accept: 'application/json' })
  if (type) headers.set('Content-Type', type)
  if (method !== 'GET') headers.set('X-CSRF', csrf)
  let response: Response
  try {
    response = await fetch(path, { method, headers, body: body ?? null, credentials: 'same-origin' })
  } catch {
    throw new ApiError('no_connection', noConnection, 0)
  }
  if (response.ok) return response
  const refusal = await refusalOf(response)
  if (response.status === 401 && refusal.code !== 'wrong_credentials') onSignedOut()
  throw refusal
}

async function json<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response =
    body === undefined && method === 'GET'
      ? await send(method, path)
      : await send(method, path, JSON.stringify(body ?? {}), 'application/json')
  const answer: T = response.status === 204 ? undefined : await response.json()
  return answer
}

export const get = <T>(path: string): Promise<T> => json<T>('GET', path)
export const post = <T = void>(path: string, body: unknown = {}): Promise<T> => json<T>('POST', path, body)
export const patch = <T = void>(path: string, body: unknown): Promise<T> => json<T>('PATCH', path, body)
export const put = <T = void>(path: string, body: unknown): Promise<T> => json<T>('PUT', path, body)
export const del = <T = void>(path: string): Promise<T> => json<T>('DELETE', path)

/** Sends the bytes of a file as they are. */
export async function putFile<T>(path: string, file: Blob): Promise<T> {
  const response = await send('PUT', path, file, file.type || 'application/octet-stream')
  const answer: T = await response.json()
  return answer
}

/** A query string from what is filled in; empty values are left out. */
export function query(values: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}
