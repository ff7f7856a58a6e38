// Every sentence of the screens that only some logins need, in English and German.
import type { CodeWay } from '@countersign/protocol'
import type { ElementLanguage } from './element-words.js'

export interface MoreWords {
  readonly raised: string
  readonly title: string
  readonly code: string
  readonly typeOneOf: string
  readonly kinds: Readonly<Record<CodeWay, string>>
  readonly signIn: string
  readonly checking: string
  readonly askPhone: string
  readonly wrong: string
  readonly unreadable: string
  readonly notHere: string
  readonly tooMany: (minutes: number) => string
  /** Without an end: somebody has to look. */
  readonly blocked: string
  readonly unreachable: string
  readonly offline: string
  readonly notConfirmed: string
  readonly setUpTitle: string
  readonly setUpLead: string
  readonly setUpNeeded: string
  readonly setUpUntil: (untilMs: number) => string
  readonly setUpNow: string
  readonly setUpLater: string
  readonly linkTitle: string
  readonly linkLead: string
  readonly linkOpen: string
  readonly linkElsewhere: string
  readonly linkBehind: string
  readonly passkey: string
  readonly passkeyTitle: string
  readonly passkeyLead: string
  readonly passkeyNotGiven: string
  readonly passkeyRefused: string
  readonly passkeyUnsupported: string
  readonly passkeyUnreachable: string
  readonly useCode: string
  readonly scanTitle: string
  readonly scanLead: string
  readonly scanPull: string
  readonly scanPicture: string
  readonly scanCannot: string
  readonly scanLink: string
  readonly scanLinkHint: string
  readonly scanTyped: string
  readonly scanCancel: string
}

const en: MoreWords = {
  raised: 'Someone else is signing in with this ID, so this request uses a code.',
  title: 'Sign in with a code',
  code: 'Your code',
  typeOneOf: 'Type',
  kinds: {
    totp: 'the digits from your authenticator app',
    backup: 'a backup code from your list',
    bypass: 'a code from the help desk',
  },
  signIn: 'Sign in',
  checking: 'Checking…',
  askPhone: 'Ask my phone instead',
  wrong: 'This code is wrong, or was used before. Please check it, or wait for the next one.',
  unreadable: 'Something is missing or too much. A code has 6, 8 or 12 digits, or 20 letters and digits.',
  notHere: 'A code of this kind does not count here. Type',
  tooMany: (minutes) =>
    `Too many wrong codes. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, or ask your phone.`,
  blocked: 'Too many wrong codes: codes are off now. Please ask the help desk, or ask your phone.',
  unreachable: 'The code cannot be checked right now. Please try again in a moment.',
  offline: 'No connection. Please try again in a moment.',
  notConfirmed: 'The code could not be confirmed. Please try again.',
  setUpTitle: 'Set up your second factor',
  setUpLead: 'Signing in here takes your password and your phone. Setting it up takes a few minutes.',
  setUpNeeded: 'You need it to sign in.',
  setUpUntil: (untilMs) => `You can put it off until ${dateOf(untilMs, 'en')}.`,
  setUpNow: 'Set up now',
  setUpLater: 'Later',
  linkTitle: 'Sign in on this phone',
  linkLead: 'The authenticator opens. You approve there, and come back to this page.',
  linkOpen: 'Approve on this phone',
  linkElsewhere: 'Use another phone',
  linkBehind: 'Please go on in the window that the authenticator opened.',
  passkey: 'Use a passkey',
  passkeyTitle: 'Sign in with a passkey',
  passkeyLead:
    'Your device asks for your fingerprint, your face or its PIN. Nothing is typed that somebody could steal.',
  passkeyNotGiven: 'No passkey was used. Try again, or use another way.',
  passkeyRefused: 'This passkey does not count here. Try another one, or ask the help desk.',
  passkeyUnsupported: 'This browser cannot use passkeys on this page. Try another browser, or another way.',
  passkeyUnreachable: 'The passkey cannot be checked right now. Please try again in a moment.',
  useCode: 'Use a code instead',
  scanTitle: 'Scan this code with your phone',
  scanLead: 'Your phone shows the request: choose “Scan the code” there.',
  scanPull: 'Open the app on your phone and choose “Scan a login page”.',
  scanPicture: 'QR code. Without a camera use “Cannot scan?” below.',
  scanCannot: 'Cannot scan?',
  scanLink: 'The link that this code holds',
  scanLinkHint:
    'Paste it into an app without a camera. Give it to nobody: whoever has it can ask you to let them in.',
  scanTyped: 'Type a code on my phone instead',
  scanCancel: 'Cancel',
}

/** Without `du` or `Sie`, as in the element. */
const de: MoreWords = {
  raised: 'Jemand anderes meldet sich mit dieser ID an, darum gilt hier ein Code.',
  title: 'Mit Code anmelden',
  code: 'Code',
  typeOneOf: 'Hier gilt:',
  kinds: {
    totp: 'die Ziffern aus der Authenticator-App',
    backup: 'ein Backup-Code von der Liste',
    bypass: 'ein Code vom Helpdesk',
  },
  signIn: 'Anmelden',
  checking: 'Wird geprüft …',
  askPhone: 'Stattdessen das Handy fragen',
  wrong: 'Dieser Code ist falsch oder schon benutzt. Bitte nachsehen oder auf den nächsten warten.',
  unreadable:
    'Da fehlt etwas oder ist zu viel. Ein Code hat 6, 8 oder 12 Ziffern oder 20 Buchstaben und Ziffern.',
  notHere: 'Ein Code dieser Art gilt hier nicht. Hier gilt:',
  tooMany: (minutes) =>
    `Zu viele falsche Codes. In ${minutes === 1 ? 'einer Minute' : `${minutes} Minuten`} noch einmal, oder das Handy fragen.`,
  blocked: 'Zu viele falsche Codes: Codes gelten jetzt nicht mehr. Bitte den Helpdesk oder das Handy fragen.',
  unreachable: 'Der Code kann gerade nicht geprüft werden. Bitte gleich noch einmal versuchen.',
  offline: 'Keine Verbindung. Bitte gleich noch einmal versuchen.',
  notConfirmed: 'Der Code konnte nicht bestätigt werden. Bitte noch einmal versuchen.',
  setUpTitle: 'Zweiten Faktor einrichten',
  setUpLead: 'Die Anmeldung hier braucht Passwort und Handy. Das Einrichten dauert ein paar Minuten.',
  setUpNeeded: 'Ohne ihn geht die Anmeldung nicht weiter.',
  setUpUntil: (untilMs) => `Das hat Zeit bis zum ${dateOf(untilMs, 'de')}.`,
  setUpNow: 'Jetzt einrichten',
  setUpLater: 'Später',
  linkTitle: 'Auf diesem Handy anmelden',
  linkLead: 'Der Authenticator öffnet sich. Nach dem Bestätigen geht es hier weiter.',
  linkOpen: 'Auf diesem Handy bestätigen',
  linkElsewhere: 'Anderes Handy benutzen',
  linkBehind: 'Bitte in dem Fenster fortfahren, das der Authenticator geöffnet hat.',
  passkey: 'Passkey benutzen',
  passkeyTitle: 'Mit Passkey anmelden',
  passkeyLead:
    'Das Gerät fragt nach Fingerabdruck, Gesicht oder seiner PIN. Es wird nichts eingetippt, was jemand stehlen könnte.',
  passkeyNotGiven:
    'Es wurde kein Passkey benutzt. Bitte noch einmal versuchen oder einen anderen Weg nehmen.',
  passkeyRefused: 'Dieser Passkey gilt hier nicht. Bitte einen anderen versuchen oder den Helpdesk fragen.',
  passkeyUnsupported:
    'Dieser Browser kann auf dieser Seite keine Passkeys benutzen. Bitte einen anderen Browser oder Weg nehmen.',
  passkeyUnreachable: 'Der Passkey kann gerade nicht geprüft werden. Bitte gleich noch einmal versuchen.',
  useCode: 'Stattdessen einen Code benutzen',
  scanTitle: 'Diesen Code mit dem Handy scannen',
  scanLead: 'Das Handy zeigt die Anfrage: dort „Code scannen“ wählen.',
  scanPull: 'Die App auf dem Handy öffnen und „Anmeldeseite scannen“ wählen.',
  scanPicture: 'QR-Code. Ohne Kamera hilft „Scannen geht nicht?“ darunter.',
  scanCannot: 'Scannen geht nicht?',
  scanLink: 'Der Link in diesem Code',
  scanLinkHint:
    'Zum Einfügen in eine App ohne Kamera. Er ist für niemand anderen: wer ihn hat, kann um Zugang bitten.',
  scanTyped: 'Stattdessen einen Code auf dem Handy eintippen',
  scanCancel: 'Abbrechen',
}

function dateOf(ms: number, language: ElementLanguage): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'de', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(ms)
}

export const moreWords: Readonly<Record<ElementLanguage, MoreWords>> = { en, de }
