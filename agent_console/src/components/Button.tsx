import type { ComponentChildren, HTMLAttributes, JSX } from 'preact'
import { Icon, type IconName } from './Icon'
import { Keys } from './Keys'

export interface ButtonProps extends Omit<HTMLAttributes<HTMLButtonElement>, 'role'> {
  children: ComponentChildren
  kind?: 'plain' | 'primary' | 'danger' | 'solid-danger' | 'quiet'
  size?: 'small' | 'big'
  icon?: IconName
  /** Shown small and grey beside the words; the key itself is bound elsewhere. */
  keys?: string
  /** Work is under way: the button stays in place, says so and cannot be pressed again. */
  busy?: boolean
  type?: 'button' | 'submit'
  disabled?: boolean
}

export function Button(props: ButtonProps): JSX.Element {
  const { children, kind, size, icon, keys, busy, type = 'button', disabled, onClick, class: more, ...rest } = props
  const off = disabled || busy
  return (
    <button
      {...rest}
      type={type}
      class={['btn', kind, size, more].filter(Boolean).join(' ')}
      // Not `disabled`: a button that loses the focus while it works throws keyboard users back to the top.
      aria-disabled={off ? 'true' : undefined}
      aria-busy={busy ? 'true' : undefined}
      onClick={(event) => {
        if (off) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {icon && <Icon name={icon} />}
      {children}
      {keys && <Keys of={keys} />}
    </button>
  )
}

export interface IconButtonProps extends Omit<HTMLAttributes<HTMLButtonElement>, 'role'> {
  icon: IconName
  /** Its accessible name, shown as a tip too. */
  label: string
  on?: boolean
}

export function IconButton({ icon, label, on, class: more, ...rest }: IconButtonProps): JSX.Element {
  return (
    <button
      {...rest}
      type="button"
      class={['icon-btn', on && 'on', more].filter(Boolean).join(' ')}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  )
}
