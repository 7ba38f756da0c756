import type { ComponentChildren, JSX } from 'preact'
import { t } from '../i18n'
import { Button } from './Button'
import { Icon, type IconName } from './Icon'

export interface EmptyProps {
  title: string
  children?: ComponentChildren
  icon?: IconName
  /** What to do next. */
  action?: ComponentChildren
  /** It is all that the page has: its title is the page's. */
  alone?: boolean
}

/** Nothing here, and what to do about it. */
export function Empty({ title, children, icon, action, alone = false }: EmptyProps): JSX.Element {
  const Title = alone ? 'h1' : 'h2'
  return (
    <div class="empty">
      {icon && <Icon name={icon} size="lg" class="muted" />}
      <Title>{title}</Title>
      {children && <p>{children}</p>}
      {action}
    </div>
  )
}

/** It could not be loaded: the reason and another try. */
export function Failed({ message, onRetry }: { message: string; onRetry: () => void }): JSX.Element {
  return (
    <div class="empty" role="alert">
      <Icon name="alert" size="lg" class="bad" />
      <h2>{t('shell.failed')}</h2>
      <p>{message}</p>
      <Button icon="refresh" onClick={onRetry}>
        {t('shell.try_again')}
      </Button>
    </div>
  )
}
