// One URL per view, below /console. The browser's back button works because every move is a history entry.
import { computed, signal } from '@preact/signals'

export const BASE = '/console'

export interface Place {
  /** Below BASE, beginning with a slash, without a slash at its end. */
  path: string
  query: URLSearchParams
}

export type Params = Record<string, string>

function read(): Place {
  const below = location.pathname.startsWith(BASE) ? location.pathname.slice(BASE.length) : location.pathname
  return { path: below.replace(/\/+$/, '') || '/', query: new URLSearchParams(location.search) }
}

const current = signal<Place>(read())

/** Where we are. */
export const place = computed(() => current.value)

/** Goes to a path below /console, such as `/people` or `/c/abc`. */
export function go(path: string, options: { replace?: boolean } = {}): void {
  const address = path === '/' ? `${BASE}/` : BASE + path
  if (address === location.pathname + location.search) return
  if (options.replace) history.replaceState(null, '', address)
  else history.pushState(null, '', address)
  current.value = read()
}

/** The address of a path, for `href`. */
export const href = (path: string): string => (path === '/' ? `${BASE}/` : BASE + path)

/** The values of a pattern such as `/c/:id` in a path, or null where it does not fit. */
export function match(pattern: string, path: string): Params | null {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return null
  const params: Params = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (part.startsWith(':')) {
      if (!value) return null
      try {
        params[part.slice(1)] = decodeURIComponent(value)
      } catch {
        return null
      }
    } else if (part !== value) return null
  }
  return params
}

function follow(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
  if (link.pathname !== BASE && !link.pathname.startsWith(`${BASE}/`)) return
  event.preventDefault()
  go((link.pathname.slice(BASE.length) || '/') + link.search)
}

/** Makes plain links move without a reload, and follows back and forward. */
export function startRouter(): void {
  addEventListener('popstate', () => {
    current.value = read()
  })
  document.addEventListener('click', follow)
}
