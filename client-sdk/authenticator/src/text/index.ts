// Which language the app speaks: chosen by the person, else by the device, else English.
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { de } from './de.js'
import type { Messages } from './en.js'
import { en } from './en.js'
import type { Language } from './language.js'
import { languageOf } from './language.js'

export type { Language } from './language.js'
export { languageOf, languages } from './language.js'

export interface Speech {
  readonly language: Language
  /** For times and dates: the device's own variant of the language, e.g. `en-GB`. */
  readonly locale: string
  readonly text: Messages
}

export const SpeechContext = createContext<Speech>({ language: 'en', locale: 'en', text: en })

/** The words of a screen, in the person's language. */
export const useSpeech = (): Speech => useContext(SpeechContext)
export const useText = (): Messages => useContext(SpeechContext).text

export function speechFor(language: Language, preferred: readonly string[]): Speech {
  const locale =
    preferred.find((tag) => languageOf([tag]) === language && tag.startsWith(language)) ?? language
  return { language, locale, text: language === 'de' ? de : en }
}
