// A one-time link: the first admin, somebody invited, somebody who needs a new password.
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Failed } from '../components/Empty'
import { Field } from '../components/Field'
import { PasswordField } from '../components/PasswordField'
import { Skeleton } from '../components/Skeleton'
import { t } from '../i18n'
import { go, href } from '../router'
import { get, post } from '../services/api'
import { type Me, enter } from '../state/session'
import { useLoaded, useSending } from '../state/work'
import type { ViewProps } from './registry'
import { Door } from './sign-in/Door'

interface Link {
  purpose: 'first_admin' | 'invitation' | 'reset'
  name: string
  email: string
}

const TITLE = { first_admin: 'setup.first', invitation: 'setup.invited', reset: 'setup.reset' } as const
const LEAD = { first_admin: 'setup.first_lead', invitation: 'setup.invited_lead', reset: 'setup.reset_lead' } as const

function SetupForm({ token, link }: { token: string; link: Link }): JSX.Element {
  const first = link.purpose === 'first_admin'
  const [company, setCompany] = useState('')
  const [name, setName] = useState(link.name)
  const [email, setEmail] = useState(link.email)
  const [password, setPassword] = useState('')
  const form = useSending()

  const send = (): void =>
    form.run(async () => {
      const values = first ? { company, name, email, password } : { name, password }
      await enter(await post<{ me: Me; csrf: string }>(`/api/setup/${encodeURIComponent(token)}`, values))
      if (first) go('/first-steps', { replace: true })
    })

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {first && (
        <Field
          label={t('setup.company')}
          autocomplete="organization"
          maxLength={80}
          value={company}
          onInput={setCompany}
          error={form.errorAt('company')}
        />
      )}
      {link.purpose !== 'reset' && (
        <Field
          label={t('setup.name')}
          help={t('setup.name_help')}
          autocomplete="name"
          maxLength={80}
          value={name}
          onInput={setName}
          error={form.errorAt('name')}
        />
      )}
      {first ? (
        <Field
          label={t('signin.email')}
          type="email"
          autocomplete="username"
          value={email}
          onInput={setEmail}
          error={form.errorAt('email')}
        />
      ) : (
        // Seen by password managers, so that they keep the password under the right name.
        <p class="soft">
          {t('setup.signs_in_with', { email: link.email })}
          <input
            class="sr"
            type="email"
            autocomplete="username"
            value={link.email}
            readOnly
            tabIndex={-1}
            aria-hidden
          />
        </p>
      )}
      <PasswordField
        label={t('setup.password')}
        help={t('setup.password_help')}
        kind="new-password"
        value={password}
        onInput={setPassword}
        error={form.errorAt('password')}
      />
      {form.errorBeside('company', 'name', 'email', 'password') && (
        <p class="err" role="alert">
          {form.error?.message}
        </p>
      )}
      <Button type="submit" kind="primary" size="big" busy={form.busy} keys="enter">
        {t(first ? 'setup.begin' : 'setup.button')}
      </Button>
    </form>
  )
}

export default function Setup({ params }: ViewProps): JSX.Element {
  const token = params.token ?? ''
  const link = useLoaded(() => get<Link>(`/api/setup/${encodeURIComponent(token)}`))
  const { value, error } = link
  return (
    <Door>
      {value ? (
        <>
          <div>
            <h1>{t(TITLE[value.purpose], { name: value.name })}</h1>
            <p class="soft">{t(LEAD[value.purpose])}</p>
          </div>
          <SetupForm token={token} link={value} />
        </>
      ) : error?.status === 404 ? (
        <div class="stack">
          <h1>{t('setup.expired')}</h1>
          <p class="soft">{t('setup.expired_help')}</p>
          <a class="btn" href={href('/sign-in')}>
            {t('setup.to_sign_in')}
          </a>
        </div>
      ) : error ? (
        <Failed message={error.message} onRetry={() => void link.reload()} />
      ) : (
        <Skeleton />
      )}
    </Door>
  )
}
