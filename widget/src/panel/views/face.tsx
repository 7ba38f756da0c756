import type { Profile } from '@wire'
import type { View } from '../view.ts'

/**
 * A person's photo; the name stands beside it, so the picture itself is silent. Below it lies the initial, for a photo
 * that can not be had. `rings` look: `wave` somebody waits, `calm` somebody is here, `fresh` three become one.
 */
export const face = ({ base }: View, { name, photo }: Profile, size: number, look = '') => (
  <span class={`face ${look}`} style={{ '--f': `${size}px` }}>
    {look.startsWith('rings') && (
      <svg viewBox="-80 -80 160 160" aria-hidden="true">
        <circle r="75" />
        <circle r="66" />
        <circle r="57" />
      </svg>
    )}
    <span aria-hidden="true">{name.charAt(0)}</span>
    {photo && <img src={new URL(photo, base).href} alt="" onError={({ currentTarget }) => (currentTarget.hidden = true)} />}
  </span>
)
