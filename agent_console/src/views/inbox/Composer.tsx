// Where words are typed: a reply for the visitor, or a note that turns the field yellow so that nobody confuses the two.
import { TEXT_CHARS } from '@limits'
import type { Summary } from '@wire'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button, IconButton } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { Keys } from '../../components/Keys'
import { t } from '../../i18n'
import { postMessage, postNote, visitorName } from '../../state/commands'
import { stale } from '../../state/connection'
import { departmentName, sites } from '../../state/conversations'
import { mayWrite } from '../../state/current'
import { type Kind, changeDraft, draft } from '../../state/drafts'
import { type ComposerMode, registerComposer } from '../../state/focus'
import { firstName } from '../../state/people'
import { me, settings } from '../../state/session'
import type { Followed } from '../../state/transcripts'
import { CannedPicker, activeOption } from './CannedPicker'
import { Instead } from './Instead'
import { useCanned } from './use_canned'

/** On a touch keyboard Enter breaks the line: there is a button to send. */
const touch = (): boolean => matchMedia('(pointer: coarse)').matches

function sends(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.isComposing) return false
  if (event.ctrlKey || event.metaKey) return true
  return !event.shiftKey && !event.altKey && settings.peek().enter_sends !== false && !touch()
}

function cannedValues(summary: Summary): Record<string, string> {
  return {
    'visitor.name': summary.name ? firstName(summary.name) : '',
    'visitor.full_name': summary.name ?? '',
    'agent.name': firstName(me.value?.name ?? ''),
    department: departmentName(summary.department),
    site: sites.value[summary.site] ?? '',
  }
}

function Tabs({ id, kind }: { id: string; kind: Kind }): JSX.Element {
  const choose = (wanted: Kind): void => changeDraft(id, { kind: wanted })
  return (
    <div class="tabs" role="group" aria-label={t('composer.kind')}>
      <button type="button" aria-pressed={kind === 'reply' ? 'true' : 'false'} onClick={() => choose('reply')}>
        {t('composer.reply')} <Keys of="r" />
      </button>
      <button type="button" aria-pressed={kind === 'note' ? 'true' : 'false'} onClick={() => choose('note')}>
        <Icon name="lock" size="sm" />
        {t('composer.note')} <Keys of="n" />
      </button>
    </div>
  )
}

function hint(summary: Summary, note: boolean, writes: boolean): string {
  if (note) return t('composer.staff_only')
  const name = firstName(visitorName(summary))
  if (stale.value) return t('composer.cannot_see', { name })
  return writes && summary.visitor_presence === 'here' ? t('composer.sees_typing', { name }) : ''
}

function placeholder(summary: Summary, note: boolean): string {
  if (note) return t('composer.placeholder_note')
  if (stale.value) return t('composer.placeholder_stale')
  return t('composer.placeholder', { name: firstName(visitorName(summary)) })
}

export function Composer({ summary, followed }: { summary: Summary; followed: Followed }): JSX.Element {
  const { id } = summary
  const field = useRef<HTMLTextAreaElement>(null)
  const { kind, reply, note, canned } = draft(id)
  const isNote = kind === 'note'
  const text = isNote ? note : reply
  const allowed = isNote || mayWrite(summary)
  const over = [...text].length - TEXT_CHARS

  const change = (words: string, from = canned): void =>
    changeDraft(id, isNote ? { note: words } : { reply: words, canned: words ? from : '' })
  const insert = (words: string, from: string): void => {
    change(words, from)
    field.current?.focus()
  }
  const { picker, onKey } = useCanned({
    text: reply,
    department: summary.department,
    values: cannedValues(summary),
    enabled: !isNote && allowed,
    insert,
  })
  const submit = (): void => {
    const words = text.trim()
    if (!words || over > 0 || !allowed) return
    if (isNote) postNote(id, words)
    else postMessage(id, words, canned)
    followed.typing.stop()
    changeDraft(id, isNote ? { note: '', kind: mayWrite(summary) ? 'reply' : 'note' } : { reply: '', canned: '' })
    field.current?.focus()
  }

  useEffect(() => {
    const focus = (mode: ComposerMode): void => {
      changeDraft(id, { kind: mode === 'note' ? 'note' : 'reply' })
      if (mode === 'canned' && draft(id).reply === '') changeDraft(id, { reply: '/' })
      // After the field has been drawn in its new kind.
      requestAnimationFrame(() => field.current?.focus())
    }
    return registerComposer(focus)
  }, [id])

  if (!allowed) return <Instead summary={summary} />
  return (
    <form
      class={isNote ? 'composer note' : 'composer'}
      aria-label={t(isNote ? 'composer.note' : 'composer.reply')}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {picker && <CannedPicker {...picker} />}
      <div class="tabs-row">
        <Tabs id={id} kind={kind} />
        <span class="hint no-phone">{hint(summary, isNote, text.trim() !== '' && !picker)}</span>
      </div>
      <textarea
        ref={field}
        dir="auto"
        rows={2}
        aria-label={t(isNote ? 'composer.note_text' : 'composer.message')}
        aria-controls={picker?.id}
        aria-activedescendant={picker ? activeOption(picker) : undefined}
        placeholder={placeholder(summary, isNote)}
        value={text}
        onInput={(event) => {
          const words = event.currentTarget.value
          change(words)
          if (!isNote && words.trim() && !words.startsWith('/')) followed.typing.keyPressed()
        }}
        onKeyDown={(event) => {
          if (onKey(event)) return
          if (!sends(event)) return
          event.preventDefault()
          submit()
        }}
        onBlur={() => followed.typing.stop()}
      />
      <div class="tools">
        {!isNote && (
          <IconButton
            icon="slash"
            label={t('composer.canned')}
            onClick={() => {
              if (!reply) change('/')
              field.current?.focus()
            }}
          />
        )}
        <span class="grow" />
        {over > 0 && (
          <span class="over" role="alert">
            {t('composer.too_long', { count: over })}
          </span>
        )}
        <Button
          type="submit"
          kind={isNote ? 'plain' : 'primary'}
          icon={isNote ? 'lock' : 'send'}
          keys={settings.value.enter_sends === false ? 'mod+enter' : 'enter'}
          disabled={!text.trim() || over > 0}
        >
          {t(isNote ? 'composer.save_note' : 'composer.send')}
        </Button>
      </div>
    </form>
  )
}
