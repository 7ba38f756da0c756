import type { JSX } from 'preact'
import { t } from '../i18n'
import { href } from '../router'
import { openPalette } from '../state/overlays'
import { queue } from '../state/conversations'
import { type ViewEntry, railViews } from '../views/registry'
import { Icon } from './Icon'

/** On a phone: the first views, and the palette for everything else. */
export function PhoneBar({ current }: { current: ViewEntry | null }): JSX.Element {
  return (
    <nav class="phonebar" aria-label={t('nav.phone')}>
      {railViews()
        .slice(0, 3)
        .map((view) => (
          <a key={view.title} href={href(view.paths[0] ?? '/')} aria-current={view === current ? 'page' : undefined}>
            <span class="rail-ic">
              {view.nav && <Icon name={view.nav.icon} />}
              {view.paths[0] === '/' && queue.value.length > 0 && <b class="badge">{queue.value.length}</b>}
            </span>
            {t(view.title)}
          </a>
        ))}
      <button type="button" onClick={() => openPalette()}>
        <Icon name="search" />
        {t('nav.search')}
      </button>
    </nav>
  )
}
