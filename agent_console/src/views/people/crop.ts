// The arithmetic of cropping: a square of a picture, in its own pixels. Pure, so that it can be tested.
import type { Crop } from '../../services/admin'

export interface Size {
  width: number
  height: number
}

/** The server wants at least this many pixels. */
export const SIDE_MIN = 64

const between = (low: number, value: number, high: number): number => Math.min(Math.max(value, low), high)

/** Whole numbers, inside the picture. */
export function inside(crop: Crop, picture: Size): Crop {
  const largest = Math.min(picture.width, picture.height)
  const size = Math.round(between(Math.min(SIDE_MIN, largest), crop.size, largest))
  return {
    x: Math.round(between(0, crop.x, picture.width - size)),
    y: Math.round(between(0, crop.y, picture.height - size)),
    size,
  }
}

/** The largest square, in the middle but rather high: there the face is. */
export function first(picture: Size): Crop {
  const size = Math.min(picture.width, picture.height)
  return inside({ x: (picture.width - size) / 2, y: (picture.height - size) / 3, size }, picture)
}

/** Moves by source pixels. */
export const moved = (crop: Crop, x: number, y: number, picture: Size): Crop =>
  inside({ ...crop, x: crop.x + x, y: crop.y + y }, picture)

/** A new side around the same centre. */
export function zoomed(crop: Crop, size: number, picture: Size): Crop {
  const grown = (size - crop.size) / 2
  return inside({ x: crop.x - grown, y: crop.y - grown, size }, picture)
}
