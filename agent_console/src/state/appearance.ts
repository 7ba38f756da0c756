// Language and light or dark, as the person has set them. The last choice is kept on the device too, so that the first
// paint is right before we know who is here.
import { effect } from '@preact/signals'
import { chooseLanguage } from '../i18n'
import { read, write } from '../services/storage'
import { settings } from './session'

const THEME = 'third-ring.theme'
const LOCALE = 'third-ring.locale'

function showTheme(theme: string | null | undefined): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  else delete document.documentElement.dataset.theme
}

export async function startAppearance(): Promise<void> {
  showTheme(read(THEME))
  await chooseLanguage(read(LOCALE) ?? undefined)
  let language = read(LOCALE) ?? undefined
  effect(() => {
    const chosen = settings.value
    if (chosen.theme) {
      write(THEME, chosen.theme)
      showTheme(chosen.theme)
    }
    if (chosen.locale && chosen.locale !== language) {
      language = chosen.locale
      write(LOCALE, chosen.locale)
      void chooseLanguage(chosen.locale)
    }
  })
}
