// No conversation is in view: who I am to the visitors now, and what to do next.
import type { JSX } from 'preact'
import { RingedPhoto } from '../../components/Avatar'
import { Button } from '../../components/Button'
import { Icon, type IconName } from '../../components/Icon'
import { Keys } from '../../components/Keys'
import { t } from '../../i18n'
import { askForNotifications, notificationState } from '../../services/notifications'
import { audible, hear, soundOn } from '../../services/sound'
import { takeNext } from '../../state/commands'
import { reachable, stale } from '../../state/connection'
import { deskLoaded, queue } from '../../state/conversations'
import { openKeySheet, openPalette } from '../../state/overlays'
import { setPresence, wantedPresence } from '../../state/presence'
import { me } from '../../state/session'
import { toastError } from '../../state/toasts'

interface Tip {
  icon: IconName
  words: string
  keys?: string
  run: () => void
}

function tips(): Tip[] {
  const list: Tip[] = [{ icon: 'bell', words: t('sound.hear'), run: () => hear('ring') }]
  if (notificationState.value === 'default') {
    list.push({ icon: 'bell', words: t('notify.ask'), run: () => void askForNotifications().catch(toastError) })
  }
  list.push({ icon: 'search', words: t('shell.jump'), keys: 'mod+k', run: () => openPalette() })
  list.push({ icon: 'keys', words: t('keys.title'), keys: '?', run: openKeySheet })
  return list
}

function words(): { title: string; help: string } {
  if (!deskLoaded.value) return { title: t('connection.connecting'), help: t('inbox.connecting_help') }
  const waiting = queue.value.length
  if (wantedPresence.value === 'away') return { title: t('inbox.empty_away_title'), help: t('inbox.empty_away') }
  if (waiting > 0) return { title: t('inbox.waiting_title', { count: waiting }), help: t('inbox.waiting_help') }
  const sound = !soundOn.value ? 'inbox.empty_mute' : audible.value ? 'inbox.empty_heard' : 'inbox.empty_silent'
  return { title: t('inbox.empty_title'), help: t(sound) }
}

function NextStep(): JSX.Element | null {
  const disabled = !reachable.value
  if (!deskLoaded.value) return null
  if (wantedPresence.value === 'away') {
    return (
      <Button kind="primary" size="big" disabled={disabled} onClick={() => void setPresence('online')}>
        {t('inbox.go_online')}
      </Button>
    )
  }
  if (queue.value.length === 0) return null
  return (
    <Button kind="primary" size="big" keys="g" disabled={disabled} onClick={() => void takeNext()}>
      {t('inbox.take_next')}
    </Button>
  )
}

export function Welcome(): JSX.Element | null {
  const person = me.value
  if (!person) return null
  const { title, help } = words()
  const state = stale.value ? 'lost' : wantedPresence.value === 'online' ? 'here' : 'away'
  return (
    <section class="pane chat welcome" aria-label={t('inbox.title')}>
      <div class="empty">
        <RingedPhoto src={person.photo} size={104} state={state} />
        <h2>{title}</h2>
        <p>{help}</p>
        <NextStep />
        <div class="tips">
          {tips().map((tip) => (
            <button key={tip.words} type="button" onClick={tip.run}>
              <Icon name={tip.icon} />
              {tip.words}
              {tip.keys && <Keys of={tip.keys} />}
            </button>
          ))}
        </div>
      </div>
    </section>
  )
}
