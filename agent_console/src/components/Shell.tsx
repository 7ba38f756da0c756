// The frame around every page: top bar, rail, the page itself; on a phone a bar at the foot instead of the rail.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { t } from '../i18n'
import { startKeyboard } from '../services/keyboard'
import { stale } from '../state/connection'
import { overlay } from '../state/overlays'
import { toasts } from '../state/toasts'
import type { ViewEntry } from '../views/registry'
import { KeySheet } from './KeySheet'
import { Palette } from './Palette'
import { PhoneBar } from './PhoneBar'
import { Rail } from './Rail'
import { StaleStrip } from './StaleStrip'
import { Toasts } from './Toasts'
import { TopBar } from './TopBar'

export function Shell({ view, children }: { view: ViewEntry | null; children: ComponentChildren }): JSX.Element {
  useEffect(startKeyboard, [])
  const held = view?.paths[0] === '/'
  const frame = ['frame', held ? 'held' : 'scroll', stale.value ? 'has-strip is-stale' : ''].join(' ')
  return (
    <div class="app">
      <a class="skip" href="#main">
        {t('shell.skip')}
      </a>
      <TopBar />
      <Rail current={view} />
      <main class={frame} id="main" tabIndex={-1}>
        <StaleStrip />
        {children}
        {toasts.value.length > 0 && <Toasts />}
      </main>
      <PhoneBar current={view} />
      {overlay.value?.name === 'palette' && <Palette initial={overlay.value.text} />}
      {overlay.value?.name === 'keys' && <KeySheet />}
    </div>
  )
}
