// What happens around each drawing and is no element: scrolling, focus, sizes, colours.
import type { View } from './view.ts'

const NEAR_END_PX = 80

/** How many of the visitor's messages were on their way at the last drawing. */
let lastOwn = 0

/** Remembers, before drawing, what must still hold after it; the result makes it so. */
export function around(root: ShadowRoot, { chat, ui }: View): () => void {
  const before = root.querySelector('.log')
  const focused = root.activeElement !== null
  const own = chat.unsent.length
  const atEnd = !before || own > lastOwn || before.scrollHeight - before.scrollTop - before.clientHeight < NEAR_END_PX
  lastOwn = own
  return () => {
    const layer = root.querySelector<HTMLElement>('.w')
    // A rem is the host page's; --u is the size that the visitor has chosen in the browser.
    layer?.style.setProperty('--u', getComputedStyle(root.host).fontSize)
    const brand = ui.settings.color ?? chat.site?.color
    if (brand) layer?.style.setProperty('--brand', brand)
    const log = root.querySelector('.log')
    // On very low screens the panel scrolls, not the log.
    if (log && atEnd) for (const box of [log, log.parentElement]) if (box) box.scrollTop = box.scrollHeight
    const area = root.querySelector('textarea')
    if (area && !CSS.supports('field-sizing', 'content')) {
      area.style.height = '0'
      area.style.height = `${area.scrollHeight}px`
    }
    const find = (selector: string) => selector && root.querySelector<HTMLElement>(selector)
    const found = ui.focus.split('|').map(find).find(Boolean)
    if (found) found.focus()
    // What had it is gone: it stays in the panel, so that Escape and Tab go on from there.
    else if (focused && !root.activeElement) root.querySelector<HTMLElement>('.head .i')?.focus()
    ui.focus = ''
  }
}
