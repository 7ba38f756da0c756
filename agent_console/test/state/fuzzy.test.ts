import { expect, it } from 'vitest'
import { fuzzy } from '../../src/state/fuzzy'

const marked = (wanted: string, text: string) => {
  const match = fuzzy(wanted, text)
  return match && [...text].map((letter, index) => (match.at.has(index) ? `[${letter}]` : letter)).join('')
}

it('finds words by their beginning before letters in between', () => {
  const list = ['Ask for permission', 'Make a promise', 'Your profile']
  const best = list.map((text) => ({ text, score: fuzzy('pro', text)?.score ?? -1 })).sort((a, b) => b.score - a.score)
  expect(best.map((one) => one.text)).toEqual(['Your profile', 'Make a promise', 'Ask for permission'])
})

it('ignores accents and capitals, and tells which letters matched', () => {
  expect(marked('zivko', 'Živko Babić')).toBe('[Ž][i][v][k][o] Babić')
  expect(marked('hb', 'Hrvoje Babić')).toBe('[H]rvoje [B]abić')
})

it('finds nothing where a letter is missing, and everything for nothing', () => {
  expect(fuzzy('xyz', 'Hand over')).toBeNull()
  expect(fuzzy('', 'Hand over')).toEqual({ score: 0, at: new Set() })
})
