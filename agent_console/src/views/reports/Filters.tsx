import type { ComponentChildren, JSX } from 'preact'
import { t } from '../../i18n'
import { dayWords, rangeWords } from '../../figures'
import { departments } from '../../state/conversations'
import { people } from '../../state/people'
import { PRESETS, change, currentRange, daysBetween, shifted, today } from '../../state/range'
import { atLeast } from '../../state/session'

export interface FiltersProps {
  /** The days it is measured against. */
  before?: [string, string] | undefined
  /** More to choose, after department and person. */
  children?: ComponentChildren
}

/** Days, department and person. */
export function Filters({ before, children }: FiltersProps): JSX.Element {
  const range = currentRange()
  const last = today()
  const days = daysBetween(range.first, range.last)
  const preset = range.last === last && PRESETS.find((n) => n === days)
  return (
    <div class="filters">
      <span class="seg" role="group" aria-label={t('reports.range')}>
        {PRESETS.map((n) => (
          <button
            key={n}
            type="button"
            aria-pressed={preset === n ? 'true' : 'false'}
            onClick={() => change({ from: shifted(last, 1 - n), to: last })}
          >
            {n === 1 ? t('reports.today') : t('reports.days', { count: n })}
          </button>
        ))}
      </span>
      <label class="date">
        <span class="sr">{t('reports.from')}</span>
        <input
          type="date"
          class="input"
          value={range.first}
          max={range.last}
          onChange={({ currentTarget: { value } }) => value && change({ from: value, to: range.last })}
        />
      </label>
      <span aria-hidden="true">–</span>
      <label class="date">
        <span class="sr">{t('reports.to')}</span>
        <input
          type="date"
          class="input"
          value={range.last}
          min={range.first}
          max={last}
          onChange={({ currentTarget: { value } }) => value && change({ from: range.first, to: value })}
        />
      </label>
      {before && (
        <span class="muted against">
          {t('reports.against')} <b>{before[0] === before[1] ? dayWords(before[0]) : rangeWords(...before)}</b>
        </span>
      )}
      <span class="grow" />
      {departments.value.length > 1 && (
        <Pick
          label={t('reports.department')}
          value={range.department}
          all={t('reports.all_departments')}
          options={departments.value.map(({ id, name }) => ({ id, name }))}
          onChange={(department) => change({ department })}
        />
      )}
      {atLeast('supervisor') && (
        <Pick
          label={t('reports.agent')}
          value={range.agent}
          all={t('reports.all_agents')}
          options={[...people.value.values()].map(({ id, name }) => ({ id, name }))}
          onChange={(agent) => change({ agent })}
        />
      )}
      {children}
    </div>
  )
}

interface PickProps {
  label: string
  value: string
  all: string
  options: { id: string; name: string }[]
  onChange: (value: string) => void
}

export function Pick({ label, value, all, options, onChange }: PickProps): JSX.Element {
  return (
    <select
      class="input pick"
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    >
      <option value="">{all}</option>
      {options.map(({ id, name }) => (
        <option key={id} value={id} selected={id === value}>
          {name}
        </option>
      ))}
    </select>
  )
}
