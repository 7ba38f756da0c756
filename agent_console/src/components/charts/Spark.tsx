// A line the size of a word.
import type { JSX } from 'preact'

export function Spark({ values, label }: { values: (number | null)[]; label: string }): JSX.Element {
  const most = Math.max(1, ...values.map((value) => value ?? 0))
  const x = (index: number): number => (values.length > 1 ? (index / (values.length - 1)) * 88 : 44)
  const points = values.flatMap((value, index) =>
    value === null ? [] : [`${x(index).toFixed(1)},${(22 - (value / most) * 20).toFixed(1)}`],
  )
  return (
    <svg class="spark chart" viewBox="0 0 88 24" role="img" aria-label={label}>
      <polyline class="ln" points={points.join(' ')} />
    </svg>
  )
}
