export type EventName = 'ready' | 'open' | 'close' | 'unread' | 'message' | 'status' | 'error'
export type Listener = (detail: unknown) => void

/** Tells listeners of `ThirdRing('on', …)`, and bubbles as `third-ring:…` from the host element for everybody else. */
export class Events {
  readonly #host: HTMLElement
  readonly listeners = new Map<unknown, Set<Listener>>()

  constructor(host: HTMLElement) {
    this.#host = host
  }

  tell(name: EventName, detail: unknown = {}): void {
    for (const listener of this.listeners.get(name) ?? []) {
      try {
        listener(detail)
      } catch (error) {
        // The page's own mistake must not stop the conversation.
        console.error(error)
      }
    }
    this.#host.dispatchEvent(new CustomEvent(`third-ring:${name}`, { detail, bubbles: true, composed: true }))
  }
}
