import { describe, expect, it } from 'vitest'

const files = import.meta.glob<Record<string, string>>('../src/locales/*.json', { eager: true, import: 'default' })
const locales = Object.entries(files).map(([path, texts]) => ({ locale: path.replace(/^.*\/|\.json$/g, ''), texts }))
const english = locales.find(({ locale }) => locale === 'en')?.texts ?? {}

const PLURAL = /_(zero|one|two|few|many|other)$/
const stems = (texts: Record<string, string>) => [...new Set(Object.keys(texts).map((key) => key.replace(PLURAL, '')))].sort()
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort().join(' ')
/** Keys that end like a plural form but have no `_other` beside them are plain keys. */
const plurals = (texts: Record<string, string>) => Object.keys(texts).filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6))

describe.each(locales)('$locale', ({ locale, texts }) => {
  it('has the same keys as English', () => expect(stems(texts)).toEqual(stems(english)))

  it('has exactly the plural forms of its language', () => {
    const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories
    for (const stem of plurals(english)) {
      const have = Object.keys(texts).filter((key) => key.replace(PLURAL, '') === stem && PLURAL.test(key))
      expect(have.map((key) => key.slice(stem.length + 1)).sort(), stem).toEqual([...wanted].sort())
    }
  })

  it('has the same placeholders, `count` aside', () => {
    const bare = (text: string) => placeholders(text.replaceAll('{count}', ''))
    for (const [key, text] of Object.entries(texts)) {
      const same = english[key] ?? english[`${key.replace(PLURAL, '')}_other`] ?? ''
      expect(bare(text), key).toBe(bare(same))
    }
  })

  it('has no markup and no empty text', () => {
    for (const [key, text] of Object.entries(texts)) {
      expect(text.trim(), key).not.toBe('')
      expect(text, key).not.toMatch(/[<>&]/)
    }
  })
})
