// The words of ringing, installing and updating, in the language of the app.
import { useSpeech } from '../../text/index.js'
import { ringingDe } from './de.js'
import type { RingingMessages } from './en.js'
import { ringingEn } from './en.js'

export function useRingingText(): RingingMessages {
  return useSpeech().language === 'de' ? ringingDe : ringingEn
}
