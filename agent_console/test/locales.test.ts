import { describe, expect, it } from 'vitest'
import en from '../src/locales/en.json'
import hr from '../src/locales/hr.json'

const ENDING = /_(zero|one|two|few|many|other)$/
const base = (key: string) => key.replace(ENDING, '')
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort()

const plurals = (texts: Record<string, string>) =>
  new Set(
    Object.keys(texts)
      .filter((key) => base(key) !== key && texts[`${base(key)}_other`] !== undefined)
      .map(base),
  )

describe.each(Object.entries({ en, hr }))('the words of %s', (name, texts: Record<string, string>) => {
  it('are those of English, no more and no less', () => {
    const keys = (of: Record<string, string>) =>
      [...new Set(Object.keys(of).map((key) => (plurals(en).has(base(key)) ? base(key) : key)))].sort()
    expect(keys(texts)).toEqual(keys(en))
  })

  it('have each plural form of the language', () => {
    const forms = new Intl.PluralRules(name).resolvedOptions().pluralCategories
    const wanted = [...plurals(en)].flatMap((key) => forms.map((form) => `${key}_${form}`))
    const have = Object.keys(texts).filter((key) => base(key) !== key && plurals(en).has(base(key)))
    expect(have.sort()).toEqual(wanted.sort())
  })

  it('hold the same placeholders and no markup', () => {
    const english: Record<string, string> = en
    for (const [key, text] of Object.entries(texts)) {
      const model = english[key] ?? english[`${base(key)}_other`] ?? ''
      expect({ key, holds: placeholders(text) }).toEqual({ key, holds: placeholders(model) })
      // The one tag that is spoken of is the end of a page, for whoever installs the widget.
      expect(text).not.toMatch(/<(?!\/body>)\/?[a-z]/i)
    }
  })
})
