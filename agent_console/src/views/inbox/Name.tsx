import type { Summary } from '@wire'
import { NAME_CHARS } from '@limits'
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { IconButton } from '../../components/Button'
import { t } from '../../i18n'
import { nameVisitor, visitorName } from '../../state/commands'

/** The visitor's name, changed in place: Enter keeps it, Escape does not. */
export function Name({ summary }: { summary: Summary }): JSX.Element {
  const [editing, setEditing] = useState(false)
  const [name, setName] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (editing) field.current?.select()
  }, [editing])

  const save = async (): Promise<void> => {
    const wanted = name.trim()
    if (!wanted || wanted === summary.name || (await nameVisitor(summary.id, wanted))) setEditing(false)
  }
  if (!editing) {
    return (
      <h1>
        <button
          type="button"
          title={t('talk.rename')}
          onClick={() => {
            setName(summary.name ?? '')
            setEditing(true)
          }}
        >
          <bdi>{visitorName(summary)}</bdi>
        </button>
      </h1>
    )
  }
  return (
    <form
      class="name-edit"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <input
        ref={field}
        class="input"
        dir="auto"
        aria-label={t('talk.name')}
        maxLength={NAME_CHARS}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          setEditing(false)
        }}
      />
      <IconButton icon="check" label={t('shell.save')} onClick={() => void save()} />
      <IconButton icon="x" label={t('shell.cancel')} onClick={() => setEditing(false)} />
    </form>
  )
}
