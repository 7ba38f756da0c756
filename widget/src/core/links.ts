/** A piece of what somebody wrote: words, or a link that is safe to follow. Draw both by text nodes only. */
export type Piece = { text: string; href?: undefined } | { text: string; href: string }

const CANDIDATE = /\bhttps?:\/\/[^\s<>"'`\u200b-\u200f\u2028-\u202e\u2066-\u2069]+|\bmailto:[^\s<>"'`]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu
const SAFE = new Set(['http:', 'https:', 'mailto:'])
const CLOSERS: Record<string, string> = { ')': '(', ']': '[', '}': '{' }

/** Cuts a text into words and links. Only http, https and mailto become links, and only by an address that parses. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = withoutTail(match[0])
    const href = safeAddress(shown)
    if (!href) continue
    if (match.index > from) found.push({ text: text.slice(from, match.index) })
    found.push({ text: shown, href })
    from = match.index + shown.length
  }
  if (from < text.length) found.push({ text: text.slice(from) })
  return found
}

/** The full stop after an address belongs to the sentence, and so does the bracket that was opened before it. */
function withoutTail(address: string): string {
  let end = address.length
  for (; end > 0; end--) {
    const last = address[end - 1] ?? ''
    const opener = CLOSERS[last]
    const before = address.slice(0, end)
    if (opener ? count(before, opener) >= count(before, last) : !/[.,;:!?…»”’*_]/u.test(last)) break
  }
  return address.slice(0, end)
}

const count = (text: string, part: string): number => text.split(part).length - 1

function safeAddress(shown: string): string | undefined {
  const written = /^[a-z]+:/i.test(shown) ? shown : `mailto:${shown}`
  try {
    const url = new URL(written)
    // A name before the host makes an address look like another one ("https://bank.example@evil.example").
    return SAFE.has(url.protocol) && !url.username && !url.password ? url.href : undefined
  } catch {
    return undefined
  }
}
