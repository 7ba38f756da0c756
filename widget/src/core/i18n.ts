// Texts: flat keys with the plural endings of i18next v4 (`unread_one`, `unread_other`), `{name}` placeholders, English
// where a text is missing. Numbers and plurals by Intl.

export type Texts = Record<string, string>
export type Values = Record<string, string | number>

export interface Words {
  /** The language as it was chosen, for `lang` and Intl. */
  readonly locale: string
  readonly dir: 'ltr' | 'rtl'
  /** The text of a key. `values.count` chooses the plural form. */
  (key: string, values?: Values): string
}

const RIGHT_TO_LEFT = new Set(['ar', 'dv', 'fa', 'he', 'ku', 'ps', 'ur', 'yi'])

export const direction = (locale: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(locale.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr'

/** The first wanted language we have, exactly or by its first part; else English. */
export function chooseLocale(wanted: readonly (string | null | undefined)[], have: readonly string[]): string {
  for (const one of wanted) {
    if (!one) continue
    const exact = have.find((locale) => locale.toLowerCase() === one.toLowerCase())
    const near = exact ?? have.find((locale) => locale === one.toLowerCase().split('-')[0])
    if (near) return near
  }
  return 'en'
}

/** Words of one language over those of English. */
export function words(locale: string, texts: Texts, english: Texts): Words {
  const plural = new Intl.PluralRules(locale)
  const englishPlural = new Intl.PluralRules('en')
  const numbers = new Intl.NumberFormat(locale)
  const find = (from: Texts, rules: Intl.PluralRules, key: string, count: string | number | undefined) =>
    (typeof count === 'number' ? from[`${key}_${rules.select(count)}`] : undefined) ?? from[key]
  const say = (key: string, values: Values = {}): string => {
    const text = find(texts, plural, key, values.count) ?? find(english, englishPlural, key, values.count) ?? key
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name]
      return typeof value === 'number' ? numbers.format(value) : (value ?? whole)
    })
  }
  return Object.assign(say, { locale, dir: direction(locale) })
}
