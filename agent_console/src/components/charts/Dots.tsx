// Each wait of the last hour is one dot: when it began, how long it took, how it ended. Log scale, 18 s among the ticks.
import type { JSX } from 'preact'
import { clockIn, time } from '../../figures'
import { t } from '../../i18n'
import type { WaitDot } from '../../services/figures'
import { SvgLink } from './SvgLink'

const HOUR = 3_600_000
const TICKS = [5_000, 18_000, 60_000, 180_000, 600_000]
const RINGS_MS = 18_000

const MARK = { joined: '', left: 'pt2', closed: 'pt2', running: 'pt3' } as const

export function Dots({
  dots,
  now,
  zone,
  label,
}: {
  dots: WaitDot[]
  now: number
  zone: string
  label: string
}): JSX.Element {
  const waited = (dot: WaitDot): number => Math.max(0, (dot.end ?? now) - dot.start)
  const most = Math.max(...dots.map(waited), 180_000)
  const [from, to] = [Math.log(2_000), Math.log(most * 1.1)]
  const y = (ms: number): number => 144 - ((Math.log(Math.max(2_000, ms)) - from) / (to - from)) * 134
  const x = (at: number): number => 52 + Math.min(1, Math.max(0, (at - (now - HOUR)) / HOUR)) * 798
  const mark = (dot: WaitDot): string => MARK[dot.kind] || (waited(dot) <= RINGS_MS ? 'pt0' : 'pt1')
  return (
    <svg class="chart dots" viewBox="0 0 860 168" role="group" aria-label={label}>
      {TICKS.filter((ms) => ms <= most * 1.1).map((ms) => (
        <g key={ms}>
          <line class={ms === RINGS_MS ? 'tgt' : 'gl'} x1="52" x2="850" y1={y(ms)} y2={y(ms)} />
          <text x="44" y={y(ms) + 4} text-anchor="end" class={ms === RINGS_MS ? 'strong' : ''}>
            {ms < 60_000 ? `${ms / 1000} s` : `${ms / 60_000} min`}
          </text>
        </g>
      ))}
      {[0, 1, 2, 3, 4, 5, 6].map((part) => {
        const at = now - HOUR + (part * HOUR) / 6
        return (
          <text key={part} x={x(at)} y="164" text-anchor={part === 6 ? 'end' : 'middle'}>
            {clockIn(at, zone)}
          </text>
        )
      })}
      {dots.map((dot) => (
        <SvgLink
          key={`${dot.conversation} ${dot.start}`}
          to={`/c/${encodeURIComponent(dot.conversation)}`}
          label={`${dot.name || t('reports.nameless')}, ${clockIn(dot.start, zone)}: ${t(`board.wait_${dot.kind}`, { time: time(waited(dot)) })}`}
        >
          <circle class={mark(dot)} cx={x(dot.start)} cy={y(waited(dot))} r="4.5" />
        </SvgLink>
      ))}
    </svg>
  )
}
