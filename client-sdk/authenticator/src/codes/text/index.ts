// The words of the entries' screens, in the language of the app.
import { useSpeech } from '../../text/index.js'
import { entriesDe } from './de.js'
import type { EntryMessages } from './en.js'
import { entriesEn } from './en.js'

export function useEntryText(): EntryMessages {
  return useSpeech().language === 'de' ? entriesDe : entriesEn
}
