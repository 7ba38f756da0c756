import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../i18n'
import { IconButton } from './Button'

export interface DialogProps {
  title: string
  lead?: ComponentChildren
  onClose: () => void
  children: ComponentChildren
  /** Buttons at the foot, the one that does it last. */
  foot?: ComponentChildren
  /** Makes the dialog a form: Enter and the submit button of the foot call it. */
  onSubmit?: () => void
  class?: string
}

const FIRST_FIELD = '.body :is(input:checked, input:not([type=radio], [type=checkbox]), select, textarea)'

/** A modal dialog on the browser's own <dialog>: it keeps the focus inside, Escape closes, the focus goes back. */
export function Dialog({ title, lead, onClose, children, foot, onSubmit, class: more = '' }: DialogProps): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()

  useEffect(() => {
    const before = document.activeElement
    ref.current?.showModal()
    // To what the dialog asks for, not to its closing button.
    ref.current?.querySelector<HTMLElement>(FIRST_FIELD)?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])

  const inside = (
    <>
      <div class="dlg-head">
        <div class="grow">
          <h2 id={id}>{title}</h2>
          {lead && <p class="muted">{lead}</p>}
        </div>
        <IconButton icon="x" label={t('shell.close')} onClick={onClose} />
      </div>
      <div class="body">{children}</div>
      {foot && <div class="dlg-foot">{foot}</div>}
    </>
  )
  return (
    <dialog
      ref={ref}
      class={`dialog ${more}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {onSubmit ? (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            onSubmit()
          }}
        >
          {inside}
        </form>
      ) : (
        inside
      )}
    </dialog>
  )
}
