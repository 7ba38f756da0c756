import type { JSX } from 'preact'
import { Monogram, Photo } from '../../components/Avatar'
import { ScrollX } from '../../components/ScrollX'
import { count, minuteStamp, time } from '../../figures'
import { t } from '../../i18n'
import { href } from '../../router'
import type { TranscriptRow } from '../../services/figures'
import { departmentName } from '../../state/conversations'
import { people } from '../../state/people'
import { Stars } from '../inbox/Stars'

const TONE: Record<string, string> = {
  answered: 'good',
  abandoned_queue: 'late',
  abandoned_assigned: 'late',
  closed_unanswered: 'late',
  running: 'accent',
}
const EXCLUDED = ['spam', 'test', 'blocked'] as const

export function List({ rows, zone }: { rows: TranscriptRow[]; zone: string }): JSX.Element {
  return (
    <section class="cardbox clip" aria-label={t('transcripts.list')}>
      <ScrollX label={t('transcripts.list')}>
        <table class="data tight">
          <thead>
            <tr>
              <th scope="col">{t('reports.visitor')}</th>
              <th scope="col">{t('transcripts.who')}</th>
              <th scope="col" class="num">
                {t('reports.stamp_start')}
              </th>
              <th scope="col" class="num">
                {t('reports.first_response')}
              </th>
              <th scope="col">{t('reports.outcome')}</th>
              <th scope="col">{t('transcripts.rating')}</th>
              <th scope="col" class="num">
                {t('transcripts.entries')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} zone={zone} />
            ))}
          </tbody>
        </table>
      </ScrollX>
    </section>
  )
}

function Outcome({ row }: { row: TranscriptRow }): JSX.Element {
  const excluded = EXCLUDED.find((reason) => reason === row.close_reason)
  if (excluded) return <span class="tag">{t(`transcripts.excluded_${excluded}`)}</span>
  if (!row.outcome) return <span class="muted">–</span>
  const solved = row.outcome === 'answered' && row.close_reason === 'solved'
  return (
    <span class={`tag ${solved ? 'good' : row.outcome === 'answered' ? '' : (TONE[row.outcome] ?? '')}`}>
      {solved ? t('transcripts.solved') : t(`reports.outcome_${row.outcome}`)}
    </span>
  )
}

function Row({ row, zone }: { row: TranscriptRow; zone: string }): JSX.Element {
  return (
    <tr>
      <td>
        <a class="who plain" href={href(`/c/${encodeURIComponent(row.id)}`)}>
          <Monogram name={row.name} size="s28" />
          <span>
            <span dir="auto">{row.name || t('reports.nameless')}</span>
            <small>{departmentName(row.department)}</small>
          </span>
        </a>
      </td>
      <td>
        {row.agents.length === 0 ? (
          <span class="muted">{t('transcripts.nobody')}</span>
        ) : (
          <span class="faces">
            {row.agents.map((id) => {
              const person = people.value.get(id)
              return person ? (
                <Photo key={id} src={person.photo} size={24} alt={person.name} />
              ) : (
                <span key={id}>{t('reports.former')}</span>
              )
            })}
          </span>
        )}
      </td>
      <td class="num">{minuteStamp(row.asked_at ?? row.created_at, zone)}</td>
      <td class="num">
        {row.first_response_ms !== null ? (
          <b>{time(row.first_response_ms)}</b>
        ) : row.outcome === 'running' ? (
          <span class="warn">{t('transcripts.not_yet')}</span>
        ) : (
          <b class="bad">{t('reports.never')}</b>
        )}
      </td>
      <td>
        <Outcome row={row} />
      </td>
      <td>{row.stars ? <Stars count={row.stars} /> : <span class="muted">{t('transcripts.not_rated')}</span>}</td>
      <td class="num">{count(row.entries)}</td>
    </tr>
  )
}
