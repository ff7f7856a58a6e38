// Language and appearance: what the person chose, else what the browser and the system say; remembered across visits.
import type { Language } from './language.js'
import { languageOf } from './language.js'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
export interface Preferences {
  readonly language: Language | 'auto'
  readonly theme: Theme
}

const KEY = 'countersign.console.preferences'

/** What was chosen before. Storage may be off; then the browser decides. */
export function loadPreferences(): Preferences {
  try {
    return parsePreferences(localStorage.getItem(KEY) ?? '')
  } catch {
    return parsePreferences('')
  }
}

export function savePreferences({ language, theme }: Preferences): void {
  try {
    localStorage.setItem(KEY, `${language} ${theme}`)
  } catch {
    // Storage is off: the choice holds until the page is closed.
  }
}

export function languageFor({ language }: Preferences): Language {
  return language === 'auto' ? languageOf(navigator.languages) : language
}

/** Tells the document, so that style sheets and screen readers follow. */
export function applyPreferences(preferences: Preferences): void {
  const page = document.documentElement
  page.lang = languageFor(preferences)
  if (preferences.theme === 'auto') delete page.dataset['theme']
  else page.dataset['theme'] = preferences.theme
}

export function parsePreferences(text: string): Preferences {
  const [language, theme] = text.split(' ')
  return {
    language: language === 'en' || language === 'de' ? language : 'auto',
    theme: themes.find((known) => known === theme) ?? 'auto',
  }
}
