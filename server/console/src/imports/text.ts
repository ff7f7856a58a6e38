// The words of the import pages in both languages.
import { inBoth } from '../text/language.js'
import { de } from './de.js'
import { en } from './en.js'

export const importsText = inBoth(en, de)
