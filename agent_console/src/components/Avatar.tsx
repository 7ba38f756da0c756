// Faces for people of the house, letters for visitors, nothing for automatic lines.
import type { JSX } from 'preact'

/** The first letters of the first and the last word: `Luka Marić` -> `LM`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const pick = words.length > 1 ? [words[0], words.at(-1)] : words
  return pick.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('')
}

export function Photo({ src, size, alt = '' }: { src: string; size: number; alt?: string }): JSX.Element {
  return <img class="photo" src={src} alt={alt} width={size} height={size} loading="lazy" decoding="async" />
}

export type MonogramSize = 's20' | 's24' | 's28' | 's32' | 's36' | 's44' | 's64'

/** A visitor, in the one neutral tone: no colour ranks anybody. */
export function Monogram({ name, size = 's32' }: { name: string; size?: MonogramSize }): JSX.Element {
  return (
    <span class={`mono ${size}`} aria-hidden="true">
      {initials(name) || '·'}
    </span>
  )
}

export type RingState = 'here' | 'away' | 'lost'

/** A photo with its ring: one accent ring is "here", none is "away", a broken grey one "the line is down". */
export function RingedPhoto({ src, size, state }: { src: string; size: 30 | 104; state: RingState }): JSX.Element {
  const full = size === 30 ? 37 : 128
  const stroke = size === 30 ? 1.5 : 3
  return (
    <span class={`ringed r${size} ${state === 'away' ? 'off' : ''}`}>
      <svg viewBox={`0 0 ${full} ${full}`} stroke-width={stroke} aria-hidden="true">
        {state === 'here' && <circle class="settled" cx={full / 2} cy={full / 2} r={full / 2 - stroke / 2} />}
      </svg>
      <img class={state === 'lost' ? 'photo lostphoto' : 'photo'} src={src} alt="" width={size} height={size} />
    </span>
  )
}
