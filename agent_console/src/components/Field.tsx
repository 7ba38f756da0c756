// Fields with their label above, help below and the error at the field, tied together for screen readers.
import { type ComponentChildren, type JSX, type TargetedInputEvent, h } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from './Icon'

interface Around {
  label: string
  help?: ComponentChildren
  error?: string | null | undefined
}

interface Wiring {
  id: string
  'aria-invalid': 'true' | undefined
  'aria-describedby': string | undefined
}

/** Label, help and error around any control; `children` gets what the control must carry. */
export function FieldFrame({
  label,
  help,
  error,
  children,
}: Around & { children: (wiring: Wiring) => ComponentChildren }): JSX.Element {
  const id = useId()
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-invalid': error ? 'true' : undefined, 'aria-describedby': describedBy || undefined })}
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {error && (
        <p class="err" id={`${id}-error`} role="alert">
          <Icon name="alert" size="sm" />
          {error}
        </p>
      )}
    </div>
  )
}

export interface FieldProps extends Around {
  value: string
  onInput: (value: string) => void
  type?: 'text' | 'email' | 'password' | 'url' | 'search' | 'date'
  name?: string
  big?: boolean
  maxLength?: number
  required?: boolean
  autocomplete?: string
  placeholder?: string
  disabled?: boolean
}

/** One line of text. */
export function Field({ label, help, error, value, onInput, type = 'text', big, ...rest }: FieldProps): JSX.Element {
  return (
    <FieldFrame label={label} help={help} error={error}>
      {(wiring) =>
        // Not JSX: there preact wants each type of input written apart.
        h('input', {
          ...rest,
          ...wiring,
          type,
          class: ['input', big && 'big', error && 'bad'].filter(Boolean).join(' '),
          value,
          onInput: (event: TargetedInputEvent<HTMLInputElement>) => onInput(event.currentTarget.value),
        })
      }
    </FieldFrame>
  )
}

export interface AreaProps extends Around {
  value: string
  onInput: (value: string) => void
  rows?: number
  maxLength?: number
  required?: boolean
  placeholder?: string
}

/** Several lines of text. */
export function AreaField({ label, help, error, value, onInput, rows = 4, ...rest }: AreaProps): JSX.Element {
  return (
    <FieldFrame label={label} help={help} error={error}>
      {(wiring) => (
        <textarea
          {...rest}
          {...wiring}
          rows={rows}
          dir="auto"
          class={error ? 'input bad' : 'input'}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  )
}

export interface SelectProps extends Around {
  value: string
  onChange: (value: string) => void
  options: { value: string; words: string }[]
  disabled?: boolean
}

/** One of a few. */
export function SelectField({
  label,
  help,
  error,
  value,
  onChange,
  options,
  disabled = false,
}: SelectProps): JSX.Element {
  return (
    <FieldFrame label={label} help={help} error={error}>
      {(wiring) => (
        <select
          {...wiring}
          class={error ? 'input bad' : 'input'}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.words}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}

export interface SwitchProps {
  label: string
  help?: string
  checked: boolean
  onChange: (checked: boolean) => void
}

/** On or off, at once. */
export function Switch({ label, help, checked, onChange }: SwitchProps): JSX.Element {
  const id = useId()
  return (
    <div class="setting">
      <span class="grow" id={id}>
        {label}
        {help && <small>{help}</small>}
      </span>
      <button
        type="button"
        role="switch"
        class="switch"
        aria-checked={checked ? 'true' : 'false'}
        aria-labelledby={id}
        onClick={() => onChange(!checked)}
      />
    </div>
  )
}
