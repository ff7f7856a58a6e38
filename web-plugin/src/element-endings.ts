// What is said when a request ended without a login, in English and German: most logins never need it.
import type { ElementLanguage, Ending, Said } from './element-words.js'

type Endings = Readonly<Record<Exclude<Ending, 'unreachable'>, Said>>

const en: Endings = {
  denied: ['Denied', 'The request was denied on the phone. Nobody was signed in.'],
  mismatched: [
    'Not this access pass',
    'That was not the access pass shown here. For your safety the next try uses a code.',
    'Try again with a code',
  ],
  mismatched_code: ['Not this code', 'That was not the code shown here. Please try again with a new one.'],
  expired: ['Time is up', 'Nobody answered in time. Nobody was signed in.'],
  cancelled: ['Cancelled', 'The request was withdrawn from your phone.'],
  too_many: ['Several requests are open', 'Deny the ones that are not yours on your phone, then try again.'],
  signed_out: ['Please sign in again', 'You were away for a while.', 'Sign in again'],
  other_browser: [
    'This login began elsewhere',
    'The approval came back to a browser that did not begin this login. Please go on where it began, or sign in again here.',
    'Sign in again',
  ],
  not_linked: [
    'This phone is not linked here',
    'Please use the phone that you linked to this account, or link this one first.',
  ],
  scan_needed: [
    'Only a scanned code counts here',
    'The rules of this place ask for the QR code. Scan it with a phone, or paste its link into the app.',
    'Show the QR code',
  ],
  not_confirmed: ['Not signed in', 'The approval could not be confirmed. Please try again.'],
}

/** Without `du` or `Sie`, as all of the element. */
const de: Endings = {
  denied: ['Abgelehnt', 'Die Anfrage wurde auf dem Handy abgelehnt. Niemand wurde angemeldet.'],
  mismatched: [
    'Nicht dieses Zugangssymbol',
    'Das war nicht das hier gezeigte Zugangssymbol. Zur Sicherheit gilt beim nächsten Versuch ein Code.',
    'Noch einmal mit Code',
  ],
  mismatched_code: [
    'Nicht dieser Code',
    'Das war nicht der hier gezeigte Code. Bitte noch einmal mit einem neuen versuchen.',
  ],
  expired: ['Die Zeit ist um', 'Es kam keine Antwort. Niemand wurde angemeldet.'],
  cancelled: ['Abgebrochen', 'Die Anfrage wurde vom Handy zurückgenommen.'],
  too_many: [
    'Mehrere Anfragen sind offen',
    'Fremde Anfragen auf dem Handy ablehnen, dann noch einmal versuchen.',
  ],
  signed_out: ['Bitte neu anmelden', 'Die Anmeldung hat zu lange gedauert.', 'Neu anmelden'],
  other_browser: [
    'Diese Anmeldung begann woanders',
    'Die Bestätigung kam in einem Browser an, der diese Anmeldung nicht begonnen hat. Bitte dort fortfahren, wo sie begann, oder hier neu anmelden.',
    'Neu anmelden',
  ],
  not_linked: [
    'Dieses Handy ist hier nicht verknüpft',
    'Bitte das verknüpfte Handy benutzen, oder dieses zuerst verknüpfen.',
  ],
  scan_needed: [
    'Hier gilt nur ein gescannter Code',
    'Die Regeln hier verlangen den QR-Code. Bitte mit einem Handy scannen oder den Link in die App einfügen.',
    'QR-Code zeigen',
  ],
  not_confirmed: [
    'Nicht angemeldet',
    'Die Bestätigung konnte nicht geprüft werden. Bitte noch einmal versuchen.',
  ],
}

export const endings: Readonly<Record<ElementLanguage, Endings>> = { en, de }
