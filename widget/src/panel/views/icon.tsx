const PATHS = {
  down: 'm6 9.5 6 6 6-6',
  x: 'm7 7 10 10M17 7 7 17',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  up: 'M12 18.5v-13M6.5 11 12 5.5l5.5 5.5',
  check: 'm5 12.5 4.7 4.7L19 7.5',
  checks: 'm2 12.8 4.2 4.2L14.5 8M11 16l1.2 1.2L21.5 8',
  sending: 'M12 4.5a7.5 7.5 0 1 1 0 15 7.5 7.5 0 1 1 0-15',
  off: 'm4 4 16 16M2.5 9a14 14 0 0 1 4-2.5m4-1.3A14 14 0 0 1 21.5 9M6 13a9 9 0 0 1 3.5-2.2m4.5.2a9 9 0 0 1 4 2M12 18h.01',
  lock: 'M5 10.5h14V20H5zM8 10.5V8a4 4 0 0 1 8 0v2.5',
  device: 'M4 5h16v11H4zM9 19.5h6',
  person: 'M12 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 1 1 0-7M5 19.5c1-7.5 13-7.5 14 0',
  star: 'm12 3.8 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z',
  mark: 'M12 28l-4 3 1-5A13 13 0 1 1 17 29q-2 0-5-1zM17 9a7 7 0 1 1 0 14 7 7 0 1 1 0-14M17 15a1 1 0 1 1 0 2 1 1 0 1 1 0-2',
}

export type IconName = keyof typeof PATHS

/** A drawing that says nothing by itself: a word always stands beside it. */
export const icon = (name: IconName) => (
  <svg class={`ic ${name}`} viewBox={name === 'mark' ? '0 0 34 34' : '0 0 24 24'} aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
)
