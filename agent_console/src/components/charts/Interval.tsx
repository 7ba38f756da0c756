// A share with its 95 % interval: a dot on a line, from `from` % to 100 %.
import type { JSX } from 'preact'
import type { Share } from '../../services/figures'

export function Interval({ share, from, label }: { share: Share; from: number; label: string }): JSX.Element {
  const x = (thousandths: number): number => (Math.max(0, thousandths / 10 - from) / (100 - from)) * 144
  return (
    <svg class="wil" viewBox="0 0 144 22" role="img" aria-label={label}>
      <line class="base" x1="0" x2="144" y1="11" y2="11" />
      <line class="iv" x1={x(share.low ?? 0)} x2={x(share.high ?? 0)} y1="11" y2="11" />
      <circle class="pt" cx={x((share.n / share.m) * 1000)} cy="11" r="4.5" />
    </svg>
  )
}
