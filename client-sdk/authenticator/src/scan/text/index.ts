// The words of the scan screens, in the language of the app.
import { useSpeech } from '../../text/index.js'
import { scanDe } from './de.js'
import type { ScanMessages } from './en.js'
import { scanEn } from './en.js'

export function useScanText(): ScanMessages {
  return useSpeech().language === 'de' ? scanDe : scanEn
}
