import type { Summary } from '@wire'
import type { JSX } from 'preact'
import { Button } from '../../components/Button'
import { t } from '../../i18n'
import { join, reopen, take } from '../../state/commands'
import { reachable } from '../../state/connection'
import { mayJoin, mayTake } from '../../state/current'
import { draft } from '../../state/drafts'
import { focusComposer } from '../../state/focus'
import { firstName, personName } from '../../state/people'

/** In place of the field, where I may not answer yet: why, and how I may. A note is always possible. */
export function Instead({ summary }: { summary: Summary }): JSX.Element {
  const disabled = !reachable.value
  const closed = summary.status === 'closed'
  const kept = draft(summary.id).reply.trim()
  const words = closed
    ? t('composer.closed')
    : mayTake(summary)
      ? t('composer.take_first')
      : t('composer.join_first', { name: firstName(personName(summary.owner_id)) || t('fact.somebody') })
  return (
    <div class="instead" role="group" aria-label={words}>
      <p>
        {words}
        {kept && (
          <small class="kept" dir="auto">
            {t('composer.kept', { text: kept })}
          </small>
        )}
      </p>
      <Button kind="quiet" icon="lock" keys="n" onClick={() => focusComposer('note')}>
        {t('composer.note_instead')}
      </Button>
      {mayTake(summary) && (
        <Button kind="primary" keys="a" disabled={disabled} onClick={() => void take(summary)}>
          {t('talk.take')}
        </Button>
      )}
      {mayJoin(summary) && (
        <Button kind="primary" disabled={disabled} onClick={() => void join(summary)}>
          {t('talk.join')}
        </Button>
      )}
      {closed && (
        <Button icon="refresh" disabled={disabled} onClick={() => void reopen(summary.id)}>
          {t('talk.reopen')}
        </Button>
      )}
    </div>
  )
}
