// The console's words: locales/en.json is the list of keys, every other language is fetched when it is chosen.
import { signal } from '@preact/signals'
import { type Texts, type Values, chooseLocale, words } from '@core/i18n'
import en from './locales/en.json'

type WithoutPlural<K> = K extends `${infer Base}_one`
  ? Base
  : K extends `${infer Base}_few`
    ? Base
    : K extends `${infer Base}_other`
      ? Base
      : K

/** A key of locales/en.json; plural endings are left out: `inbox.waiting` for `inbox.waiting_one`, `inbox.waiting_other`. */
export type Key = WithoutPlural<Extract<keyof typeof en, string>>

const OTHERS: Record<string, () => Promise<{ default: Texts }>> = {
  hr: () => import('./locales/hr.json'),
}

export const LOCALES = ['en', ...Object.keys(OTHERS)]

const current = signal(words('en', en, en))

/** The words of a key in the chosen language. A component that calls it is drawn again when the language changes. */
export const t = (key: Key, values?: Values): string => current.value(key, values)

/** The chosen language, for Intl. */
export const locale = (): string => current.value.locale

/** Chooses by what the person set, else by the browser. Falls back to English when the words cannot be fetched. */
export async function chooseLanguage(wanted: string | undefined): Promise<void> {
  const name = chooseLocale([wanted, ...navigator.languages], LOCALES)
  const load = OTHERS[name]
  try {
    current.value = words(name, load ? (await load()).default : en, en)
  } catch (error) {
    console.warn(`The words for ${name} could not be fetched.`, error)
    current.value = words('en', en, en)
  }
  document.documentElement.lang = current.value.locale
  document.documentElement.dir = current.value.dir
}
