// What lies above the page. One at a time: opening one closes the other.
import { signal } from '@preact/signals'

/** `close` and `transfer` are the questions the inbox asks about the conversation in view. */
export type Overlay = { name: 'palette'; text: string } | { name: 'keys' } | { name: 'close' } | { name: 'transfer' }

export const overlay = signal<Overlay | null>(null)

export const openPalette = (text = ''): void => void (overlay.value = { name: 'palette', text })
export const openKeySheet = (): void => void (overlay.value = { name: 'keys' })
export const openCloseDialog = (): void => void (overlay.value = { name: 'close' })
export const openTransferDialog = (): void => void (overlay.value = { name: 'transfer' })
export const closeOverlay = (): void => void (overlay.value = null)
