// The words of the policies pages in both languages.
import { inBoth } from '../text/language.js'
import { de } from './de.js'
import { en } from './en.js'

export const policiesText = inBoth(en, de)
