import type { JSX } from 'preact'
import { t } from '../i18n'
import { href } from '../router'
import { queue } from '../state/conversations'
import { openKeySheet } from '../state/overlays'
import { type ViewEntry, railViews } from '../views/registry'
import { Icon } from './Icon'

function RailLink({ view, current }: { view: ViewEntry; current: ViewEntry | null }): JSX.Element | null {
  const path = view.paths[0]
  if (!view.nav || !path) return null
  const waiting = path === '/' ? queue.value.length : 0
  return (
    <a href={href(path)} aria-current={view === current ? 'page' : undefined}>
      <span class="rail-ic">
        <Icon name={view.nav.icon} />
        {waiting > 0 && (
          <b class="badge">
            {waiting}
            <span class="sr"> {t('nav.waiting', { count: waiting })}</span>
          </b>
        )}
      </span>
      {t(view.title)}
    </a>
  )
}

export function Rail({ current }: { current: ViewEntry | null }): JSX.Element {
  const shown = railViews()
  return (
    <nav class="rail" aria-label={t('nav.main')}>
      {shown
        .filter((view) => !view.nav?.end)
        .map((view) => (
          <RailLink key={view.title} view={view} current={current} />
        ))}
      <span class="rail-gap" />
      {shown
        .filter((view) => view.nav?.end)
        .map((view) => (
          <RailLink key={view.title} view={view} current={current} />
        ))}
      <button type="button" onClick={openKeySheet}>
        <Icon name="keys" />
        {t('nav.keys')}
      </button>
    </nav>
  )
}
