// The visitor's card: only what is known, nothing guessed.
import type { Summary } from '@wire'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Monogram, Photo } from '../../components/Avatar'
import { Button } from '../../components/Button'
import { Icon } from '../../components/Icon'
import { Skeleton } from '../../components/Skeleton'
import { clock, day, full, when } from '../../format'
import { t } from '../../i18n'
import { href } from '../../router'
import { type VisitorCard, card, cardGone, loadCard } from '../../state/card'
import { now } from '../../state/clock'
import { visitorName } from '../../state/commands'
import { departmentName, gone, sites } from '../../state/conversations'
import { current } from '../../state/current'
import { people } from '../../state/people'
import { Stars } from './Stars'

function Section({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="sec">
      <h3>{title}</h3>
      {children}
    </section>
  )
}

function howOften({ conversations, earlier }: VisitorCard): string {
  const before = earlier[0]
  if (conversations <= 1) return t('card.first')
  const number = t('card.number', { count: conversations })
  return before ? t('card.last', { number, day: day(before.closed_at ?? before.updated_at, now.peek()) }) : number
}

function PageLink({ page }: { page: NonNullable<VisitorCard['page']> }): JSX.Element {
  const safe = /^https?:\/\//u.test(page.url)
  return (
    <>
      {page.title && (
        <p class="page-title">
          <bdi>{page.title}</bdi>
        </p>
      )}
      {safe ? (
        <a class="page-url" href={page.url} target="_blank" rel="noopener noreferrer nofollow">
          {page.url.replace(/^https?:\/\//u, '')}
        </a>
      ) : (
        <span class="page-url muted">{page.url}</span>
      )}
    </>
  )
}

function Earlier({ summary }: { summary: Summary }): JSX.Element {
  const owner = summary.owner_kind === 'agent' ? people.value.get(summary.owner_id) : undefined
  const reason = summary.close_reason ? t(`reason.${summary.close_reason}`) : ''
  return (
    <li>
      <a href={href(`/c/${encodeURIComponent(summary.id)}`)}>
        {owner ? <Photo src={owner.photo} size={24} alt={owner.name} /> : <Icon name="transcripts" />}
        <span>
          <span class="first">
            <bdi>{summary.preview || t('card.no_words')}</bdi>
          </span>
          <small>
            {[when(summary.closed_at ?? summary.updated_at, now.peek()), reason].filter(Boolean).join(', ')}
          </small>
        </span>
        {typeof summary.stars === 'number' && <Stars count={summary.stars} />}
      </a>
    </li>
  )
}

function Rating({ summary }: { summary: Summary }): JSX.Element | null {
  const { stars, solved } = summary
  if (typeof stars !== 'number' && typeof solved !== 'boolean') return null
  return (
    <Section title={t('card.rating')}>
      <p class="row">
        {typeof stars === 'number' && <Stars count={stars} />}
        {typeof solved === 'boolean' && (
          <span class={solved ? 'tag good' : 'tag late'}>{t(solved ? 'fact.solved' : 'fact.not_solved')}</span>
        )}
      </p>
    </Section>
  )
}

function Details({ summary, known }: { summary: Summary; known: VisitorCard | null }): JSX.Element {
  return (
    <Section title={t('card.details')}>
      <dl class="kv">
        <dt>{t('card.site')}</dt>
        <dd>
          <bdi>{sites.value[summary.site] ?? ''}</bdi>
        </dd>
        <dt>{t('card.department')}</dt>
        <dd>
          <bdi>{departmentName(summary.department)}</bdi>
        </dd>
        <dt>{t('card.started')}</dt>
        <dd
          title={full(summary.created_at)}
        >{`${day(summary.created_at, now.peek())}, ${clock(summary.created_at)}`}</dd>
        {known && (
          <>
            <dt>{t('card.since')}</dt>
            <dd title={full(known.first_seen_at)}>{day(known.first_seen_at, now.peek())}</dd>
          </>
        )}
        {summary.episode > 1 && (
          <>
            <dt>{t('card.episode')}</dt>
            <dd>{summary.episode - 1}</dd>
          </>
        )}
      </dl>
    </Section>
  )
}

export function Card({ id }: { id: string }): JSX.Element {
  const summary = current.value
  // What the card tells changes with these: a page with a new start, a rating, another earlier one.
  const episode = summary?.episode
  const status = summary?.status
  useEffect(() => {
    if (!status && gone.peek().has(id)) cardGone(id)
    else void loadCard(id)
  }, [id, episode, status])
  const { card: known, error, id: whose } = card.value
  const mine = whose === id ? known : null

  return (
    <aside class="pane card-pane" aria-label={t('card.title')}>
      {/* On a phone the card is a page of its own. */}
      <h1 class="sr only-phone">{t('card.title')}</h1>
      <div class="vhead">
        <a class="icon-btn only-narrow" href={href(`/c/${encodeURIComponent(id)}`)} aria-label={t('shell.back')}>
          <Icon name="left" />
        </a>
        <Monogram name={summary ? visitorName(summary) : ''} size="s44" />
        <div>
          <h2>
            <bdi>{summary ? visitorName(summary) : ''}</bdi>
          </h2>
          {mine && <p>{howOften(mine)}</p>}
        </div>
      </div>
      {!mine && !error && <Skeleton />}
      {error && !mine && error.status !== 404 && (
        <div class="sec" role="alert">
          <p class="soft">{error.message}</p>
          <Button size="small" icon="refresh" onClick={() => void loadCard(id)}>
            {t('shell.try_again')}
          </Button>
        </div>
      )}
      {mine?.page && (
        <Section title={t('card.page')}>
          <PageLink page={mine.page} />
        </Section>
      )}
      {summary && <Rating summary={summary} />}
      {mine && (
        <Section title={t('card.earlier')}>
          {mine.earlier.length === 0 ? (
            <p class="muted small">{t('card.no_earlier')}</p>
          ) : (
            <ul class="past">
              {mine.earlier.map((one) => (
                <Earlier key={one.id} summary={one} />
              ))}
            </ul>
          )}
        </Section>
      )}
      {summary && <Details summary={summary} known={mine} />}
    </aside>
  )
}
