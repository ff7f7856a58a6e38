// The sentences that every login needs, in English and German; no technical word reaches a person.

/** Why a request ended without a login. */
export type Ending =
  | 'denied'
  | 'mismatched'
  | 'mismatched_code'
  | 'expired'
  | 'cancelled'
  | 'unreachable'
  | 'too_many'
  | 'signed_out'
  | 'other_browser'
  | 'not_linked'
  | 'scan_needed'
  | 'not_confirmed'

/** What is said of an ending; `button` where it is not "Try again". */
export type Said = readonly [title: string, sentence: string, button?: string]

export interface Words {
  readonly begin: string
  readonly asking: string
  readonly pick: string
  readonly type: string
  readonly reaching: string
  readonly pull: string
  readonly sent: string
  readonly onPhone: string
  readonly approved: string
  readonly oneMoment: string
  readonly offline: string
  readonly cancel: string
  readonly again: string
  readonly otherWay: string
  readonly here: string
  readonly timeLeft: string
  /** Of all endings the one that must be at hand when nothing can be loaded. */
  readonly unreachable: Said
}

const en: Words = {
  begin: 'Continue on your phone',
  asking: 'One moment',
  pick: 'Pick this access pass on your phone',
  type: 'Type this code on your phone',
  reaching: 'Reaching your phone',
  pull: 'Open the app on your phone and choose “Check for requests”',
  sent: 'Sent to your phone',
  onPhone: 'On your phone',
  approved: 'Approved',
  oneMoment: 'You are being signed in',
  offline: 'No connection. Trying again.',
  cancel: 'Cancel',
  again: 'Try again',
  otherWay: 'Use another way',
  here: 'Approve on this phone',
  timeLeft: 'Time left',
  unreachable: ['Your phone cannot be asked right now', 'Nothing was lost. Please try again in a moment.'],
}

/** Without `du` or `Sie`: the page around it has chosen one, and the element fits either. */
const de: Words = {
  begin: 'Auf dem Handy fortfahren',
  asking: 'Einen Moment',
  pick: 'Dieses Zugangssymbol auf dem Handy antippen',
  type: 'Diesen Code auf dem Handy eintippen',
  reaching: 'Das Handy wird benachrichtigt',
  pull: 'Die App auf dem Handy öffnen und „Nach Anfragen sehen“ wählen',
  sent: 'An das Handy gesendet',
  onPhone: 'Auf dem Handy',
  approved: 'Bestätigt',
  oneMoment: 'Die Anmeldung geht weiter',
  offline: 'Keine Verbindung. Es wird weiter versucht.',
  cancel: 'Abbrechen',
  again: 'Noch einmal',
  otherWay: 'Anderer Weg',
  here: 'Auf diesem Handy bestätigen',
  timeLeft: 'Verbleibende Zeit',
  unreachable: [
    'Das Handy kann gerade nicht gefragt werden',
    'Es ist nichts verloren. Bitte gleich noch einmal versuchen.',
  ],
}

export type ElementLanguage = 'en' | 'de'
export const words: Readonly<Record<ElementLanguage, Words>> = { en, de }
