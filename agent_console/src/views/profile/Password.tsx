import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../../components/Button'
import { PasswordField } from '../../components/PasswordField'
import { t } from '../../i18n'
import { post } from '../../services/api'
import { me, setSessionCsrf } from '../../state/session'
import { toast } from '../../state/toasts'
import { useSending } from '../../state/work'

/** A new password; every other browser is signed out by it. */
export function Password(): JSX.Element {
  const [current, setCurrent] = useState('')
  const [fresh, setFresh] = useState('')
  const form = useSending()
  const save = (): void =>
    form.run(async () => {
      const { csrf } = await post<{ csrf: string }>('/api/me/password', { current, new: fresh })
      setSessionCsrf(csrf)
      setCurrent('')
      setFresh('')
      toast(t('profile.password_changed'))
    })
  return (
    <section class="cardbox pad stack" aria-labelledby="password">
      <h2 id="password">{t('profile.password')}</h2>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <input class="sr" type="email" autocomplete="username" value={me.value?.email} readOnly tabIndex={-1} aria-hidden />
        <PasswordField
          label={t('profile.password_current')}
          kind="current-password"
          value={current}
          onInput={setCurrent}
          error={form.errorAt('current') ?? form.errorBeside('current', 'new')}
        />
        <PasswordField
          label={t('profile.password_new')}
          help={t('setup.password_help')}
          kind="new-password"
          value={fresh}
          onInput={setFresh}
          error={form.errorAt('new')}
        />
        <div class="row end">
          <Button type="submit" busy={form.busy} disabled={!current || !fresh}>
            {t('profile.password_change')}
          </Button>
        </div>
      </form>
    </section>
  )
}
