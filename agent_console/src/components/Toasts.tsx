import type { JSX } from 'preact'
import { t } from '../i18n'
import { dismissToast, toasts } from '../state/toasts'
import { Icon } from './Icon'

export function Toasts(): JSX.Element {
  return (
    <div class="toasts">
      {toasts.value.map(({ id, words, tone, action }) => (
        <div class={`toast ${tone}`} key={id} role={tone === 'bad' ? 'alert' : 'status'}>
          {tone === 'bad' && <Icon name="alert" size="sm" />}
          <span>{words}</span>
          {action && (
            <button
              type="button"
              onClick={() => {
                dismissToast(id)
                action.run()
              }}
            >
              {action.words}
            </button>
          )}
          <button type="button" class="x" aria-label={t('shell.close')} onClick={() => dismissToast(id)}>
            <Icon name="x" size="sm" />
          </button>
        </div>
      ))}
    </div>
  )
}
