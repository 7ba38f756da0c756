import type { JSX } from 'preact'

const RADII = [3.1, 6.3, 9.5]
const RING_MS = 6_000

/** On which ring somebody came: one, two or three in the accent. */
export function JoinRings({ waited }: { waited: number }): JSX.Element {
  const rings = Math.min(RADII.length, Math.floor(waited / RING_MS) + 1)
  return (
    <svg class="clock3 joined" viewBox="0 0 24 24" width="16" height="16" aria-hidden="true">
      {RADII.map((r, index) => (
        <circle key={r} class={index < rings ? 'came' : 'track'} cx="12" cy="12" r={r} />
      ))}
    </svg>
  )
}
