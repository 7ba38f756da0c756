// Canned replies: fetched when they are first needed, found while typing, filled with what we know.
import { signal } from '@preact/signals'
import { get } from '../services/api'

export interface CannedReply {
  id: string
  shortcut: string
  text: string
  department: string | null
  disabled_at: number | null
  used: number
}

export const cannedReplies = signal<readonly CannedReply[] | null>(null)

/** Fetches them, or fetches them again: a page that changes them calls this too. */
export async function loadCannedReplies(): Promise<void> {
  const { canned_replies } = await get<{ canned_replies: CannedReply[] }>('/api/canned-replies')
  cannedReplies.value = canned_replies.filter((one) => one.disabled_at === null)
}

export function forgetCannedReplies(): void {
  cannedReplies.value = null
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** Those that fit what was typed after the slash: by shortcut first, then by their words. */
export function findCanned(all: readonly CannedReply[], typed: string, department: string): CannedReply[] {
  const wanted = plain(typed.trim())
  const rank = ({ shortcut, text }: CannedReply): number => {
    if (plain(shortcut).startsWith(wanted)) return 0
    if (plain(shortcut).includes(wanted)) return 1
    return plain(text).includes(wanted) ? 2 : 3
  }
  return all
    .filter((one) => (!one.department || one.department === department) && rank(one) < 3)
    .sort((a, b) => rank(a) - rank(b) || b.used - a.used || a.shortcut.localeCompare(b.shortcut))
}

/** A piece of a filled reply: words, a value that was put in, or a variable nobody has a value for. */
export interface FilledPiece {
  text: string
  kind: 'words' | 'value' | 'missing'
}

const VARIABLE = /\{\{\s*([\w.]+)\s*(?:\|\s*([^}]*?)\s*)?\}\}/g

/** Takes an address out of a sentence: "Hello {{…}}, I am" becomes "Hello, I am", "{{…}}, your parcel" becomes "Your parcel". */
function withoutEmpty(text: string, values: Record<string, string>): string {
  const empty = (variable: string): boolean => values[variable] === ''
  return text
    .replace(
      /(^|[.!?]\s+|\n)\{\{\s*([\w.]+)\s*\}\},?\s*(\p{L}?)/gu,
      (whole, before: string, variable: string, letter: string) =>
        empty(variable) ? before + letter.toLocaleUpperCase() : whole,
    )
    .replace(/,?\s*\{\{\s*([\w.]+)\s*\}\}/gu, (whole, variable: string) => (empty(variable) ? '' : whole))
}

/** Puts values in for `{{visitor.name}}`. `{{visitor.name|dear guest}}` brings its own words for when there
 * is none; without them the name is left out. */
export function fill(template: string, values: Record<string, string>): FilledPiece[] {
  const text = withoutEmpty(template, values)
  const pieces: FilledPiece[] = []
  let from = 0
  for (const found of text.matchAll(VARIABLE)) {
    const [whole, variable = '', fallback] = found
    if (found.index > from) pieces.push({ text: text.slice(from, found.index), kind: 'words' })
    const value = values[variable] || fallback
    pieces.push(value ? { text: value, kind: 'value' } : { text: whole, kind: 'missing' })
    from = found.index + whole.length
  }
  if (from < text.length) pieces.push({ text: text.slice(from), kind: 'words' })
  return pieces
}

export const filledText = (pieces: readonly FilledPiece[]): string => pieces.map((piece) => piece.text).join('')
