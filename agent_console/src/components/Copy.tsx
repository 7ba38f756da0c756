// Something to be copied: shown in full, so that it can be selected too where the clipboard is out of reach.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../i18n'
import { Button } from './Button'

const SAID_MS = 2500

export function Copy({
  text,
  label,
  children,
  more,
}: {
  text: string
  label: string
  /** The text with colours; else plain. */
  children?: ComponentChildren
  /** Beside the button. */
  more?: ComponentChildren
}): JSX.Element {
  const [copied, setCopied] = useState(false)
  const shown = useRef<HTMLElement>(null)

  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), SAID_MS)
    return () => clearTimeout(timer)
  }, [copied])

  const select = (): void => {
    if (shown.current) getSelection()?.selectAllChildren(shown.current)
  }
  const copy = (): void => {
    select()
    // Without https there is no clipboard: the text is selected then, and Ctrl C does the rest.
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => {},
    )
  }
  return (
    <div class="copy">
      <code class="snippet" ref={shown} aria-label={label}>
        {children ?? text}
      </code>
      <div class="row">
        <Button kind="primary" icon={copied ? 'check' : 'copy'} onClick={copy}>
          {t(copied ? 'admin.copied' : 'admin.copy')}
        </Button>
        {more}
        <span class="sr" role="status">
          {copied && t('admin.copied')}
        </span>
      </div>
    </div>
  )
}
