import type { JSX } from 'preact'
import { clockSeconds, length } from '../format'
import { t } from '../i18n'
import { href } from '../router'
import { soundOn, toggleSound } from '../services/sound'
import { now } from '../state/clock'
import { connection, heardAt, stale } from '../state/connection'
import { openPalette } from '../state/overlays'
import { IconButton } from './Button'
import { Icon } from './Icon'
import { Keys } from './Keys'
import { MeMenu } from './MeMenu'

export function Mark({ size = 26 }: { size?: number }): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <circle class="dot" cx="16" cy="16" r="3.4" />
      <circle class="r1" cx="16" cy="16" r="7" />
      <circle class="r2" cx="16" cy="16" r="10.7" />
      <circle class="r3" cx="16" cy="16" r="14.4" />
    </svg>
  )
}

/** The line and the age of the data, in words; the dot only repeats them. */
function Freshness(): JSX.Element {
  if (stale.value) {
    return (
      <span class="fresh stale" title={clockSeconds(heardAt.value)}>
        <i />
        {t('connection.age', { time: length(now.value - heardAt.value) })}
      </span>
    )
  }
  const live = connection.value === 'current'
  return (
    <span class={live ? 'fresh' : 'fresh busy'} role="status">
      <i />
      {t(live ? 'connection.live' : heardAt.value > 0 ? 'connection.catching_up' : 'connection.connecting')}
    </span>
  )
}

export function TopBar(): JSX.Element {
  const sound = soundOn.value
  return (
    <header class="topbar">
      <a class="brand" href={href('/')}>
        <Mark />
        <span>Third Ring</span>
      </a>
      <button class="jump" type="button" aria-keyshortcuts="Control+K Meta+K" onClick={() => openPalette()}>
        <Icon name="search" />
        <span>{t('shell.jump')}</span>
        <Keys of="mod+k" />
      </button>
      <span class="top-end">
        <Freshness />
        <IconButton
          icon={sound ? 'sound' : 'sound-off'}
          label={t(sound ? 'sound.is_on' : 'sound.is_off')}
          aria-pressed={sound ? 'true' : 'false'}
          onClick={toggleSound}
        />
        <MeMenu />
      </span>
    </header>
  )
}
