// One line of a list: who, the last words, and what stands at its end in each kind of list.
import type { Summary } from '@wire'
import type { JSX } from 'preact'
import { Monogram } from '../../components/Avatar'
import { Icon } from '../../components/Icon'
import { stopwatch, when } from '../../format'
import { type Key, t } from '../../i18n'
import { href } from '../../router'
import { now } from '../../state/clock'
import { visitorName } from '../../state/commands'
import { heardAt, stale } from '../../state/connection'
import { departmentName, departments, isMine } from '../../state/conversations'
import { currentId } from '../../state/current'
import { hasDraft } from '../../state/drafts'
import { firstName, personName } from '../../state/people'
import { isUnread } from '../../state/unread'
import { QueueClock } from './QueueClock'
import { Stars } from './Stars'

function reason({ close_reason }: Summary): string {
  const words = close_reason ? t(`reason.${close_reason}` satisfies Key) : ''
  return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}

/** The last words, with whose they are when they are not the visitor's. */
function Line({ summary }: { summary: Summary }): JSX.Element {
  const closed = summary.status === 'closed'
  const mine = summary.preview_by === 'agent' && isMine(summary)
  return (
    <span class="line">
      {closed && <span class="muted">{`${reason(summary)} · `}</span>}
      {!closed && mine && <span class="muted">{t('inbox.you')} </span>}
      <bdi>{summary.preview}</bdi>
    </span>
  )
}

/** Only what is the case: handed over, with whom, where, a draft. */
function Meta({ summary }: { summary: Summary }): JSX.Element | null {
  const waiting = summary.status === 'waiting'
  const returned = waiting && (summary.waiting_priority ?? 0) > 0
  const colleague = summary.status === 'active' && !isMine(summary)
  const where = waiting && departments.value.length > 1 ? departmentName(summary.department) : ''
  if (!returned && !colleague && !where && !hasDraft(summary.id)) return null
  return (
    <span class="meta">
      {where && <span class="tag">{where}</span>}
      {returned && (
        <span class="tag brass">
          <Icon name="transfer" />
          {t('inbox.returned')}
        </span>
      )}
      {colleague && <span class="tag">{t('inbox.with', { name: firstName(personName(summary.owner_id)) })}</span>}
      {hasDraft(summary.id) && (
        <span class="tag">
          <Icon name="pen" />
          {t('inbox.draft')}
        </span>
      )}
    </span>
  )
}

function Waiting({ since }: { since: number }): JSX.Element {
  const waited = stopwatch((stale.value ? heardAt.value : now.value) - since)
  return (
    <span class="ringing-for">
      <span class={now.value - since >= 18_000 ? 'wait late' : 'wait'}>
        {stale.value ? t('inbox.waited_then', { time: waited }) : waited}
      </span>
      <QueueClock since={since} />
    </span>
  )
}

export function Row({ summary }: { summary: Summary }): JSX.Element {
  const unread = isMine(summary) && isUnread(summary)
  const here = summary.id === currentId.value
  const waits = summary.status === 'waiting' && typeof summary.waiting_since === 'number'
  return (
    <li>
      <a
        class={unread || waits ? 'conv' : 'conv read'}
        href={href(`/c/${encodeURIComponent(summary.id)}`)}
        aria-current={here ? 'true' : undefined}
      >
        <Monogram name={visitorName(summary)} />
        <span class="who">
          <bdi>{visitorName(summary)}</bdi>
        </span>
        {waits ? (
          <Waiting since={summary.waiting_since ?? 0} />
        ) : (
          <span class="at">{when(summary.closed_at ?? summary.preview_at ?? summary.updated_at, now.peek())}</span>
        )}
        <Line summary={summary} />
        {unread && (
          <span class="mark-end">
            <span class="dot" role="img" aria-label={t('inbox.unread')} />
          </span>
        )}
        {summary.status === 'closed' && typeof summary.stars === 'number' && (
          <span class="mark-end">
            <Stars count={summary.stars} />
          </span>
        )}
        <Meta summary={summary} />
      </a>
    </li>
  )
}
