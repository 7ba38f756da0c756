// What the host page can call: `ThirdRing('open')`.
import type { Events, Listener } from './events.ts'
import type { Settings, Ui } from './ui.ts'
import type { View } from './view.ts'

export interface Reach {
  view: View
  events: Events
  /** Other words, other look. */
  update(settings: Partial<Settings>): Promise<void>
  destroy(): void
}

/** Carries out one call; what it gives or throws is the answer of the promise that the page holds. */
export async function run({ view, events, update, destroy }: Reach, [command, first, second]: unknown[]): Promise<unknown> {
  const { chat, open, close } = view
  const ui: Ui = view.ui
  switch (command) {
    case 'boot':
    case 'update':
      return update(settingsOf(first))
    case 'open':
      return open()
    case 'close':
      return close()
    case 'toggle':
      return ui.open ? close() : open()
    case 'show':
    case 'hide':
      return ui.set({ hidden: command === 'hide' })
    case 'newMessage':
      if (typeof first === 'string') ui.text = first
      return open()
    case 'identify': {
      const name: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'name') : undefined
      if (typeof name !== 'string') throw new TypeError('expected {name}')
      return chat.nameMe(name)
    }
    case 'on':
    case 'once':
      return listen(events, first, second, command === 'once')
    case 'off':
      return unlisten(events, first, second)
    case 'shutdown':
      close()
      return chat.forget()
    case 'destroy':
      return destroy()
    default:
      throw new TypeError(`Third Ring knows no "${String(command)}"`)
  }
}

const isListener = (value: unknown): value is Listener => typeof value === 'function'

function listen({ listeners }: Events, name: unknown, listener: unknown, once: boolean): void {
  if (!isListener(listener)) throw new TypeError('expected a function to call')
  const all = listeners.get(name) ?? new Set()
  listeners.set(name, all)
  const first: Listener = (detail) => {
    all.delete(first)
    listener(detail)
  }
  all.add(once ? first : listener)
}

function unlisten({ listeners }: Events, name: unknown, listener: unknown): void {
  if (isListener(listener)) listeners.get(name)?.delete(listener)
  else listeners.delete(name)
}

function settingsOf(value: unknown): Partial<Settings> {
  if (typeof value !== 'object' || value === null) return {}
  const names = ['locale', 'theme', 'position', 'color'] as const
  return Object.fromEntries(
    names.flatMap((name) => {
      const found: unknown = Reflect.get(value, name)
      return typeof found === 'string' ? [[name, found]] : []
    }),
  )
}
