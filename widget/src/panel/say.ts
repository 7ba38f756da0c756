// The words of the panel in the visitor's language, and times, dates and lists as that language writes them.
import { type Words, chooseLocale, words } from '@core/i18n'
import english from '../locales/en.json'

const LOCALES: Record<string, () => Promise<{ default: Record<string, string> }>> = {
  ar: () => import('../locales/ar.json'),
  hr: () => import('../locales/hr.json'),
}

export interface Say extends Words {
  time(at: number): string
  /** "Today 9:41", "Tue 17 Nov 9:41". */
  day(at: number, now: number): string
  /** "11 s", "2 min". */
  duration(ms: number): string
  list(names: readonly string[]): string
}

export async function speak(wanted: readonly (string | null | undefined)[]): Promise<Say> {
  const locale = chooseLocale(wanted, ['en', ...Object.keys(LOCALES)])
  const texts = await LOCALES[locale]?.().catch(() => undefined)
  return sayIn(texts ? locale : 'en', texts?.default ?? english)
}

export function sayIn(locale: string, texts: Record<string, string>): Say {
  const say = words(locale, texts, english)
  // Same language, the visitor's own country: 9:41 or 9:41 AM as he is used to.
  const region = navigator.languages.find((one) => one.split('-')[0] === locale) ?? locale
  const clock = new Intl.DateTimeFormat(region, { hour: 'numeric', minute: '2-digit' })
  const date = new Intl.DateTimeFormat(region, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
  const unit = (name: string) => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: 0 })
  const names = new Intl.ListFormat(locale)
  return Object.assign(say, {
    time: (at: number) => clock.format(at),
    day(at: number, now: number) {
      const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000)
      return days === 0 || days === 1 ? say(days ? 'yesterday' : 'today', { time: clock.format(at) }) : date.format(at)
    },
    duration(ms: number) {
      const seconds = Math.max(1, Math.round(ms / 1000))
      if (seconds < 90) return unit('second').format(seconds)
      return seconds < 5400 ? unit('minute').format(seconds / 60) : unit('hour').format(seconds / 3600)
    },
    list: (all: readonly string[]) => names.format(all),
  })
}
