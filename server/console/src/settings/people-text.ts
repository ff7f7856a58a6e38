// The words of what people may do for themselves in both languages.
import { inBoth } from '../text/language.js'

export const peopleText = inBoth(
  {
    title: 'What people may do for themselves',
    lead: 'At /me, signed in with their own phone. What is off here is refused by the server, whatever the page says.',
    pair: 'Pair another phone',
    pairHint: 'After an approval on the phone that they have.',
    revoke: 'Remove a phone of their own',
    revokeHint: 'When it is sold or lost.',
    addresses: 'Change where notices are sent',
    addressesHint: 'Their e-mail addresses, and the language of mail.',
    codes: 'Set up codes from an app, make backup codes',
    codesHint: 'After an approval on the phone that they have; for when the phone cannot be asked.',
  },
  {
    title: 'Was die Leute selbst tun dürfen',
    lead: 'Unter /me, angemeldet mit dem eigenen Handy. Was hier aus ist, lehnt der Server ab, was die Seite auch sagt.',
    pair: 'Ein weiteres Handy koppeln',
    pairHint: 'Nach einer Zustimmung auf dem Handy, das sie haben.',
    revoke: 'Ein eigenes Handy entfernen',
    revokeHint: 'Wenn es verkauft oder verloren ist.',
    addresses: 'Ändern, wohin Hinweise gehen',
    addressesHint: 'Ihre E-Mail-Adressen und die Sprache der E-Mails.',
    codes: 'Codes aus einer App einrichten, Backup-Codes erstellen',
    codesHint:
      'Nach einer Zustimmung auf dem Handy, das sie haben; für den Fall, dass es nicht gefragt werden kann.',
  },
)
