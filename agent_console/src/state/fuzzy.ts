// Finding what somebody means from a few letters, accents ignored. The matched letters are told, so that they can be shown.

export interface Match {
  score: number
  /** Which characters of the text matched. */
  at: Set<number>
}

/** One character at a time, so that places in the plain text are places in the text. */
const plain = (text: string): string[] =>
  [...text].map((letter) => letter.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase())

/** Null where the letters do not all occur in order. Higher is better: whole words and beginnings before scattered letters. */
export function fuzzy(wanted: string, text: string): Match | null {
  const letters = plain(wanted.trim()).filter((letter) => letter.trim())
  const body = plain(text)
  const at = new Set<number>()
  const whole = body.join('').indexOf(letters.join(''))
  if (letters.length === 0) return { score: 0, at }
  if (whole >= 0) {
    for (let step = 0; step < letters.length; step++) at.add(whole + step)
    const starts = whole === 0 || !/[\p{L}\p{N}]/u.test(body[whole - 1] ?? '')
    return { score: 100 - whole / 10 + (starts ? 50 : 0), at }
  }
  let from = 0
  let score = 0
  for (const letter of letters) {
    const found = body.indexOf(letter, from)
    if (found < 0) return null
    const starts = found === 0 || !/[\p{L}\p{N}]/u.test(body[found - 1] ?? '')
    score += (found === from ? 3 : 0) + (starts ? 5 : 0) - (found - from) / 10
    at.add(found)
    from = found + 1
  }
  return { score, at }
}
