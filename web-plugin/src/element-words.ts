// Every sentence of the element, in English and German; no technical word reaches a person.

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
  | 'not_linked'
  | 'not_confirmed'

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
  readonly raised: string
  readonly cancel: string
  readonly again: string
  readonly againWithCode: string
  readonly signInAgain: string
  readonly timeLeft: string
  readonly endings: Readonly<Record<Ending, readonly [title: string, sentence: string]>>
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
  raised: 'Someone else is signing in with this ID, so this request uses a code.',
  cancel: 'Cancel',
  again: 'Try again',
  againWithCode: 'Try again with a code',
  signInAgain: 'Sign in again',
  timeLeft: 'Time left',
  endings: {
    denied: ['Denied', 'The request was denied on the phone. Nobody was signed in.'],
    mismatched: [
      'Not this access pass',
      'That was not the access pass shown here. For your safety the next try uses a code.',
    ],
    mismatched_code: ['Not this code', 'That was not the code shown here. Please try again with a new one.'],
    expired: ['Time is up', 'Nobody answered in time. Nobody was signed in.'],
    cancelled: ['Cancelled', 'The request was withdrawn from your phone.'],
    unreachable: ['Your phone cannot be asked right now', 'Nothing was lost. Please try again in a moment.'],
    too_many: [
      'Several requests are open',
      'Deny the ones that are not yours on your phone, then try again.',
    ],
    signed_out: ['Please sign in again', 'You were away for a while.'],
    not_linked: [
      'This phone is not linked here',
      'Please use the phone that you linked to this account, or link this one first.',
    ],
    not_confirmed: ['Not signed in', 'The approval could not be confirmed. Please try again.'],
  },
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
  raised: 'Jemand anderes meldet sich mit dieser ID an, darum gilt hier ein Code.',
  cancel: 'Abbrechen',
  again: 'Noch einmal',
  againWithCode: 'Noch einmal mit Code',
  signInAgain: 'Neu anmelden',
  timeLeft: 'Verbleibende Zeit',
  endings: {
    denied: ['Abgelehnt', 'Die Anfrage wurde auf dem Handy abgelehnt. Niemand wurde angemeldet.'],
    mismatched: [
      'Nicht dieses Zugangssymbol',
      'Das war nicht das hier gezeigte Zugangssymbol. Zur Sicherheit gilt beim nächsten Versuch ein Code.',
    ],
    mismatched_code: [
      'Nicht dieser Code',
      'Das war nicht der hier gezeigte Code. Bitte noch einmal mit einem neuen versuchen.',
    ],
    expired: ['Die Zeit ist um', 'Es kam keine Antwort. Niemand wurde angemeldet.'],
    cancelled: ['Abgebrochen', 'Die Anfrage wurde vom Handy zurückgenommen.'],
    unreachable: [
      'Das Handy kann gerade nicht gefragt werden',
      'Es ist nichts verloren. Bitte gleich noch einmal versuchen.',
    ],
    too_many: [
      'Mehrere Anfragen sind offen',
      'Fremde Anfragen auf dem Handy ablehnen, dann noch einmal versuchen.',
    ],
    signed_out: ['Bitte neu anmelden', 'Die Anmeldung hat zu lange gedauert.'],
    not_linked: [
      'Dieses Handy ist hier nicht verknüpft',
      'Bitte das verknüpfte Handy benutzen, oder dieses zuerst verknüpfen.',
    ],
    not_confirmed: [
      'Nicht angemeldet',
      'Die Bestätigung konnte nicht geprüft werden. Bitte noch einmal versuchen.',
    ],
  },
}

export type ElementLanguage = 'en' | 'de'
export const words: Readonly<Record<ElementLanguage, Words>> = { en, de }
