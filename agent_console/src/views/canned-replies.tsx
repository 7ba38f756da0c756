import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Empty, Failed } from '../components/Empty'
import { AreaField, Field, SelectField } from '../components/Field'
import { Menu } from '../components/Menu'
import { Skeleton } from '../components/Skeleton'
import { number } from '../format'
import { t } from '../i18n'
import {
  type Department,
  type Reply,
  changeReply,
  createReply,
  departments,
  replies,
  setReplyEnabled,
} from '../services/admin'
import { fill, loadCannedReplies } from '../state/canned'
import { firstName } from '../state/people'
import { atLeast, me } from '../state/session'
import { toast, toastError } from '../state/toasts'
import { useLoaded, useSending } from '../state/work'
import '../styles/admin.css'

/** What the text becomes, for somebody whose name we know and for somebody whose name we do not. */
function Preview({ text }: { text: string }): JSX.Element | null {
  if (!text.trim()) return null
  const values = { 'visitor.name': t('canned.example_visitor'), 'agent.name': firstName(me.value?.name ?? '') }
  return (
    <div class="field">
      <span class="lab">{t('canned.preview')}</span>
      <p class="preview-bubble" dir="auto">
        {fill(text, values).map((piece, index) =>
          piece.kind === 'words' ? piece.text : <mark key={index}>{piece.text}</mark>,
        )}
      </p>
    </div>
  )
}

interface FormProps {
  reply?: Reply
  among: Department[]
  onDone: () => void
  onClose: () => void
}

function ReplyDialog({ reply, among, onDone, onClose }: FormProps): JSX.Element {
  const mine = among.filter((one) => atLeast('admin') || me.value?.departments.includes(one.id))
  const everybody = { value: '', words: t('canned.everybody') }
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '')
  const [text, setText] = useState(reply?.text ?? '')
  const [department, setDepartment] = useState(reply?.department ?? (atLeast('admin') ? '' : (mine[0]?.id ?? '')))
  const form = useSending()
  const save = (): void =>
    form.run(async () => {
      const values = { shortcut, text, department: department || null }
      await (reply ? changeReply(reply.id, values) : createReply(values))
      onDone()
      onClose()
    })
  return (
    <Dialog
      title={t(reply ? 'canned.edit' : 'canned.new')}
      onClose={onClose}
      onSubmit={save}
      foot={
        <>
          <Button onClick={onClose}>{t('shell.cancel')}</Button>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('shell.save')}
          </Button>
        </>
      }
    >
      <Field
        label={t('canned.shortcut')}
        help={t('canned.shortcut_help', { shortcut: shortcut.replace(/^\//u, '') || 'thanks' })}
        maxLength={41}
        value={shortcut}
        onInput={setShortcut}
        error={form.errorAt('shortcut')}
      />
      <AreaField
        label={t('canned.text')}
        help={
          <>
            {t('canned.text_help')} <code>{'{{visitor.name}}'}</code> <code>{'{{visitor.name|there}}'}</code>{' '}
            <code>{'{{agent.name}}'}</code>
          </>
        }
        rows={5}
        maxLength={8000}
        value={text}
        onInput={setText}
        error={form.errorAt('text')}
      />
      <Preview text={text} />
      <SelectField
        label={t('canned.department')}
        value={department}
        onChange={setDepartment}
        options={[
          ...(atLeast('admin') ? [everybody] : []),
          ...mine.map((one) => ({ value: one.id, words: one.name })),
        ]}
        error={form.errorAt('department') ?? form.errorBeside('shortcut', 'text', 'department')}
      />
    </Dialog>
  )
}

export default function CannedReplies(): JSX.Element {
  const all = useLoaded(async () => {
    const [list, among] = await Promise.all([replies(), departments()])
    return { list, among }
  })
  const [dialog, setDialog] = useState<Reply | 'new' | null>(null)
  const [wanted, setWanted] = useState('')
  const reload = (): void => {
    void all.reload()
    void loadCannedReplies().catch(toastError)
  }
  const setEnabled = (one: Reply, enabled: boolean): void => {
    void setReplyEnabled(one.id, enabled)
      .then(() => {
        reload()
        toast(t(enabled ? 'admin.enabled' : 'admin.disabled', { name: `/${one.shortcut}` }), {
          action: { words: t('shell.undo'), run: () => setEnabled(one, !enabled) },
        })
      })
      .catch(toastError)
  }

  const keeps = atLeast('supervisor')
  const mayChange = (one: Reply): boolean =>
    atLeast('admin') || (keeps && !!one.department && !!me.value?.departments.includes(one.department))
  const shown = useMemo(() => {
    const words = wanted.trim().toLocaleLowerCase()
    return all.value?.list.filter((one) => `${one.shortcut} ${one.text}`.toLocaleLowerCase().includes(words)) ?? []
  }, [all.value, wanted])
  const nameOf = (id: string | null): string =>
    all.value?.among.find((one) => one.id === id)?.name ?? t('canned.everybody')
  const add = keeps && (
    <Button kind="primary" icon="plus" onClick={() => setDialog('new')}>
      {t('canned.new')}
    </Button>
  )

  return (
    <div class="page">
      <header class="page-head">
        <div class="grow">
          <h1>{t('canned.title')}</h1>
          <p>{t('canned.lead')}</p>
        </div>
        {all.value && all.value.list.length > 0 && (
          <input
            class="input find"
            type="search"
            aria-label={t('canned.find')}
            placeholder={t('canned.find')}
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        )}
        {add}
      </header>
      {all.error ? (
        <Failed message={all.error.message} onRetry={reload} />
      ) : !all.value ? (
        <Skeleton kind="table" />
      ) : all.value.list.length === 0 ? (
        <Empty title={t('canned.empty')} icon="slash" action={add}>
          {t('canned.empty_help')}
        </Empty>
      ) : shown.length === 0 ? (
        <Empty title={t('canned.none_found', { text: wanted })} icon="search" />
      ) : (
        <section class="cardbox">
          <table class="data cards">
            <thead>
              <tr>
                <th scope="col">{t('canned.shortcut')}</th>
                <th scope="col">{t('canned.text')}</th>
                <th scope="col">{t('canned.department')}</th>
                <th scope="col" class="num">
                  {t('canned.used')}
                </th>
                <th scope="col">
                  <span class="sr">{t('admin.more')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <tr key={one.id} class={one.disabled_at ? 'off' : ''}>
                  <td>
                    <span class="who">
                      <code>/{one.shortcut}</code>
                      {one.disabled_at && <span class="tag">{t('admin.is_disabled')}</span>}
                    </span>
                  </td>
                  <td class="words" dir="auto">
                    {one.text}
                  </td>
                  <td data-label={t('canned.department')}>{nameOf(one.department)}</td>
                  <td class="num" data-label={t('canned.used')}>
                    {number(one.used)}
                  </td>
                  <td class="num end">
                    {mayChange(one) && (
                      <Menu
                        label={t('admin.more_of', { name: `/${one.shortcut}` })}
                        items={[
                          { words: t('admin.change'), icon: 'pen', run: () => setDialog(one) },
                          one.disabled_at
                            ? { words: t('admin.enable'), icon: 'check', run: () => setEnabled(one, true) }
                            : { words: t('admin.disable'), icon: 'x', danger: true, run: () => setEnabled(one, false) },
                        ]}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {dialog && all.value && (
        <ReplyDialog
          {...(dialog === 'new' ? {} : { reply: dialog })}
          among={all.value.among.filter((one) => !one.disabled_at)}
          onDone={reload}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  )
}
