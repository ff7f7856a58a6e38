// The words of the page for oneself, but for those of its sections.
import { inBoth } from '../text/language.js'

export const meText = inBoth(
  {
    lead: 'Your phones, what they were asked, and where you are told about it.',
    signOut: 'Sign out',
    skip: 'Skip to the content',
    more: 'Show older ones',
    cancel: 'Cancel',
  },
  {
    lead: 'Deine Handys, was sie gefragt wurden, und wo du davon erfährst.',
    signOut: 'Abmelden',
    skip: 'Zum Inhalt springen',
    more: 'Ältere zeigen',
    cancel: 'Abbrechen',
  },
)
