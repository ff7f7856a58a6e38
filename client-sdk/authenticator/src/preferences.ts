// Language and appearance: what the person chose, else what the device says; remembered across starts.
import { type Language, languageOf } from './text/index.js'

export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
export interface Preferences {
  readonly language: Language | 'auto'
  readonly theme: Theme
}

const KEY = 'countersign.preferences'

/** What was chosen before. Storage may be off; then the device decides. */
export function loadPreferences(): Preferences {
  try {
    return parse(localStorage.getItem(KEY) ?? '')
  } catch {
    return parse('')
  }
}

export function savePreferences({ language, theme }: Preferences): void {
  try {
    localStorage.setItem(KEY, `${language} ${theme}`)
  } catch {
    // Storage is off: the choice holds until the app is closed, and the settings screen shows it as chosen.
  }
}

export function languageFor({ language }: Preferences): Language {
  return language === 'auto' ? languageOf(navigator.languages) : language
}

/** Tells the page, so that style sheets and screen readers follow. */
export function applyPreferences(preferences: Preferences): void {
  const page = document.documentElement
  page.lang = languageFor(preferences)
  if (preferences.theme === 'auto') delete page.dataset['theme']
  else page.dataset['theme'] = preferences.theme
}

function parse(text: string): Preferences {
  const [language, theme] = text.split(' ')
  return {
    language: language === 'en' || language === 'de' ? language : 'auto',
    theme: themes.find((known) => known === theme) ?? 'auto',
  }
}
