// Times by day on a log scale with named ticks. A percentile that falls on the unanswered is a gap with a hatched triangle.
import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { Hatch, SvgLink } from './SvgLink'

export interface Series {
  name: string
  kind: '' | 'brass' | 'ghost'
  /** ms; null: nobody asked; 'never': not reached. */
  values: (number | null | 'never')[]
}

export interface LinesProps {
  label: string
  /** Words under the axis, one for each value. */
  days: string[]
  series: Series[]
  /** Where a click on a day leads, and what it says. */
  dayLink: (index: number) => { to: string; label: string }
  tick: (ms: number) => string
  /** Stands where a percentile falls on those nobody answered. */
  never: string
}

const LEFT = 52
const RIGHT = 548
const TOP = 30
const BOTTOM = 178
const TICKS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14_400, 43_200, 86_400].map(
  (s) => s * 1000,
)

function scale(series: Series[]): { ticks: number[]; y: (ms: number) => number } {
  const times = series.flatMap(({ values }) => values.filter((v): v is number => typeof v === 'number' && v > 0))
  const least = Math.min(...times, 60_000)
  const most = Math.max(...times, 10_000)
  const low = TICKS.findLast((tick) => tick <= least) ?? 1000
  const high = TICKS.find((tick) => tick >= most) ?? most
  const [from, to] = [Math.log(low), Math.log(Math.max(high, low * 2))]
  const inside = TICKS.filter((tick) => tick >= low && tick <= high)
  const every = Math.ceil(inside.length / 7)
  return {
    ticks: inside.filter((_, index) => (inside.length - 1 - index) % every === 0),
    y: (ms) => BOTTOM - ((Math.log(Math.max(ms, low)) - from) / (to - from)) * (BOTTOM - TOP),
  }
}

export function Lines({ label, days, series, dayLink, tick, never }: LinesProps): JSX.Element {
  const hatch = useId()
  const { ticks, y } = scale(series)
  const x = (index: number): number =>
    days.length > 1 ? LEFT + (index / (days.length - 1)) * (RIGHT - LEFT) : (LEFT + RIGHT) / 2
  const every = Math.max(1, Math.ceil(days.length / 5))
  const half = days.length > 1 ? (RIGHT - LEFT) / (days.length - 1) / 2 : 20
  const misses = series.flatMap(({ kind, values }) =>
    kind === 'ghost' ? [] : values.flatMap((value, index) => (value === 'never' ? [index] : [])),
  )
  return (
    <svg class="chart lines" viewBox="0 0 600 214" role="group" aria-label={label}>
      <Hatch id={hatch} />
      {ticks.map((ms) => (
        <g key={ms}>
          <line class="gl" x1={LEFT} x2={RIGHT} y1={y(ms)} y2={y(ms)} />
          <text x={LEFT - 8} y={y(ms) + 4} text-anchor="end">
            {tick(ms)}
          </text>
        </g>
      ))}
      {days.map((day, index) =>
        index % every === 0 && index <= days.length - 1 - every / 2 ? (
          <text key={day} x={x(index)} y="208" text-anchor="middle">
            {day}
          </text>
        ) : null,
      )}
      {days.length > 1 && (
        <text x={RIGHT} y="208" text-anchor="middle">
          {days.at(-1)}
        </text>
      )}
      {series.map(({ name, kind, values }) => (
        <Line
          key={name}
          name={name}
          kind={kind}
          points={values.map((v) => (typeof v === 'number' ? v : null))}
          x={x}
          y={y}
        />
      ))}
      {misses.length > 0 && (
        <text class="strong" x={LEFT - 8} y="18" text-anchor="end">
          {never}
        </text>
      )}
      {[...new Set(misses)].map((index) => (
        <path
          key={`never-${index}`}
          class="never"
          style={{ fill: `url(#${hatch})` }}
          d={
            half >= 8 ? `M${x(index)} 8 l7 12 h-14z` : `M${x(index) - half * 0.7} 9 h${half * 1.4} v10 h${-half * 1.4}z`
          }
        />
      ))}
      {days.map((day, index) => {
        const { to, label: words } = dayLink(index)
        return (
          <SvgLink key={`link-${day}`} to={to} label={words}>
            <rect class="hit" x={x(index) - half} y="6" width={half * 2} height={BOTTOM - 6} />
          </SvgLink>
        )
      })}
    </svg>
  )
}

interface LineProps {
  name: string
  kind: Series['kind']
  points: (number | null)[]
  x: (index: number) => number
  y: (ms: number) => number
}

function Line({ name, kind, points, x, y }: LineProps): JSX.Element {
  let d = ''
  let down = false
  for (const [index, ms] of points.entries()) {
    if (ms !== null) d += `${down ? 'L' : 'M'}${x(index).toFixed(1)} ${y(ms).toFixed(1)} `
    down = ms !== null
  }
  const last = points.findLastIndex((ms) => ms !== null)
  const end = points[last]
  // A day between two days without figures would draw nothing: it gets a dot.
  const lonely = points.flatMap((ms, index) =>
    ms !== null && (points[index - 1] ?? null) === null && (points[index + 1] ?? null) === null ? [index] : [],
  )
  return (
    <>
      <path class={`ln ${kind}`} d={d} stroke-dasharray={kind === 'brass' ? '7 3' : undefined} />
      {kind !== 'ghost' &&
        lonely.map((index) => (
          <circle key={index} class={`lone ${kind}`} cx={x(index)} cy={y(points[index] ?? 0)} r="3" />
        ))}
      {kind !== 'ghost' && typeof end === 'number' && (
        <text class="strong" x={Math.min(x(last) + 8, RIGHT + 8)} y={y(end) + 4}>
          {name}
        </text>
      )}
    </>
  )
}
