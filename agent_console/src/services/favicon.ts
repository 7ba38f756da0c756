// The tab's icon with a brass dot while somebody waits, drawn on a canvas.
import { effect } from '@preact/signals'
import { calling } from '../state/unread'

const SIZE = 32
const REVOKE_MS = 5_000

function draw(icon: HTMLImageElement, count: number): Promise<string> {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIZE
  const pen = canvas.getContext('2d')
  if (!pen) return Promise.resolve('')
  pen.drawImage(icon, 0, 0, SIZE, SIZE)
  pen.fillStyle = '#b26a00'
  pen.beginPath()
  pen.arc(21, 21, 11, 0, 2 * Math.PI)
  pen.fill()
  pen.fillStyle = '#ffffff'
  pen.font = '700 16px sans-serif'
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(count > 9 ? '9+' : String(count), 21, 22)
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ? URL.createObjectURL(blob) : '')))
}

/** Follows the number of people who wait; the result ends it. */
export function startFavicon(): () => void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (!link) return () => {}
  const plain = link.href
  const icon = new Image()
  icon.src = plain
  let made = ''
  let latest = 0
  const show = (url: string): void => {
    const old = made
    made = url === plain ? '' : url
    link.href = url
    // Not at once: the browser may still be fetching it.
    if (old) setTimeout(() => URL.revokeObjectURL(old), REVOKE_MS)
  }
  return effect(() => {
    const count = calling.value
    latest = count
    if (count === 0) {
      show(plain)
      return
    }
    void icon
      .decode()
      .then(() => draw(icon, count))
      .then((url) => {
        if (latest === count && url) show(url)
        else URL.revokeObjectURL(url)
      })
      .catch(() => {
        // An icon that cannot be decoded stays as it is; the title tells the same number.
      })
  })
}
