import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../components/Button'
import { Field, Switch } from '../components/Field'
import { t } from '../i18n'
import { removeMyPhoto, setMyPhoto } from '../services/admin'
import { patch } from '../services/api'
import { hear } from '../services/sound'
import { type Me, type Settings, changeSettings, me, setMe, settings } from '../state/session'
import { toast, toastError } from '../state/toasts'
import { useSending } from '../state/work'
import { PhotoDialog } from './people/PhotoDialog'
import { Password } from './profile/Password'
import { Sessions } from './profile/Sessions'
import '../styles/admin.css'

function Face({ person }: { person: Me }): JSX.Element {
  const [open, setOpen] = useState(false)
  return (
    <div class="face">
      <img class="photo" src={person.photo} alt={t('profile.photo')} width={104} height={104} />
      <div class="stack">
        <Button icon="image" onClick={() => setOpen(true)}>
          {t(person.has_photo ? 'profile.change_photo' : 'profile.add_photo')}
        </Button>
        {!person.has_photo && <p class="help">{t('people.faceless_help')}</p>}
      </div>
      {open && (
        <PhotoDialog
          name={person.name}
          hasPhoto={person.has_photo}
          onUse={async (file, crop) => setMe(await setMyPhoto(file, crop))}
          onRemove={async () => setMe(await removeMyPhoto())}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}

function AsVisitorsSee({ person }: { person: Me }): JSX.Element {
  const [name, setName] = useState(person.name)
  const [line, setLine] = useState(person.line)
  const form = useSending()
  const save = (): void =>
    form.run(async () => {
      setMe(await patch<{ me: Me }>('/api/me', { name, line }))
      toast(t('profile.saved'))
    })
  return (
    <section class="cardbox pad stack" aria-labelledby="as-seen">
      <h2 id="as-seen">{t('profile.as_seen')}</h2>
      <Face person={person} />
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Field
          label={t('people.name')}
          help={t('people.name_help')}
          autocomplete="name"
          maxLength={80}
          value={name}
          onInput={setName}
          error={form.errorAt('name')}
        />
        <Field
          label={t('people.line')}
          help={t('people.line_help')}
          maxLength={80}
          value={line}
          onInput={setLine}
          error={form.errorAt('line') ?? form.errorBeside('name', 'line')}
        />
        <div class="row end">
          <Button
            type="submit"
            kind="primary"
            busy={form.busy}
            disabled={name === person.name && line === person.line}
          >
            {t('shell.save')}
          </Button>
        </div>
      </form>
    </section>
  )
}

function Choices(): JSX.Element {
  const set = (changes: Settings): void => void changeSettings(changes).catch(toastError)
  const { sound, notifications, single_keys, enter_sends } = settings.value
  return (
    <section class="cardbox pad stack" aria-labelledby="choices">
      <h2 id="choices">{t('profile.choices')}</h2>
      <Switch
        label={t('profile.sound')}
        help={t('profile.sound_help')}
        checked={sound !== false}
        onChange={(on) => set({ sound: on })}
      />
      <div>
        <Button icon="sound" size="small" onClick={() => hear('ring')}>
          {t('sound.hear')}
        </Button>
      </div>
      <Switch
        label={t('profile.notifications')}
        help={t('profile.notifications_help')}
        checked={notifications !== false}
        onChange={(on) => set({ notifications: on })}
      />
      <Switch
        label={t('me.single_keys')}
        help={t('me.single_keys_help')}
        checked={single_keys !== false}
        onChange={(on) => set({ single_keys: on })}
      />
      <Switch
        label={t('me.enter_sends')}
        help={t('me.enter_sends_help')}
        checked={enter_sends !== false}
        onChange={(on) => set({ enter_sends: on })}
      />
    </section>
  )
}

export default function Profile(): JSX.Element | null {
  const person = me.value
  if (!person) return null
  return (
    <div class="page narrow">
      <header class="page-head">
        <div class="grow">
          <h1>{t('profile.title')}</h1>
          <p>{t('profile.lead', { email: person.email, role: t(`people.${person.role}`) })}</p>
        </div>
      </header>
      <AsVisitorsSee person={person} />
      <Choices />
      <Password />
      <Sessions />
    </div>
  )
}
