// Above the messages: who it is, whether they are here, whose it is, who looks, and what can be done.
import type { Summary } from '@wire'
import type { JSX } from 'preact'
import { actions } from '../../actions'
import { Monogram } from '../../components/Avatar'
import { Button } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { Menu } from '../../components/Menu'
import { clockSeconds, when } from '../../format'
import { t } from '../../i18n'
import { href } from '../../router'
import { now } from '../../state/clock'
import { join, reopen, take, visitorName } from '../../state/commands'
import { heardAt, reachable, stale } from '../../state/connection'
import { departmentName, isMine } from '../../state/conversations'
import { mayDecide, mayJoin, mayTake, mayTakeOver } from '../../state/current'
import { ownedSince } from '../../state/fold'
import { openCloseDialog, openTransferDialog } from '../../state/overlays'
import { firstName, people, personName } from '../../state/people'
import { me } from '../../state/session'
import type { Followed } from '../../state/transcripts'
import { Name } from './Name'

function Presence({ summary }: { summary: Summary }): JSX.Element {
  if (stale.value) {
    return (
      <span class="looking">
        <i class="dot off" />
        {t('talk.unknown', { time: clockSeconds(heardAt.value) })}
      </span>
    )
  }
  const presence = summary.visitor_presence ?? 'gone'
  const dots = { here: 'good', idle: 'away', gone: 'off' }
  return (
    <span class={presence === 'here' ? 'looking good' : 'looking'}>
      <i class={`dot ${dots[presence]}`} />
      {t(`talk.${presence}`)}
    </span>
  )
}

function whose(summary: Summary, { entries }: Followed): string {
  if (summary.status === 'closed') {
    return t('talk.closed_as', { reason: t(`reason.${summary.close_reason ?? 'ended'}`) })
  }
  if (summary.status === 'active') {
    if (!isMine(summary)) return t('talk.of', { name: firstName(personName(summary.owner_id)) })
    const since = ownedSince(entries.value)
    return since === null ? t('talk.yours') : t('talk.yours_since', { time: when(since, now.peek()) })
  }
  return t('talk.in_queue', { department: departmentName(summary.department) })
}

/** Colleagues who have this conversation on their screen. */
function Looking({ followed }: { followed: Followed }): JSX.Element | null {
  const others = followed.looking.value.filter((id) => id !== me.value?.id && people.value.has(id))
  if (others.length === 0) return null
  const names = others.map((id) => firstName(personName(id))).join(', ')
  return (
    <span class="looking">
      <Icon name="eye" size="sm" />
      {t('talk.looking', { names, count: others.length })}
    </span>
  )
}

function Buttons({ summary }: { summary: Summary }): JSX.Element {
  const disabled = !reachable.value
  return (
    <>
      {mayDecide(summary) && (
        <Button
          kind="quiet"
          size="small"
          icon="transfer"
          keys="t"
          class="no-phone"
          disabled={disabled}
          onClick={openTransferDialog}
        >
          {t('talk.transfer')}
        </Button>
      )}
      {mayJoin(summary) && (
        <Button size="small" icon="people" class="no-phone" disabled={disabled} onClick={() => void join(summary)}>
          {t('talk.join')}
        </Button>
      )}
      {mayTakeOver(summary) && (
        <Button size="small" disabled={disabled} class="no-phone" onClick={() => void take(summary)}>
          {t('talk.take_over')}
        </Button>
      )}
      {mayDecide(summary) && (
        <Button size="small" icon="check" keys="e" class="no-phone" disabled={disabled} onClick={openCloseDialog}>
          {t('talk.close')}
        </Button>
      )}
      {mayTake(summary) && (
        <Button
          size="small"
          kind="primary"
          keys="a"
          class="no-phone"
          disabled={disabled}
          onClick={() => void take(summary)}
        >
          {t('talk.take')}
        </Button>
      )}
      {summary.status === 'closed' && (
        <Button
          size="small"
          icon="refresh"
          class="no-phone"
          disabled={disabled}
          onClick={() => void reopen(summary.id)}
        >
          {t('talk.reopen')}
        </Button>
      )}
    </>
  )
}

export function Head({ summary, followed }: { summary: Summary; followed: Followed }): JSX.Element {
  const items = actions.value
    .filter((action) => action.group === 'conversation' && !action.off && action.id !== 'canned')
    .map(({ words, icon, keys, run }) => ({ words, icon, run, keys }))
  return (
    <header class="chat-head">
      <a class="icon-btn only-phone" href={href('/')} aria-label={t('talk.back')}>
        <Icon name="left" />
      </a>
      <Monogram name={visitorName(summary)} size="s36" />
      <div class="grow">
        <Name summary={summary} />
        <p class="sub">
          <Presence summary={summary} />
          <span aria-hidden="true">·</span>
          <span>{whose(summary, followed)}</span>
          <Looking followed={followed} />
        </p>
      </div>
      <Buttons summary={summary} />
      <a
        class="icon-btn only-narrow"
        href={`${href(`/c/${encodeURIComponent(summary.id)}`)}?pane=card`}
        aria-label={t('talk.card')}
      >
        <Icon name="card" />
      </a>
      <Menu label={t('talk.more')} items={items} />
    </header>
  )
}
