// Several of a few: checkboxes in one group with its name, help and error.
import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from './Icon'

export interface ChecksProps {
  label: string
  help?: ComponentChildren
  error?: string | undefined
  options: { value: string; words: string }[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

export function Checks({ label, help, error, options, chosen, onChange }: ChecksProps): JSX.Element {
  const id = useId()
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <fieldset class="field checks" aria-describedby={describedBy}>
      <legend class="lab">{label}</legend>
      <div class="check-list">
        {options.map(({ value, words }, index) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              aria-invalid={error && index === 0 ? 'true' : undefined}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
              }
            />
            {words}
          </label>
        ))}
      </div>
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
    </fieldset>
  )
}

/** One of two or three that are seen at once. */
export function Segments<T extends string>({
  label,
  options,
  value,
  onChange,
}: {
  label: string
  options: { value: T; words: string }[]
  value: T
  onChange: (value: T) => void
}): JSX.Element {
  const id = useId()
  return (
    <div class="field">
      <span class="lab" id={id}>
        {label}
      </span>
      <div class="seg fit" role="group" aria-labelledby={id}>
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            aria-pressed={option.value === value ? 'true' : 'false'}
            onClick={() => onChange(option.value)}
          >
            {option.words}
          </button>
        ))}
      </div>
    </div>
  )
}
