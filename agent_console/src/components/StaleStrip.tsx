import type { JSX } from 'preact'
import { clockSeconds, length } from '../format'
import { t } from '../i18n'
import { wakeDesk } from '../services/socket'
import { now } from '../state/clock'
import { connection, heardAt, nextTryAt, stale } from '../state/connection'
import { Button } from './Button'
import { Icon } from './Icon'

/** Says that the line is down, since when, and what that means. Brass, not red: words are safe and nothing is lost yet. */
export function StaleStrip(): JSX.Element | null {
  if (!stale.value) return null
  const stopped = connection.value === 'stopped'
  const left = nextTryAt.value - now.value
  return (
    <div class="strip">
      <div class={`banner ${stopped ? 'late' : 'brass'}`} role="alert">
        <Icon name="wifioff" size="lg" />
        <div class="grow">
          <b>{t('connection.lost', { time: clockSeconds(heardAt.value) })}</b>
          <p>
            {/* The countdown is not read out every second. */}
            {t(stopped ? 'connection.stopped_help' : 'connection.lost_help')}
            {!stopped && left > 500 && (
              <span aria-hidden="true"> {t('connection.trying_in', { time: length(left) })}</span>
            )}
          </p>
        </div>
        <Button icon="refresh" onClick={wakeDesk}>
          {t('connection.try_now')}
        </Button>
      </div>
    </div>
  )
}
