// The conversation in view. Being here tells colleagues that I look at it.
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Empty, Failed } from '../../components/Empty'
import { Skeleton } from '../../components/Skeleton'
import { t } from '../../i18n'
import { href } from '../../router'
import { card, loadCard } from '../../state/card'
import { visitorName } from '../../state/commands'
import { deskLoaded } from '../../state/conversations'
import { current } from '../../state/current'
import { conversation, look } from '../../state/transcripts'
import { Composer } from './Composer'
import { Head } from './Head'
import { Log } from './Log'

function Missing({ id }: { id: string }): JSX.Element {
  const { error } = card.value
  if (error && error.status !== 404 && error.status !== 403) {
    return <Failed message={error.message} onRetry={() => void loadCard(id)} />
  }
  if (!error) return <Skeleton />
  const back = (
    <a class="btn" href={href('/')}>
      {t('shell.to_inbox')}
    </a>
  )
  return (
    <Empty icon="search" title={t('talk.not_found')} action={back}>
      {t('talk.not_found_help')}
    </Empty>
  )
}

export function Talk({ id }: { id: string }): JSX.Element {
  const summary = current.value
  const ready = deskLoaded.value
  useEffect(() => (ready ? look(id) : undefined), [id, ready])
  if (!summary) {
    return (
      <section class="pane chat">
        <Missing id={id} />
      </section>
    )
  }
  const followed = conversation(id)
  return (
    <section class="pane chat" aria-label={t('talk.label', { name: visitorName(summary) })}>
      <Head summary={summary} followed={followed} />
      <Log summary={summary} followed={followed} />
      <Composer summary={summary} followed={followed} />
    </section>
  )
}
