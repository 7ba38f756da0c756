import type { JSX } from 'preact'
import { t } from '../i18n'
import { go } from '../router'
import { askForNotifications, notificationState } from '../services/notifications'
import { reachable, stale } from '../state/connection'
import { mine } from '../state/conversations'
import { outbox } from '../state/outbox'
import { firstName, myself } from '../state/people'
import { setPresence, wantedPresence } from '../state/presence'
import { changeSettings, company, me, settings, signOut } from '../state/session'
import { toast, toastError } from '../state/toasts'
import { views } from '../views/registry'
import { RingedPhoto } from './Avatar'
import { Icon } from './Icon'
import { Menu, type MenuItem } from './Menu'

const themes = ['system', 'light', 'dark'] as const
const themeWords = { system: 'me.theme_system', light: 'me.theme_light', dark: 'me.theme_dark' } as const
const themeIcons = { system: 'site', light: 'sun', dark: 'moon' } as const
const languages = { en: 'English', hr: 'Hrvatski' }

function items(): (MenuItem | 'line')[] {
  const wanted = wantedPresence.value
  const profile = views.some((view) => view.paths.includes('/profile'))
  const theme = settings.value.theme ?? 'system'
  const list: (MenuItem | 'line')[] = [
    { words: t('presence.online'), checked: wanted === 'online', run: () => void setPresence('online') },
    { words: t('presence.away'), checked: wanted === 'away', run: () => void setPresence('away') },
    'line',
  ]
  if (profile) list.push({ words: t('nav.profile'), icon: 'user', run: () => go('/profile') })
  if (notificationState.value === 'default') {
    list.push({ words: t('notify.ask'), icon: 'bell', run: () => void askForNotifications().catch(toastError) })
  }
  for (const one of themes) {
    list.push({
      words: t(themeWords[one]),
      icon: themeIcons[one],
      checked: theme === one,
      run: () => void changeSettings({ theme: one }).catch(toastError),
    })
  }
  list.push('line')
  for (const [locale, words] of Object.entries(languages)) {
    list.push({
      words,
      icon: 'globe',
      checked: document.documentElement.lang === locale,
      run: () => void changeSettings({ locale }).catch(toastError),
    })
  }
  list.push('line', {
    words: t('me.sign_out'),
    icon: 'leave',
    run: leave,
  })
  return list
}

/** Signs out, but not over words that have not been sent. */
function leave(): void {
  const now = (): void => void signOut().catch(toastError)
  const count = outbox.peek().length
  if (count === 0) return now()
  toast(t('me.unsent', { count }), { tone: 'bad', action: { words: t('me.sign_out_anyway'), run: now } })
}

/** My face, whether I can be reached, and everything about me. */
export function MeMenu(): JSX.Element | null {
  const person = me.value
  if (!person) return null
  const lost = stale.value || (!reachable.value && !!myself.value)
  const presence = lost ? 'lost' : myself.value?.presence === 'online' ? 'here' : 'away'
  const words = { lost: t('presence.lost'), here: t('presence.online'), away: t('presence.away') }
  return (
    <Menu
      label={t('me.menu', { name: person.name })}
      buttonClass={`presence is-${presence}`}
      items={items()}
      head={
        <p class="menu-head">
          <b>{person.name}</b>
          <small>{[person.email, company.value].filter(Boolean).join(' · ')}</small>
        </p>
      }
    >
      <RingedPhoto src={person.photo} size={30} state={presence} />
      <span class="presence-text">
        <b>{firstName(person.name)}</b>
        <small>
          {myself.value ? words[presence] : t('connection.connecting')}
          {presence === 'here' && mine.value.length > 0 && ` · ${mine.value.length}`}
        </small>
      </span>
      <Icon name="down" />
    </Menu>
  )
}
