// All that a page fetches before the visitor presses the button: it draws the button and queues calls. It requests and
// stores nothing; it only reads whether a conversation is going on, and then fetches the panel at once.
// At most 1 kB gzipped, so it is terse on purpose.
import type * as Panel from '../panel/main.tsx'

// oxlint-disable-next-line no-underscore-dangle -- the build puts the file's name here
declare const __PANEL__: string

type Settings = Parameters<typeof Panel.mount>[3]
type Run = (command: string, ...args: unknown[]) => Promise<unknown>
type Early = [args: Parameters<Run>, kept: (value: unknown) => void, broken: (reason: unknown) => void]

declare global {
  interface Window {
    ThirdRing?: Run & { q?: Early[]; host?: Element }
    ThirdRingSettings?: Record<string, string>
  }
}

function start(src: string, data: DOMStringMap): void {
  const make = (name: string) => document.createElementNS('http://www.w3.org/2000/svg', name)
  const early = window.ThirdRing
  const [base = ''] = src.split('widget.js')
  const settings: Settings = { site: src.split(/\?site=|&/)[1] ?? '', ...window.ThirdRingSettings, ...data }
  const host = document.createElement('third-ring')
  const root = host.attachShadow({ mode: 'open' })
  const button = document.createElement('button')
  const svg = make('svg')
  const path = make('path')
  const sheet = new CSSStyleSheet()
  let ready: (run: Run) => void
  let loading: unknown
  // Every call waits for the panel; only some fetch it. If that fails, the next one tries again.
  const panel = new Promise<Run>((resolve) => (ready = resolve))

  const load = (): void => {
    loading ??= import(/* @vite-ignore */ `${base}widget/assets/${__PANEL__}`)
      .then((panel: typeof Panel) => panel.mount(host, root, base, settings))
      .then(ready, () => (loading = undefined))
  }
  const call: Run = (command, ...args) => {
    if (/hide|show/.test(command)) button.hidden = command === 'hide'
    if (/^(open|tog|new|shu|d)/.test(command)) load()
    return panel.then((run) => run(command, ...args))
  }

  if (early?.host) {
    console.warn('ThirdRing twice')
    return
  }
  sheet.replaceSync(
    `:host{all:initial}button{position:fixed;bottom:20px;inset-inline-${settings.position === 'left' ? 'start' : 'end'}:20px;z-index:999999999;padding:15px;border:0;border-radius:50%;background:oklch(from ${settings.color || '#0b6e69'} min(l,.5) c h);cursor:pointer;box-shadow:0 2px 8px #0004}svg{float:left;width:34px;height:34px;fill:none;stroke:#fff;stroke-width:1.6}`,
  )
  root.adoptedStyleSheets = [sheet]
  path.setAttribute('d', 'M12 28l-4 3 1-5A13 13 0 1 1 17 29q-2 0-5-1zM17 9a7 7 0 1 1 0 14 7 7 0 1 1 0-14M17 15a1 1 0 1 1 0 2 1 1 0 1 1 0-2')
  svg.append(path)
  button.append(svg)
  // oxlint-disable-next-line unicorn/prefer-string-starts-ends-with -- six bytes
  button.ariaLabel = /^hr/.test(settings.locale || document.documentElement.lang) ? 'Chat s nama' : 'Talk to us, chat'
  button.onclick = () => {
    settings.open = true
    load()
  }
  root.append(button)
  document.body.append(host)
  window.ThirdRing = Object.assign(call, { host })
  for (const [args, kept, broken] of early?.q ?? []) call(...args).then(kept, broken)
  try {
    // The one thing in the visitor's record that is `true` is `open`.
    if (/:true/.test(localStorage[`third-ring:${settings.site}`])) load()
  } catch {
    // No storage, no conversation to go on with.
  }
}

const script = document.currentScript
if (script && 'src' in script) start(script.src, script.dataset)
