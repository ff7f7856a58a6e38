// The words of "was this you?".
import { inBoth } from '../text/language.js'

export const requestsText = inBoth(
  {
    title: 'Was this you?',
    lead: 'What your phones were asked lately. If one of these was not you, say so: it is stopped where it still can be, and your admins hear of it.',
    none: 'Nothing was asked lately.',
    unknownApp: 'An app that is no longer there',
    outcomes: {
      redeemed: 'Approved, logged in',
      lapsed: 'Approved, not used',
      denied: 'Denied',
      reported: 'Reported',
      mismatched: 'Wrong answer',
      expired: 'Not answered',
      cancelled: 'Withdrawn',
    },
    on: (device: string) => `on ${device}`,
    notMe: 'This wasn’t me',
    notMeAbout: (app: string, when: string) => `This wasn’t me: ${app}, ${when}`,
    disowned: 'You said: this wasn’t me',
    confirmTitle: 'This wasn’t you?',
    follows: [
      'Requests of this app from this address do not ring any more for a day.',
      'For a day, your phones ask you to type digits instead of tapping an access pass.',
      'Your admins are told, and so are your other phones and your addresses.',
    ],
    here: 'If it was a sign-in to this page or the console, every browser but this one is signed out.',
    wasIn:
      'Somebody got in with this login. Change your password there, and remove the phone that approved it if you did not.',
    done: 'Noted. Your admins have been told.',
  },
  {
    title: 'Warst du das?',
    lead: 'Was deine Handys zuletzt gefragt wurden. Warst du etwas davon nicht, dann sag es: es wird gestoppt, wo das noch geht, und deine Admins erfahren es.',
    none: 'In letzter Zeit wurde nichts gefragt.',
    unknownApp: 'Eine App, die es nicht mehr gibt',
    outcomes: {
      redeemed: 'Bestätigt, angemeldet',
      lapsed: 'Bestätigt, nicht verwendet',
      denied: 'Abgelehnt',
      reported: 'Gemeldet',
      mismatched: 'Falsche Antwort',
      expired: 'Nicht beantwortet',
      cancelled: 'Zurückgezogen',
    },
    on: (device) => `auf ${device}`,
    notMe: 'Das war ich nicht',
    notMeAbout: (app, when) => `Das war ich nicht: ${app}, ${when}`,
    disowned: 'Du hast gesagt: das war ich nicht',
    confirmTitle: 'Das warst du nicht?',
    follows: [
      'Anfragen dieser App von dieser Adresse klingeln einen Tag lang nicht mehr.',
      'Einen Tag lang tippst du auf dem Handy Ziffern ein, statt ein Zugangssymbol zu wählen.',
      'Deine Admins erfahren es, ebenso deine anderen Handys und deine Adressen.',
    ],
    here: 'War es eine Anmeldung an dieser Seite oder der Konsole, wird jeder Browser außer diesem abgemeldet.',
    wasIn:
      'Mit dieser Anmeldung kam jemand hinein. Ändere dort dein Passwort, und entferne das Handy, das bestätigt hat, wenn du es nicht warst.',
    done: 'Notiert. Deine Admins wissen Bescheid.',
  },
)
