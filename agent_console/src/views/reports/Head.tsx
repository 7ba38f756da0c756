// The figures in one line: each with its n, each a link to its conversations.
import type { ComponentChildren, JSX } from 'preact'
import { type Defined, Definition } from '../../components/Definition'
import { answeredOf, count, interval, nOfM, percent, reached, time } from '../../figures'
import { t } from '../../i18n'
import { href } from '../../router'
import type { Report } from '../../services/figures'
import { type Opened, opens } from './open'

function Figure({
  of,
  open,
  nm,
  children,
}: {
  of: Defined
  open: Opened
  nm: string
  children: ComponentChildren
}): JSX.Element {
  return (
    <div class="figure">
      <span class="lab">
        {t(`reports.${of}`)} <Definition of={of} />
      </span>
      <a class="open" href={href(opens(open))}>
        <span class="val">{children}</span>
        <span class="nm">{nm}</span>
      </a>
    </div>
  )
}

/** A time, large; "not reached" in words of their own size. */
function Time({ ms, m }: { ms: number | null; m: number }): JSX.Element {
  return <span class={ms === null && m > 0 ? 'nr' : ''}>{reached(ms, m)}</span>
}

/** Less is better: green where it got better, grey otherwise. */
function Before({ now, before, m }: { now: number | null; before: number | null; m: number }): JSX.Element | null {
  if (m === 0) return null
  const better = now !== null && (before === null || now < before)
  return (
    <small class={better ? 'good' : ''}>
      {t('reports.before', { value: before === null ? t('reports.not_reached') : time(before) })}
    </small>
  )
}

export function Head({ report: { totals, before } }: { report: Report }): JSX.Element {
  const { first_response: response, queue_wait: wait, response: reply, abandon, rating, rated } = totals
  return (
    <div class="figures five" role="group" aria-label={t('reports.figures')}>
      <Figure
        of="queue_wait"
        open={{ metric: 'queue_wait' }}
        nm={t('reports.joined_of', { n: count(wait.n), m: count(wait.m) })}
      >
        <Time ms={wait.p50_ms} m={wait.m} />
        <Before now={wait.p50_ms} before={before.queue_wait.p50_ms} m={before.queue_wait.m} />
      </Figure>
      <Figure of="first_response" open={{ metric: 'first_response' }} nm={answeredOf(response)}>
        <span class="two">
          <span>
            <Time ms={response.p50_ms} m={response.m} /> <small>p50</small>
          </span>
          <span>
            <Time ms={response.p90_ms} m={response.m} /> <small>p90</small>
          </span>
        </span>
      </Figure>
      <Figure of="response" open={{ metric: 'response' }} nm={answeredOf(reply)}>
        {reached(reply.mean_ms, 0)}
        <small>{t('reports.mean')}</small>
      </Figure>
      <Figure of="abandon" open={{ metric: 'abandoned' }} nm={t('reports.short_apart', { of: nOfM(abandon) })}>
        {percent(abandon.n, abandon.m)}
        {before.abandon.m > 0 && (
          <small class={abandon.n * before.abandon.m < before.abandon.n * abandon.m ? 'good' : ''}>
            {t('reports.before', { value: percent(before.abandon.n, before.abandon.m) })}
          </small>
        )}
      </Figure>
      <Figure
        of="rating"
        open={{ metric: 'rating', value: 'rated' }}
        nm={
          rating.m
            ? t('reports.rated_interval', { of: nOfM(rating), interval: interval(rating) })
            : t('reports.nobody_rated')
        }
      >
        {percent(rating.n, rating.m)}
        {rated.m > 0 && <small>{t('reports.share_rated', { value: percent(rated.n, rated.m) })}</small>}
      </Figure>
    </div>
  )
}
