// How many fell into each class, the period before as a dashed outline behind.
import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { Hatch, SvgLink } from './SvgLink'

export interface Bar {
  name: string
  value: number
  /** Above the bar, below the number. */
  share: string
  /** Height of the outline behind, in the unit of `value`; null for none. */
  before: number | null
  beforeWords: string
  fill: '' | 'b2' | 'brass' | 'never'
  to: string
  label: string
  dim?: boolean
}

const WIDTH = 740
const BASE = 280
const HEIGHT = 240

export function Distribution({ bars, label }: { bars: Bar[]; label: string }): JSX.Element {
  const hatch = useId()
  const most = Math.max(1, ...bars.map((bar) => Math.max(bar.value, bar.before ?? 0)))
  const step = (WIDTH - 16) / Math.max(1, bars.length)
  const width = step - 14
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} 322`} role="group" aria-label={label}>
      <Hatch id={hatch} />
      <line class="axis" x1="8" x2={WIDTH - 8} y1={BASE} y2={BASE} />
      {bars.map((bar, index) => {
        const x = 8 + index * step + 7
        const height = (bar.value / most) * HEIGHT
        const behind = ((bar.before ?? 0) / most) * HEIGHT
        const top = BASE - Math.max(height, behind)
        const middle = x + width / 2
        return (
          <g key={bar.name}>
            {behind > 0 && <rect class="before" x={x} y={BASE - behind} width={width} height={behind} rx="4" />}
            <g opacity={bar.dim ? 0.38 : undefined}>
              <SvgLink to={bar.to} label={bar.label}>
                {/* The whole column can be clicked, however low the bar. */}
                <rect x={x} y="40" width={width} height={BASE - 40} fill="transparent" />
                {bar.value > 0 && (
                  <rect
                    class={bar.fill === 'never' ? 'never' : `bar ${bar.fill}`}
                    style={bar.fill === 'never' ? { fill: `url(#${hatch})` } : undefined}
                    x={x + 6}
                    y={BASE - Math.max(2, height)}
                    width={width - 12}
                    height={Math.max(2, height)}
                    rx="3"
                  />
                )}
              </SvgLink>
            </g>
            <text class="strong n" x={middle} y={top - 21} text-anchor="middle">
              {bar.value}
            </text>
            <text x={middle} y={top - 8} text-anchor="middle">
              {bar.share}
            </text>
            <text class="strong" x={middle} y="298" text-anchor="middle">
              {bar.name}
            </text>
            <text x={middle} y="314" text-anchor="middle">
              {bar.beforeWords}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
