import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Dialog } from '../components/Dialog'
import { Empty, Failed } from '../components/Empty'
import { Field } from '../components/Field'
import { Menu } from '../components/Menu'
import { Skeleton } from '../components/Skeleton'
import { number } from '../format'
import { t } from '../i18n'
import {
  type Department,
  createDepartment,
  departments,
  renameDepartment,
  setDepartmentEnabled,
} from '../services/admin'
import { toast, toastError } from '../state/toasts'
import { useLoaded, useSending } from '../state/work'
import '../styles/admin.css'

interface FormProps {
  /** The one to rename; absent for a new one. */
  department?: Department
  onDone: () => void
  onClose: () => void
}

function DepartmentDialog({ department, onDone, onClose }: FormProps): JSX.Element {
  const [name, setName] = useState(department?.name ?? '')
  const form = useSending()
  const save = (): void =>
    form.run(async () => {
      await (department ? renameDepartment(department.id, name) : createDepartment(name))
      onDone()
      onClose()
    })
  return (
    <Dialog
      title={department ? t('departments.rename', { name: department.name }) : t('departments.new')}
      lead={t('departments.name_help')}
      onClose={onClose}
      onSubmit={save}
      foot={
        <>
          <Button onClick={onClose}>{t('shell.cancel')}</Button>
          <Button type="submit" kind="primary" busy={form.busy} keys="enter">
            {t('shell.save')}
          </Button>
        </>
      }
    >
      <Field
        label={t('departments.name')}
        maxLength={80}
        value={name}
        onInput={setName}
        error={form.errorAt('name') ?? form.errorBeside('name')}
      />
    </Dialog>
  )
}

export default function Departments(): JSX.Element {
  const all = useLoaded(departments, 15)
  const [dialog, setDialog] = useState<Department | 'new' | null>(null)
  const reload = (): void => void all.reload()

  const setEnabled = (one: Department, enabled: boolean): void => {
    void setDepartmentEnabled(one.id, enabled)
      .then(() => {
        reload()
        toast(t(enabled ? 'admin.enabled' : 'admin.disabled', { name: one.name }), {
          action: { words: t('shell.undo'), run: () => setEnabled(one, !enabled) },
        })
      })
      .catch(toastError)
  }

  const list = all.value
  return (
    <div class="page narrow">
      <header class="page-head">
        <div class="grow">
          <h1>{t('departments.title')}</h1>
          <p>{t('departments.lead')}</p>
        </div>
        <Button kind="primary" icon="plus" onClick={() => setDialog('new')}>
          {t('departments.new')}
        </Button>
      </header>
      {all.error ? (
        <Failed message={all.error.message} onRetry={reload} />
      ) : !list ? (
        <Skeleton kind="table" />
      ) : list.length === 0 ? (
        <Empty
          title={t('departments.empty')}
          icon="people"
          action={
            <Button kind="primary" icon="plus" onClick={() => setDialog('new')}>
              {t('departments.new')}
            </Button>
          }
        >
          {t('departments.empty_help')}
        </Empty>
      ) : (
        <section class="cardbox">
          <table class="data cards">
            <thead>
              <tr>
                <th scope="col">{t('departments.name')}</th>
                <th scope="col" class="num">
                  {t('departments.agents')}
                </th>
                <th scope="col" class="num">
                  {t('departments.waiting')}
                </th>
                <th scope="col">
                  <span class="sr">{t('admin.more')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.map((one) => (
                <tr key={one.id} class={one.disabled_at ? 'off' : ''}>
                  <td>
                    <span class="who">
                      {one.name}
                      {one.disabled_at && <span class="tag">{t('admin.is_disabled')}</span>}
                    </span>
                  </td>
                  <td class="num" data-label={t('departments.agents')}>
                    {number(one.agents)}
                    {one.agents === 0 && !one.disabled_at && <small>{t('departments.nobody')}</small>}
                  </td>
                  <td class="num" data-label={t('departments.waiting')}>
                    {number(one.waiting)}
                  </td>
                  <td class="num end">
                    <Menu
                      label={t('admin.more_of', { name: one.name })}
                      items={[
                        { words: t('admin.change'), icon: 'pen', run: () => setDialog(one) },
                        one.disabled_at
                          ? { words: t('admin.enable'), icon: 'check', run: () => setEnabled(one, true) }
                          : { words: t('admin.disable'), icon: 'x', danger: true, run: () => setEnabled(one, false) },
                      ]}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {dialog && (
        <DepartmentDialog
          {...(dialog === 'new' ? {} : { department: dialog })}
          onDone={reload}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  )
}
