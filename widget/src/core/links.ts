/** A piece of what somebody wrote: words, or a link that is safe to follow. Draw both by text nodes only. */
export interface Piece {
  text: string
  href?: string
}

const CANDIDATE = /\b(?:https?:\/\/|mailto:)[^\s<>"'`\u200b-\u200f\u2028-\u202e\u2066-\u2069]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu

/** Cuts a text into words and links. Only http, https and mailto become links, and only by an address that parses. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const { 0: match, index } of text.matchAll(CANDIDATE)) {
    const shown = withoutTail(match)
    const href = safeAddress(shown)
    if (!href) continue
    if (index > from) found.push({ text: text.slice(from, index) })
    found.push({ text: shown, href })
    from = index + shown.length
  }
  if (from < text.length) found.push({ text: text.slice(from) })
  return found
}

/** The full stop after an address belongs to the sentence, and so does a bracket that was opened before it. */
function withoutTail(address: string): string {
  const shorter = address.replace(/[.,;:!?…»”’*_]+$/u, '')
  const unopened = /[)\]}]$/.test(shorter) && shorter.split(/[([{]/).length < shorter.split(/[)\]}]/).length
  return unopened ? withoutTail(shorter.slice(0, -1)) : shorter
}

function safeAddress(shown: string): string | undefined {
  try {
    const url = new URL(/^[a-z]+:/i.test(shown) ? shown : `mailto:${shown}`)
    // A name before the host makes an address look like another one ("https://bank.example@evil.example").
    return /^(https?|mailto):$/.test(url.protocol) && !url.username && !url.password ? url.href : undefined
  } catch {
    return undefined
  }
}
