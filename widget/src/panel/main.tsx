// The panel, fetched by the loader at the first click, or at once for somebody whose conversation goes on.
import { connectWebSocket, onLeave, onWake } from '@core/browser'
import { browserWorld } from '@core/world'
import { run } from './api.ts'
import { Chat } from './chat.ts'
import { Device } from './device.ts'
import { around } from './draw.ts'
import { Events } from './events.ts'
import { render } from './jsx-runtime.ts'
import css from './panel.css?inline'
import { speak } from './say.ts'
import { type Settings, Ui } from './ui.ts'
import type { View } from './view.ts'
import { app } from './views/app.tsx'

type Run = (...args: unknown[]) => Promise<unknown>

/** Takes the shadow root over from the loader; the result carries out the page's calls. */
export async function mount(host: HTMLElement, root: ShadowRoot, address: string, settings: Settings): Promise<Run> {
  const base = new URL(address)
  const device = new Device(settings.site)
  const events = new Events(host)
  const ui = new Ui(settings)
  const chat = new Chat({
    site: settings.site,
    base,
    device,
    world: browserWorld,
    connect: connectWebSocket,
    tell: (name, detail) => events.tell(name, detail),
  })
  const choose = () => speak([ui.settings.locale, document.documentElement.lang, chat.site?.locale, ...navigator.languages])
  const view: View = { chat, ui, say: await choose(), base, open: show, close }
  let seconds: ReturnType<typeof setTimeout> | undefined
  let due = false

  function draw(): void {
    due = false
    clearTimeout(seconds)
    const settle = around(root, view)
    render(app(view), root)
    settle()
    if (ui.open && document.visibilityState === 'visible') chat.read()
    // What tells a time goes on telling it.
    if (ui.open && (chat.down || chat.unsent.length)) seconds = setTimeout(draw, 1000)
  }
  /** Draws once for all that changes in one go. */
  function soon(): void {
    if (!due) queueMicrotask(draw)
    due = true
  }

  function show(): void {
    chat.open()
    if (!ui.open) events.tell('open')
    // Where a finger would raise the keyboard over the faces, the heading gets the focus instead.
    ui.set({ open: true, focus: matchMedia('(pointer: coarse)').matches ? 'h2|.log' : 'textarea|.log' })
    device.shown = true
  }
  function close(): void {
    if (!ui.open) return
    ui.set({ open: false, menu: '', focus: root.activeElement ? '.launch' : '' })
    device.shown = false
    // Who has said nothing costs the server nothing.
    if (!device.visitor) chat.socket.stop()
    events.tell('close')
  }

  const over = new AbortController()
  const { signal } = over
  signal.addEventListener('abort', onWake(() => chat.socket.wake()))
  signal.addEventListener('abort', onLeave(() => chat.leaving()))
  document.addEventListener('visibilitychange', soon, { signal })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', soon, { signal })
  addEventListener('storage', ({ key }) => (key === null || key.startsWith(device.name)) && chat.sync(), { signal })

  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  if (root.activeElement) ui.focus = '.launch'
  root.replaceChildren()
  root.adoptedStyleSheets = [sheet]
  ui.text = device.draft
  ui.changed = soon
  chat.changed = soon

  if (device.visitor) chat.open()
  // Somebody pressed the button: open, and take the focus along.
  if (settings.open) show()
  // The panel was open on the page before: so it is here, but the focus stays where the visitor puts it.
  else ui.set({ open: device.shown })
  events.tell('ready')

  const update = async (change: Partial<Settings>): Promise<void> => {
    ui.settings = { ...ui.settings, ...change }
    view.say = await choose()
    soon()
  }
  const destroy = (): void => {
    over.abort()
    chat.changed = ui.changed = () => {}
    chat.socket.stop()
    render(null, root)
    host.remove()
  }
  return (...args) => run({ view, events, update, destroy }, args)
}
