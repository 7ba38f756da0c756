// The figures as tables: all times, what was solved, and the people.
import type { JSX } from 'preact'
import { Photo } from '../../components/Avatar'
import { Definition } from '../../components/Definition'
import { ScrollX } from '../../components/ScrollX'
import { Interval } from '../../components/charts/Interval'
import { answeredOf, count, interval, minuteStamp, nOfM, percent, rangeWords, reached, time } from '../../figures'
import { t } from '../../i18n'
import { href } from '../../router'
import {
  METRICS,
  type Metric,
  type Report,
  TIMES,
  type TimeFigure,
  type TimeName,
  type Totals,
} from '../../services/figures'
import { people } from '../../state/people'
import { opens } from './open'

const metricOf = (name: TimeName): Metric | undefined => METRICS.find((metric) => metric === name)

export function AllTimes({ report }: { report: Report }): JSX.Element {
  const shown = TIMES.filter(
    (name) => name !== 'time_to_human' || report.totals[name].p50_ms !== report.totals.first_response.p50_ms,
  )
  return (
    <section class="cardbox sp12 clip" aria-label={t('reports.all_times')}>
      <header>
        <div>
          <h2>{t('reports.all_times')}</h2>
          <p class="muted small">{t('reports.all_times_lead')}</p>
        </div>
      </header>
      <ScrollX label={t('reports.all_times')}>
        <table class="data tight">
          <thead>
            <tr>
              <th scope="col">{t('reports.figure')}</th>
              <th scope="col" class="num">
                {t('reports.answered')}
              </th>
              <th scope="col" class="num">
                {t('reports.mean')}
              </th>
              <th scope="col" class="num">
                p50
              </th>
              <th scope="col" class="num">
                p90
              </th>
              <th scope="col" class="num">
                {t('reports.longest')}
              </th>
              <th scope="col" class="num">
                {t('reports.p50_before')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((name) => {
              const figure = report.totals[name]
              const metric = metricOf(name)
              return (
                <tr key={name}>
                  <th scope="row">
                    <span class="row">
                      {t(`reports.${name}`)} <Definition of={name} />
                    </span>
                  </th>
                  <td class="num">{metric ? <a href={href(opens({ metric }))}>{nOfM(figure)}</a> : nOfM(figure)}</td>
                  <td class="num">{figure.mean_ms === null ? '–' : time(figure.mean_ms)}</td>
                  <td class="num">
                    <b>{reached(figure.p50_ms, figure.m)}</b>
                  </td>
                  <td class="num">{reached(figure.p90_ms, figure.m)}</td>
                  <td class="num">{figure.max_ms === null ? '–' : time(figure.max_ms)}</td>
                  <td class="num muted">{reached(report.before[name].p50_ms, report.before[name].m)}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </ScrollX>
    </section>
  )
}

export function Solved({ totals }: { totals: Totals }): JSX.Element {
  const rows = [
    ['first_contact', totals.first_contact],
    ['single_owner', totals.single_owner],
    ['one_touch', totals.one_touch],
  ] as const
  const { first_contact: first } = totals
  return (
    <section class="cardbox pad sp4" aria-label={t('reports.solved')}>
      <div class="card-h">
        <div>
          <h2>{t('reports.solved')}</h2>
          <p>{t('reports.solved_lead')}</p>
        </div>
        <span class="end">
          <Definition of="first_contact" />
        </span>
      </div>
      <a class="figure open bare" href={href(opens({ metric: 'first_contact', value: 'yes' }))}>
        <span class="val">{percent(first.n, first.m)}</span>
        <span class="nm">{t('reports.solved_of', { of: nOfM(first) })}</span>
      </a>
      <dl class="kv">
        {rows.slice(1).map(([name, share]) => (
          <Pair key={name} name={t(`reports.${name}`)} value={`${percent(share.n, share.m)} · ${nOfM(share)}`} />
        ))}
        <Pair
          name={t('reports.first_resolution')}
          value={`p50 ${reached(totals.first_resolution.p50_ms, totals.first_resolution.m)} · ${nOfM(totals.first_resolution)}`}
        />
        <Pair
          name={t('reports.cases')}
          value={t('reports.cases_pending', { n: count(totals.cases), pending: count(totals.pending) })}
        />
        <Pair name={t('reports.visitor_says')} value={nOfM(totals.solved_says_visitor)} />
        <Pair
          name={t('reports.dropped_last_word')}
          value={`${percent(totals.dropped.n, totals.dropped.m)} · ${nOfM(totals.dropped)}`}
        />
        <Pair
          name={t('reports.canned')}
          value={`${percent(totals.canned.n, totals.canned.m)} · ${nOfM(totals.canned)}`}
        />
      </dl>
    </section>
  )
}

const Pair = ({ name, value }: { name: string; value: string }): JSX.Element => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
)

/** The scale of the ratings' intervals begins here, in %. */
const RATING_FROM = 40

export function People({ report }: { report: Report }): JSX.Element {
  return (
    <section class="cardbox sp12 clip" aria-label={t('reports.people')}>
      <header>
        <div>
          <h2>{t('reports.people')}</h2>
          <p class="muted small">{t('reports.people_lead')}</p>
        </div>
        <span class="end">
          <Definition of="reaction" />
        </span>
      </header>
      <ScrollX label={t('reports.people')}>
        <table class="data tight">
          <thead>
            <tr>
              <th scope="col">{t('reports.agent')}</th>
              <th scope="col" class="num">
                {t('reports.reaction_p50')}
              </th>
              <th scope="col" class="num">
                {t('reports.first_response_p50')}
              </th>
              <th scope="col" class="num">
                {t('reports.handle_active')}
              </th>
              <th scope="col">{t('reports.single_owner')}</th>
              <th scope="col" class="num">
                {t('reports.canned_short')}
              </th>
              <th scope="col">{t('reports.rating_interval', { from: RATING_FROM })}</th>
            </tr>
          </thead>
          <tbody>
            {report.by_agent.map(({ agent, name, figures }) => (
              <Person key={agent} agent={agent} name={name} figures={figures} />
            ))}
          </tbody>
        </table>
      </ScrollX>
      {report.by_agent.length === 0 && <p class="muted pad">{t('reports.no_people')}</p>}
    </section>
  )
}

function Time({ metric, agent, figure }: { metric: Metric; agent: string; figure: TimeFigure }): JSX.Element {
  return (
    <a class="plain" href={href(opens({ metric, agent }))}>
      <b>{reached(figure.p50_ms, figure.m)}</b>
      <small>{answeredOf(figure)}</small>
    </a>
  )
}

function Person({ agent, name, figures }: { agent: string; name: string; figures: Totals }): JSX.Element {
  const { reaction, first_response: first, handle_active: active, single_owner: single, canned, rating } = figures
  const photo = people.value.get(agent)?.photo
  return (
    <tr>
      <th scope="row">
        <span class="who">
          {photo && <Photo src={photo} size={28} />}
          {name || t('reports.former')}
        </span>
      </th>
      <td class="num">
        <Time metric="reaction" agent={agent} figure={reaction} />
      </td>
      <td class="num">
        <Time metric="first_response" agent={agent} figure={first} />
      </td>
      <td class="num">
        <b>{active.mean_ms === null ? '–' : time(active.mean_ms)}</b>
        <small>{t('reports.of_n', { count: active.n })}</small>
      </td>
      <td>
        {single.m > 0 ? (
          <span class="row">
            <span class="minibar">
              <i style={{ inlineSize: `${(single.n / single.m) * 100}%` }} />
            </span>
            <span>
              <b>{percent(single.n, single.m)}</b>
              <small>{nOfM(single)}</small>
            </span>
          </span>
        ) : (
          <span class="muted">–</span>
        )}
      </td>
      <td class="num">
        <b>{percent(canned.n, canned.m)}</b>
        <small>{t('reports.of_replies', { count: canned.m })}</small>
      </td>
      <td>
        {rating.m > 0 ? (
          <a class="plain row" href={href(opens({ metric: 'rating', value: 'rated', agent }))}>
            <Interval share={rating} from={RATING_FROM} label={`${percent(rating.n, rating.m)}, ${interval(rating)}`} />
            <span>
              <b>{percent(rating.n, rating.m)}</b>
              <small>
                {nOfM(rating)}, {interval(rating)}
              </small>
            </span>
          </a>
        ) : (
          <span class="muted">{t('reports.nobody_rated')}</span>
        )}
      </td>
    </tr>
  )
}

const EXCLUDED = ['spam', 'test', 'blocked'] as const

/** Zone, definition, moment, and what was left out: without it no figure can be checked. */
export function Foot({ report }: { report: Report }): JSX.Element {
  const left = EXCLUDED.filter((reason) => (report.excluded[reason] ?? 0) > 0).map(
    (reason) => `${count(report.excluded[reason] ?? 0)} ${t(`transcripts.excluded_${reason}`)}`,
  )
  return (
    <p class="said-so">
      <span>{rangeWords(report.first, report.last)}</span>
      <span>{t('reports.in_zone', { zone: report.zone })}</span>
      <span>{t('reports.definition', { version: report.definition })}</span>
      <span>{t('reports.no_calendar')}</span>
      <span>{t('reports.computed', { time: minuteStamp(report.computed_at, report.zone) })}</span>
      {left.length > 0 ? (
        <a href={href(opens({ metric: 'excluded' }))}>{t('reports.left_out', { what: left.join(', ') })}</a>
      ) : (
        <span>{t('reports.nothing_left_out')}</span>
      )}
      <span>{t('reports.all_the_same')}</span>
    </p>
  )
}
