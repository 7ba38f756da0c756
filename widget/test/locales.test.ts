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
    const wanted = [...new Intl.PluralRules(locale).resolvedOptions().pluralCategories].sort()
    const have = (stem: string) =>
      Object.keys(texts)
        .filter((key) => key.replace(PLURAL, '') === stem && PLURAL.test(key))
        .map((key) => key.slice(stem.length + 1))
        .sort()
    expect(Object.fromEntries(plurals(english).map((stem) => [stem, have(stem)]))).toEqual(
      Object.fromEntries(plurals(english).map((stem) => [stem, wanted])),
    )
  })

  it('has the same placeholders, `count` aside', () => {
    const bare = (text: string) => placeholders(text.replaceAll('{count}', ''))
    const same = (key: string) => english[key] ?? english[`${key.replace(PLURAL, '')}_other`] ?? ''
    const other = Object.entries(texts).filter(([key, text]) => bare(text) !== bare(same(key)))
    expect(other).toEqual([])
  })

  it('has no markup and no empty text', () => {
    expect(Object.entries(texts).filter(([, text]) => !text.trim() || /[<>&]/.test(text))).toEqual([])
  })

  it('calls the launcher a chat', () => expect(texts.launcher?.toLowerCase()).toContain('chat'))
})
