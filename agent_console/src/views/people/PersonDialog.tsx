import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/Button'
import { Checks } from '../../components/Checks'
import { Copy } from '../../components/Copy'
import { Dialog } from '../../components/Dialog'
import { Field, SelectField } from '../../components/Field'
import { t } from '../../i18n'
import { type Agent, type AgentValues, type Department, changeAgent, invite } from '../../services/admin'
import { type Role, atLeast, me } from '../../state/session'
import { useSending } from '../../state/work'

const ROLES: Role[] = ['agent', 'supervisor', 'admin']
const isRole = (text: string): text is Role => ROLES.some((role) => role === text)

export interface PersonDialogProps {
  /** The one to change; absent for somebody new. */
  agent?: Agent
  among: Department[]
  onDone: () => void
  onInvited: (agent: Agent, link: string) => void
  onClose: () => void
}

export function PersonDialog({ agent, among, onDone, onInvited, onClose }: PersonDialogProps): JSX.Element {
  const admin = atLeast('admin')
  const mine = me.value?.departments ?? []
  const offered = admin ? among : among.filter((one) => mine.includes(one.id))
  const [values, setValues] = useState<AgentValues>({
    name: agent?.name ?? '',
    email: agent?.email ?? '',
    role: agent?.role ?? 'agent',
    line: agent?.line ?? '',
    departments: agent?.departments ?? (offered.length === 1 && offered[0] ? [offered[0].id] : []),
  })
  const form = useSending()
  const set = (changes: Partial<AgentValues>): void => setValues({ ...values, ...changes })
  const save = (): void =>
    form.run(async () => {
      if (agent) {
        await changeAgent(agent.id, values)
      } else {
        const made = await invite(values)
        onInvited(made.agent, made.link)
      }
      onDone()
      onClose()
    })
  const myself = agent?.id === me.value?.id

  return (
    <Dialog
      title={agent ? t('people.edit', { name: agent.name }) : t('people.invite')}
      lead={agent ? undefined : t('people.invite_lead')}
      onClose={onClose}
      onSubmit={save}
      foot={
        <>
          <Button onClick={onClose}>{t('shell.cancel')}</Button>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t(agent ? 'shell.save' : 'people.make_link')}
          </Button>
        </>
      }
    >
      <Field
        label={t('people.name')}
        help={t('people.name_help')}
        maxLength={80}
        value={values.name}
        onInput={(name) => set({ name })}
        error={form.errorAt('name')}
      />
      <Field
        label={t('people.line')}
        help={t('people.line_help')}
        maxLength={80}
        value={values.line}
        onInput={(line) => set({ line })}
        error={form.errorAt('line')}
      />
      <Field
        label={t('people.email')}
        help={t('people.email_help')}
        type="email"
        autocomplete="off"
        value={values.email}
        onInput={(email) => set({ email })}
        error={form.errorAt('email')}
      />
      <Checks
        label={t('people.departments')}
        options={offered.map((one) => ({ value: one.id, words: one.name }))}
        chosen={values.departments}
        onChange={(departments) => set({ departments })}
        help={values.role === 'admin' ? t('people.admin_departments') : undefined}
        error={form.errorAt('departments')}
      />
      {admin && (
        <SelectField
          label={t('people.role')}
          help={t(`people.${values.role}_may`)}
          value={values.role}
          disabled={myself}
          onChange={(role) => isRole(role) && set({ role })}
          options={ROLES.map((role) => ({ value: role, words: t(`people.${role}`) }))}
          error={form.errorAt('role')}
        />
      )}
      {form.errorBeside('name', 'line', 'email', 'departments', 'role') && (
        <p class="err" role="alert">
          {form.error?.message}
        </p>
      )}
    </Dialog>
  )
}

/** The one-time link, shown once. */
export function LinkDialog({
  name,
  link,
  reset,
  onClose,
}: {
  name: string
  link: string
  reset: boolean
  onClose: () => void
}): JSX.Element {
  return (
    <Dialog
      title={t(reset ? 'people.link_reset' : 'people.link_invitation', { name })}
      lead={t(reset ? 'people.link_reset_lead' : 'people.link_invitation_lead', { name })}
      onClose={onClose}
      foot={<Button onClick={onClose}>{t('shell.close')}</Button>}
    >
      <Copy text={link} label={t('people.link')} />
    </Dialog>
  )
}
