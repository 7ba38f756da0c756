import { type JSX, type TargetedInputEvent, h } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../i18n'
import { IconButton } from './Button'
import { FieldFrame } from './Field'

export interface PasswordFieldProps {
  label: string
  value: string
  onInput: (value: string) => void
  kind: 'current-password' | 'new-password'
  help?: string
  error?: string | undefined
}

/** A password that can be looked at: nobody types twelve characters well without seeing them. */
export function PasswordField({ label, value, onInput, kind, help, error }: PasswordFieldProps): JSX.Element {
  const [seen, setSeen] = useState(false)
  return (
    <FieldFrame label={label} help={help} error={error}>
      {(wiring) => (
        <span class="password">
          {h('input', {
            ...wiring,
            class: error ? 'input bad' : 'input',
            type: seen ? 'text' : 'password',
            autocomplete: kind,
            autocapitalize: 'off',
            spellcheck: false,
            maxLength: 128,
            value,
            onInput: (event: TargetedInputEvent<HTMLInputElement>) => onInput(event.currentTarget.value),
          })}
          <IconButton
            icon="eye"
            on={seen}
            label={t(seen ? 'admin.hide_password' : 'admin.show_password')}
            onClick={() => setSeen(!seen)}
          />
        </span>
      )}
    </FieldFrame>
  )
}
