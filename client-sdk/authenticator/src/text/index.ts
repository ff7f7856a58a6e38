// Which language the app speaks: chosen by the person, else by the device, else English.
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Messages } from './en.js'
import { en } from './en.js'
import type { Language } from './language.js'
import { languageOf } from './language.js'

export type { Language } from './language.js'
export { languageOf, languages } from './language.js'

export interface Words {
  readonly language: Language
  readonly text: Messages
}

export const english: Words = { language: 'en', text: en }

export interface Speech extends Words {
  /** For times and dates: the device's own variant of the language, e.g. `en-GB`. */
  readonly locale: string
}

export const SpeechContext = createContext<Speech>({ language: 'en', locale: 'en', text: en })

/** The words of a screen, in the person's language. */
export const useSpeech = (): Speech => useContext(SpeechContext)
export const useText = (): Messages => useContext(SpeechContext).text

/** The words of a language. English is at hand; another one is loaded, and English stands in when that cannot be had now. */
export async function loadWords(language: Language): Promise<Words> {
  if (language === 'en') return english
  try {
    const { de } = await import('./de.js')
    return { language, text: de }
  } catch {
    return english
  }
}

export function speechFor({ language, text }: Words, preferred: readonly string[]): Speech {
  const locale =
    preferred.find((tag) => languageOf([tag]) === language && tag.startsWith(language)) ?? language
  return { language, locale, text }
}
