// Weekday by hour: the number is how many asked, the tint its band.
import type { JSX } from 'preact'

export interface HeatProps {
  label: string
  /** [weekday][hour], Monday first. */
  values: number[][]
  /** Names the first column. */
  corner: string
  weekday: (index: number) => string
  cellLabel: (weekday: number, hour: number, value: number) => string
}

export function Heat({ label, values, corner, weekday, cellLabel }: HeatProps): JSX.Element {
  const used = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) =>
    values.some((day) => (day[hour] ?? 0) > 0),
  )
  const first = used[0] ?? 8
  const last = used.at(-1) ?? 17
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const most = Math.max(1, ...values.flat())
  const band = (value: number): number => (value === 0 ? 0 : Math.min(5, Math.ceil((value / most) * 5)))
  return (
    <div
      class="heat"
      role="table"
      aria-label={label}
      style={{ gridTemplateColumns: `2.6rem repeat(${hours.length}, minmax(0, 1fr))` }}
    >
      <div role="row" class="hrow">
        <span role="columnheader">
          <span class="sr">{corner}</span>
        </span>
        {hours.map((hour) => (
          <span key={hour} class="h" role="columnheader">
            {hour}
          </span>
        ))}
      </div>
      {values.map((day, index) => (
        <div key={weekday(index)} role="row" class="hrow">
          <span class="d" role="rowheader">
            {weekday(index)}
          </span>
          {hours.map((hour) => {
            const value = day[hour] ?? 0
            return (
              <span
                key={hour}
                role="cell"
                class={value ? `cell k${band(value)}` : 'cell shut'}
                title={cellLabel(index, hour, value)}
              >
                {value || <span class="sr">0</span>}
              </span>
            )
          })}
        </div>
      ))}
    </div>
  )
}
