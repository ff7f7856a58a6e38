// Which language the pages speak, and words in both: whoever writes an English sentence is made to write the German one.
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

export const languages = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof languages

/** The same words in every language. */
export type Words<T> = Readonly<Record<Language, T>>

export interface Speech {
  readonly language: Language
  /** For times, dates and numbers: the browser's own variant of the language, e.g. `en-GB`. */
  readonly locale: string
}

export const SpeechContext = createContext<Speech>({ language: 'en', locale: 'en' })
export const useSpeech = (): Speech => useContext(SpeechContext)

/**
 * Words of one page in both languages. A German text that is missing, superfluous or of another shape is a type error.
 *
 * @example
 * export const groupsText = inBoth({ title: 'Groups' }, { title: 'Gruppen' })
 */
export const inBoth = <T extends object>(en: T, de: NoInfer<T>): Words<T> => ({ en, de })

/** The words of a page in the person's language. */
export function useText<T>(words: Words<T>): T {
  return words[useSpeech().language]
}

export function speechFor(language: Language, preferred: readonly string[]): Speech {
  return { language, locale: preferred.find((tag) => spoken([tag]) === language) ?? language }
}

/** The first of the browser's languages that we speak, else English. */
export function languageOf(preferred: readonly string[]): Language {
  return spoken(preferred) ?? 'en'
}

function spoken(preferred: readonly string[]): Language | undefined {
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0]
    if (primary === 'de' || primary === 'en') return primary
  }
  return undefined
}
