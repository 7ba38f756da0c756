import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Field } from '../components/Field'
import { PasswordField } from '../components/PasswordField'
import { t } from '../i18n'
import { go, place } from '../router'
import { post } from '../services/api'
import { type Me, enter, me } from '../state/session'
import { useSending } from '../state/work'
import { Door } from './sign-in/Door'

function greeting(): string {
  const hour = new Date().getHours()
  if (hour < 5 || hour >= 18) return t('signin.evening')
  return t(hour < 12 ? 'signin.morning' : 'signin.day')
}

/** Seconds left until another try makes sense. */
function usePause(seconds: number | null, since: unknown): number {
  const [left, setLeft] = useState(0)
  useEffect(() => {
    if (seconds === null) return setLeft(0)
    const until = Date.now() + seconds * 1000
    const tick = (): void => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)))
    tick()
    const timer = setInterval(tick, 500)
    return () => clearInterval(timer)
  }, [seconds, since])
  return left
}

export default function SignIn(): JSX.Element {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [forgotten, setForgotten] = useState(false)
  const form = useSending()
  const pause = usePause(form.error?.retry_after ?? null, form.error)

  const already = !!me.value
  useEffect(() => {
    if (!already) return
    const wanted = place.peek().query.get('next') ?? '/'
    go(wanted.startsWith('/') && !wanted.startsWith('//') ? wanted : '/', { replace: true })
  }, [already])

  const signIn = (): void =>
    form.run(async () => enter(await post<{ me: Me; csrf: string }>('/api/sign-in', { email, password })))
  const wrong = form.errorAt('password') ?? (form.error?.retry_after ? undefined : form.errorBeside('email'))

  return (
    <Door>
      <div>
        <h1>{greeting()}</h1>
        <p class="soft">{t('signin.lead')}</p>
      </div>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!pause) signIn()
        }}
      >
        <Field
          label={t('signin.email')}
          type="email"
          name="email"
          autocomplete="username"
          value={email}
          onInput={setEmail}
          error={form.errorAt('email')}
        />
        <PasswordField
          label={t('signin.password')}
          kind="current-password"
          value={password}
          onInput={setPassword}
          error={wrong}
        />
        {pause > 0 && (
          <p class="err" role="alert">
            {t('signin.pause', { count: pause })}
          </p>
        )}
        <Button type="submit" kind="primary" size="big" busy={form.busy} disabled={pause > 0} keys="enter">
          {t('signin.button')}
        </Button>
      </form>
      <button class="link" type="button" aria-expanded={forgotten} onClick={() => setForgotten(!forgotten)}>
        {t('signin.forgotten')}
      </button>
      {forgotten && <p class="soft">{t('signin.forgotten_help')}</p>}
    </Door>
  )
}
