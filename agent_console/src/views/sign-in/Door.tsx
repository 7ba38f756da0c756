// The house's door: a form on the left, the three rings on the right.
import type { ComponentChildren, JSX } from 'preact'
import { Mark } from '../../components/TopBar'
import { t } from '../../i18n'
import '../../styles/door.css'
import '../../styles/admin.css'

export function Door({ children }: { children: ComponentChildren }): JSX.Element {
  return (
    <div class="door">
      <main class="door-form">
        <span class="brand">
          <Mark size={28} />
          <span>Third Ring</span>
        </span>
        {children}
        <p class="foot">{t('door.foot', { host: location.host })}</p>
      </main>
      <aside class="door-art" aria-label={t('door.before')}>
        <svg viewBox="0 0 800 900" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          <circle class="ground" cx="400" cy="400" r="116" />
          <path class="person" d="M400 330a44 44 0 1 1 0 88 44 44 0 0 1 0-88m-84 186c4-50 38-76 84-76s80 26 84 76" />
          <circle class="o" cx="400" cy="400" r="170" opacity="0.9" />
          <circle class="o" cx="400" cy="400" r="250" opacity="0.55" />
          <circle class="o" cx="400" cy="400" r="340" opacity="0.28" />
        </svg>
        <p class="door-words">
          <b>{t('door.before')}</b>
          {t('door.today')}
        </p>
      </aside>
    </div>
  )
}
