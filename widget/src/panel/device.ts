// What the visitor's browser keeps for a site. Nothing of it is written before the visitor has written.
import { isRecord, parseJson } from '@core/wire'
import { type KeyValue, names, openStore, put } from '@core/storage'

export interface Visitor {
  token: string
  /** The latest conversation, '' before the server has answered. */
  conversation: string
  /** It is going on: the loader connects at once on every page. The loader looks for `:true` and nothing else. */
  open: boolean
}

/** One site's corner of the browser's storage: shared by all tabs, but for the draft and whether the panel is open. */
export class Device {
  readonly name: string
  readonly pendingPrefix: string
  readonly shared: KeyValue
  readonly #tab: KeyValue

  constructor(site: string, shared = openStore(() => localStorage), tab = openStore(() => sessionStorage)) {
    this.name = `third-ring:${site}`
    this.pendingPrefix = `${this.name}:pending:`
    this.shared = shared
    this.#tab = tab
  }

  get visitor(): Visitor | undefined {
    const kept = parseJson(this.shared.getItem(this.name) ?? '')
    if (!isRecord(kept)) return undefined
    const { token, conversation, open } = kept
    return {
      token: typeof token === 'string' ? token : '',
      conversation: typeof conversation === 'string' ? conversation : '',
      open: open === true,
    }
  }

  set visitor(visitor: Visitor) {
    const text = JSON.stringify(visitor)
    if (this.shared.getItem(this.name) !== text) put(this.shared, this.name, text)
  }

  get draft(): string {
    return this.#tab.getItem(`${this.name}:draft`) ?? ''
  }

  set draft(text: string) {
    if (text) put(this.#tab, `${this.name}:draft`, text)
    else this.#tab.removeItem(`${this.name}:draft`)
  }

  /** The panel was open on the page before. */
  get shown(): boolean {
    return this.#tab.getItem(`${this.name}:shown`) !== null
  }

  set shown(shown: boolean) {
    if (shown && this.visitor) put(this.#tab, `${this.name}:shown`, '1')
    else this.#tab.removeItem(`${this.name}:shown`)
  }

  /** "This is a shared computer." */
  forget(): void {
    for (const store of [this.shared, this.#tab]) {
      for (const name of names(store, this.name)) {
        if (name === this.name || name.startsWith(`${this.name}:`)) store.removeItem(name)
      }
    }
  }
}
