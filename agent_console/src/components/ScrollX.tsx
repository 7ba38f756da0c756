import type { ComponentChildren, JSX } from 'preact'

/** What is wider than its place scrolls inside it, by keyboard too. */
export function ScrollX({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable (WCAG 2.1.1)
    <div class="scroll-x" tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  )
}
