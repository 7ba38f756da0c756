import type { JSX } from 'preact'
import { Empty } from '../components/Empty'
import { t } from '../i18n'

/** No such page, or none for this role. */
export function NotFound({ title, link }: { title: string; link: string }): JSX.Element {
  return (
    <Empty
      alone
      title={title}
      icon="search"
      action={
        <a class="btn" href={link}>
          {t('shell.to_inbox')}
        </a>
      }
    >
      {t('shell.not_found_help')}
    </Empty>
  )
}
