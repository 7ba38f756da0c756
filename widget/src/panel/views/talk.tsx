// What only a conversation needs: fetched with the first key that the visitor presses, or when one is going on.
export { ended } from './ended.tsx'
export { log } from './log.tsx'
export { menu } from './menu.tsx'
