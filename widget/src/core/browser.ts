// The core's doors to a real browser. Tests have their own.
import type { Line, LineEvents } from './socket.ts'

/** A WebSocket as a `Line`. Throws where the page's policy forbids it. */
export function connectWebSocket(url: string, events: LineEvents): Line {
  const socket = new WebSocket(url)
  let over = false
  socket.addEventListener('open', () => over || events.open())
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!over && typeof data === 'string') events.message(data)
  })
  socket.addEventListener('close', ({ code }) => over || events.close(code))
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    close() {
      over = true
      socket.close(1000)
    },
  }
}

/** Calls back when the network or the user may be back; the result ends it. */
export function onWake(call: () => void): () => void {
  const over = new AbortController()
  const { signal } = over
  for (const name of ['online', 'offline', 'focus', 'pageshow']) addEventListener(name, call, { signal })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && call(), { signal })
  return () => over.abort()
}

/** Calls back when the page goes out of sight or away: the last moment that is sure. The result ends it. */
export function onLeave(call: () => void): () => void {
  const over = new AbortController()
  const { signal } = over
  addEventListener('pagehide', call, { signal })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && call(), { signal })
  return () => over.abort()
}
