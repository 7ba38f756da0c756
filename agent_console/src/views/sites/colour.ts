// The site's colour: is it one, and can it be read on the panel's paper?

export const SWATCHES = ['#0b6e69', '#1f4e8c', '#9a2f52', '#4d5320', '#6b3fa0', '#a2480c']

/** The panel's paper in its light look. */
const PAPER = '#fbfaf7'
export const ENOUGH = 4.5

const HEX = /^#[\da-f]{6}$/iu

export const isColour = (text: string): boolean => HEX.test(text.trim())

/** Relative luminance as WCAG 2 defines it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** How well the colour reads on the panel: 1 to 21; null for what is no colour. */
export function contrastOf(text: string): number | null {
  const hex = text.trim()
  if (!isColour(hex)) return null
  const [dark = 0, light = 0] = [luminance(hex), luminance(PAPER)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
