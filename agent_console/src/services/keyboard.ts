// Keys everywhere. A key without Ctrl works only outside of fields and can be switched off (WCAG 2.1.4); nothing is bound to
// Ctrl+Alt, which is AltGr on Croatian, Latvian and Turkish keyboards.
import { actions } from '../actions'
import { overlay } from '../state/overlays'
import { settings } from '../state/session'

/** The name of what was pressed, as actions write it; empty where it is none of ours. */
export function pressed(event: KeyboardEvent): string {
  if (event.isComposing || event.altKey || event.getModifierState('AltGraph')) return ''
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (event.ctrlKey || event.metaKey) return `mod+${key}`
  // A letter with Shift is another key; a sign such as ? or / may need Shift on this keyboard.
  if (event.shiftKey && /\p{L}/u.test(key)) return ''
  return key
}

/** Whether somebody is writing or choosing there: then letters are letters. */
export function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.matches('input, textarea, select, [role="combobox"], [role^="menu"]')
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented) return
  const name = pressed(event)
  if (!name) return
  if (name === 'Escape' && isField(event.target) && event.target instanceof HTMLElement) {
    event.target.blur()
    return
  }
  const single = !name.startsWith('mod+')
  if (single && (overlay.peek() || isField(event.target) || settings.peek().single_keys === false)) return
  const action = actions.peek().find((one) => one.keys === name && !one.off)
  if (!action) return
  event.preventDefault()
  action.run()
}

/** Listens; the result ends it. */
export function startKeyboard(): () => void {
  addEventListener('keydown', onKeyDown)
  return () => removeEventListener('keydown', onKeyDown)
}
