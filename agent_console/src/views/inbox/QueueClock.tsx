import type { JSX } from 'preact'
import { t } from '../../i18n'
import { stopwatch } from '../../format'
import { now } from '../../state/clock'
import { heardAt, stale } from '../../state/connection'

const RADII = [3.1, 6.3, 9.5]
/** Three rings of six seconds: then it has rung three times. */
const RING_MS = 6_000

/** How long a person waits: three arcs fill in 18 s, then all turn red. It counts nothing else and never spins. */
export function QueueClock({ since }: { since: number }): JSX.Element {
  const waited = Math.max(0, (stale.value ? heardAt.value : now.value) - since)
  const late = waited >= RADII.length * RING_MS
  const ring = Math.min(RADII.length, Math.floor(waited / RING_MS) + 1)
  return (
    <svg
      class={late ? 'clock3 late' : 'clock3'}
      viewBox="0 0 24 24"
      width="26"
      height="26"
      role="img"
      aria-label={t('inbox.waits', { time: stopwatch(waited), ring })}
    >
      {RADII.map((r, index) => {
        const share = Math.min(1, Math.max(0, (waited - index * RING_MS) / RING_MS))
        return (
          <g key={r}>
            <circle class="track" cx="12" cy="12" r={r} />
            {share > 0 && (
              <circle
                class="lit"
                cx="12"
                cy="12"
                r={r}
                stroke-dasharray={share < 1 ? `${share * 2 * Math.PI * r} 99` : undefined}
                transform="rotate(-90 12 12)"
              />
            )}
          </g>
        )
      })}
    </svg>
  )
}
