// A button that opens a short list of actions, by the ARIA menu pattern: arrows, Home, End, Escape, first letters.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon, type IconName } from './Icon'
import { Keys } from './Keys'

export interface MenuItem {
  words: string
  run: () => void
  icon?: IconName
  keys?: string | undefined
  danger?: boolean
  /** One of several that exclude each other, or a switch. */
  checked?: boolean
}

export interface MenuProps {
  label: string
  items: (MenuItem | 'line')[]
  /** The inside of the button; an icon button with three dots when absent. */
  children?: ComponentChildren
  buttonClass?: string
  /** Words above the items. */
  head?: ComponentChildren
  up?: boolean
}

const FOCUSABLE = '[role^="menuitem"]'

export function Menu({ label, items, children, buttonClass = 'icon-btn', head, up }: MenuProps): JSX.Element {
  const [open, setOpen] = useState(false)
  const id = useId()
  const root = useRef<HTMLSpanElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const list = (): HTMLElement[] => [...(root.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])]

  useEffect(() => {
    if (!open) return undefined
    list()[0]?.focus()
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [open])

  const close = (): void => {
    setOpen(false)
    button.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return
    const all = list()
    const at = all.findIndex((item) => item === document.activeElement)
    const move = (to: number): void => all[(to + all.length) % all.length]?.focus()
    if (event.key === 'ArrowDown') move(at + 1)
    else if (event.key === 'ArrowUp') move(at - 1)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(-1)
    else if (event.key === 'Escape') close()
    else if (event.key === 'Tab') return setOpen(false)
    else if (event.key.length === 1) {
      const letter = event.key.toLocaleLowerCase()
      all.find((item) => item.textContent?.trim().toLocaleLowerCase().startsWith(letter))?.focus()
    } else return
    if (event.key !== 'Enter' && event.key !== ' ') event.preventDefault()
    event.stopPropagation()
  }

  return (
    <span class="menu-root" ref={root}>
      <button
        ref={button}
        type="button"
        class={buttonClass}
        aria-haspopup="menu"
        aria-expanded={open ? 'true' : 'false'}
        aria-controls={open ? id : undefined}
        aria-label={children ? undefined : label}
        title={children ? undefined : label}
        onClick={() => setOpen(!open)}
      >
        {children ?? <Icon name="more" />}
      </button>
      {open && (
        <div class={up ? 'menu up' : 'menu'}>
          {head}
          <div role="menu" id={id} aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
            {items.map((item, index) =>
              item === 'line' ? (
                <hr class="hr" key={`line-${index}`} />
              ) : (
                <button
                  key={item.words}
                  type="button"
                  role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
                  aria-checked={item.checked === undefined ? undefined : item.checked ? 'true' : 'false'}
                  class={item.danger ? 'danger' : ''}
                  tabIndex={-1}
                  onClick={() => {
                    close()
                    item.run()
                  }}
                >
                  {item.icon && <Icon name={item.icon} />}
                  <span class="grow">{item.words}</span>
                  {item.checked && <Icon name="check" size="sm" />}
                  {item.keys && <Keys of={item.keys} />}
                </button>
              ),
            )}
          </div>
        </div>
      )}
    </span>
  )
}
