// Links inside drawings. SVG's own <a> would leave the app, so the move is made by the router; arrow keys go along them.
import type { ComponentChildren, JSX } from 'preact'
import { go, href } from '../../router'

export interface SvgLinkProps {
  /** A path below /console. */
  to: string
  /** Value, n of m, and the value before: what the eye sees, for the ear. */
  label: string
  children: ComponentChildren
}

export function SvgLink({ to, label, children }: SvgLinkProps): JSX.Element {
  return (
    <a
      href={href(to)}
      aria-label={label}
      onKeyDown={alongLinks}
      onClick={(event: MouseEvent) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        go(to)
      }}
    >
      <title>{label}</title>
      {children}
    </a>
  )
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/** The arrow keys move between the links of one drawing. */
function alongLinks(event: KeyboardEvent): void {
  const step = STEPS[event.key]
  const { currentTarget } = event
  if (!step || !(currentTarget instanceof Element)) return
  const links = [...(currentTarget.closest('svg')?.querySelectorAll<SVGAElement>('a') ?? [])]
  const at = links.findIndex((link) => link === document.activeElement)
  if (at < 0) return
  event.preventDefault()
  links[(at + step + links.length) % links.length]?.focus()
}

/** Red hatch: never answered. */
export function Hatch({ id }: { id: string }): JSX.Element {
  return (
    <defs>
      <pattern id={id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="7" height="7" fill="var(--late-soft)" />
        <rect width="2.6" height="7" fill="var(--late)" />
      </pattern>
    </defs>
  )
}
