import type { JSX } from 'preact'

const isApple = /Mac|iPhone|iPad/.test(navigator.platform)
const NAMES: Record<string, string> = isApple
  ? { mod: '⌘', shift: '⇧', enter: '↵', escape: 'Esc', up: '↑', down: '↓' }
  : { mod: 'Ctrl', shift: 'Shift', enter: '↵', escape: 'Esc', up: '↑', down: '↓' }

/** One key as it stands on the keyboard. */
export const keyName = (key: string): string => NAMES[key] ?? key.toUpperCase()

/** Keys such as `mod+enter` or `g b`, drawn small. Hidden from screen readers: the sheet and `aria-keyshortcuts` say them. */
export function Keys({ of }: { of: string }): JSX.Element {
  return (
    <span class="keys" aria-hidden="true">
      {of.split(/[+ ]/).map((key) => (
        <kbd key={key}>{keyName(key)}</kbd>
      ))}
    </span>
  )
}
