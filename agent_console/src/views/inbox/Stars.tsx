import type { JSX } from 'preact'
import { Icon } from '../../components/Icon'
import { t } from '../../i18n'

export function Stars({ count }: { count: number }): JSX.Element {
  return (
    <span class="stars" role="img" aria-label={t('inbox.stars', { count })}>
      {[1, 2, 3, 4, 5].map((star) => (
        <Icon key={star} name="star" class={star <= count ? 'f' : ''} />
      ))}
    </span>
  )
}
