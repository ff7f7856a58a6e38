// What a fault means to the person in front of the screen, and what to do about it.
import { inBoth } from '../text/language.js'
import type { Fault, FaultCode } from './answer.js'

const rest = {
  en: 'That did not work. Try again; if it keeps failing, look into the server’s log.',
  de: 'Das hat nicht geklappt. Versuch es noch einmal; wenn es dabei bleibt, sieh ins Protokoll des Servers.',
}

export interface FaultText {
  readonly known: Readonly<Partial<Record<FaultCode, string>>>
  readonly rest: string
  readonly wrong: (path: string, expected: string) => string
  readonly wait: (seconds: number) => string
  readonly reference: (requestId: string) => string
}

export const faultText = inBoth<FaultText>(
  {
    known: {
      unreachable: 'The server does not answer. Check your connection, then try again.',
      unreadable: 'Something between you and the server answered in its place. Try again in a moment.',
      unauthorized: 'You are not signed in any more. Sign in again; what you typed stays here.',
      forbidden: 'Your role does not allow this. An owner can change that under Admins.',
      origin_forbidden:
        'This page was opened at another address than the server’s own. Open it at its public address.',
      not_found: 'This is not there any more. Somebody may have removed it.',
      changed_meanwhile: 'Somebody else changed this meanwhile.',
      revision_missing: 'This page is out of date. Load it again.',
      conflict:
        'This is taken, or something else stands in the way. Load the page again to see what is there now.',
      body_too_large: 'This is larger than the server takes.',
      too_many_devices: 'This account has as many phones as allowed. Remove one first.',
      too_many_requests: 'Too many attempts. Wait a moment, then try again.',
      passkey_required:
        'Only a passkey lets you in here. Have none yet? Sign in at /me by phone and add one there.',
      passkey_refused: 'This passkey does not count here. Try another one.',
      approval_needed: 'This was not approved on your phone, so nothing was changed. Try again.',
      code_refused:
        'This code does not fit. Look at the newest one in your app, and at the clock of that phone.',
      too_many_tries: 'Too many wrong codes. Wait a while, then try again.',
      way_not_allowed: 'Codes of this kind do not count here: a policy leaves them out.',
      link_invalid: 'This link is used or expired. Begin again.',
      ticket_invalid: 'This pairing link is used, expired or withdrawn. Make a new one.',
      device_revoked: 'This phone was removed.',
      unavailable: 'The server is busy or stopping. Try again in a moment.',
      draining: 'The server is stopping. Try again in a moment.',
      internal: 'Something went wrong on the server. Its log knows more.',
    },
    rest: rest.en,
    wrong: (path, expected) => `“${path}” was refused: ${expected}.`,
    wait: (seconds) => (seconds === 1 ? 'Wait one second.' : `Wait ${seconds} seconds.`),
    reference: (requestId) => `In the server’s log as ${requestId}.`,
  },
  {
    known: {
      unreachable: 'Der Server antwortet nicht. Prüf deine Verbindung und versuch es noch einmal.',
      unreadable:
        'Etwas zwischen dir und dem Server hat an seiner Stelle geantwortet. Versuch es gleich noch einmal.',
      unauthorized: 'Du bist nicht mehr angemeldet. Melde dich neu an; was du getippt hast, bleibt hier.',
      forbidden: 'Deine Rolle erlaubt das nicht. Eigentümer können das unter „Admins“ ändern.',
      origin_forbidden:
        'Diese Seite wurde unter einer anderen Adresse geöffnet als der des Servers. Öffne sie unter seiner öffentlichen Adresse.',
      not_found: 'Das gibt es nicht mehr. Vielleicht hat es jemand entfernt.',
      changed_meanwhile: 'Jemand anderes hat das inzwischen geändert.',
      revision_missing: 'Diese Seite ist veraltet. Lade sie neu.',
      conflict:
        'Das ist vergeben, oder etwas anderes steht im Weg. Lade die Seite neu, um zu sehen, was jetzt da ist.',
      body_too_large: 'Das ist größer, als der Server annimmt.',
      too_many_devices: 'Dieses Konto hat so viele Handys wie erlaubt. Entferne zuerst eines.',
      too_many_requests: 'Zu viele Versuche. Warte einen Moment und versuch es dann noch einmal.',
      passkey_required:
        'Hier lässt dich nur ein Passkey hinein. Noch keinen? Melde dich unter /me mit dem Handy an und füg dort einen hinzu.',
      passkey_refused: 'Dieser Passkey gilt hier nicht. Versuch einen anderen.',
      approval_needed:
        'Das wurde nicht auf deinem Handy bestätigt, also wurde nichts geändert. Versuch es noch einmal.',
      code_refused:
        'Dieser Code passt nicht. Sieh nach dem neuesten in deiner App, und nach der Uhr dieses Handys.',
      too_many_tries: 'Zu viele falsche Codes. Warte eine Weile und versuch es dann noch einmal.',
      way_not_allowed: 'Codes dieser Art zählen hier nicht: eine Richtlinie lässt sie weg.',
      link_invalid: 'Dieser Link ist benutzt oder abgelaufen. Fang von vorn an.',
      ticket_invalid:
        'Dieser Kopplungslink ist benutzt, abgelaufen oder zurückgezogen. Erstelle einen neuen.',
      device_revoked: 'Dieses Handy wurde entfernt.',
      unavailable: 'Der Server ist beschäftigt oder wird beendet. Versuch es gleich noch einmal.',
      draining: 'Der Server wird beendet. Versuch es gleich noch einmal.',
      internal: 'Auf dem Server ist etwas schiefgegangen. Sein Protokoll weiß mehr.',
    },
    rest: rest.de,
    wrong: (path, expected) => `„${path}“ wurde abgelehnt: ${expected}.`,
    wait: (seconds) => (seconds === 1 ? 'Warte eine Sekunde.' : `Warte ${seconds} Sekunden.`),
    reference: (requestId) => `Im Protokoll des Servers unter ${requestId}.`,
  },
)

/** One or two sentences: what happened, what to do. */
export function sentenceOf(fault: Fault, text: FaultText): string {
  const { at, code } = fault
  const said =
    at && code === 'body_invalid' ? text.wrong(at.path, at.expected) : (text.known[code] ?? text.rest)
  const wait = fault.retryAfterSeconds === undefined ? '' : ` ${text.wait(fault.retryAfterSeconds)}`
  return `${said}${wait}`
}
