// Words for how a request reached a phone, or why the phone did not ring: what an admin says to somebody who waited for it.
import type { RingOutcome } from '@countersign/protocol/admin'
import { inBoth } from '../text/language.js'

interface RingsText {
  readonly summary: string
  readonly unnamed: string
  /** After the name of a phone and a colon. */
  readonly outcomes: Readonly<Record<RingOutcome, string>>
  readonly answered: (status: number) => string
  /** After the sentence of an outcome that did not ring. */
  readonly openedByHand: string
}

export const ringsText = inBoth<RingsText>(
  {
    summary: 'Did it ring?',
    unnamed: 'A phone that was removed',
    outcomes: {
      shown: 'it showed the request.',
      shown_after_push: 'it was woken, and showed the request.',
      not_shown:
        'it was connected but never showed the request, and has not allowed notifications: it cannot be woken.',
      unreachable:
        'the app was closed or had no network, and notifications were never allowed there: open the app, and allow them.',
      push_taken:
        'the push service took the message, but the phone did not show the request in time: it was off, had no network, or keeps notifications back (battery saving, do not disturb).',
      push_ended:
        'its browser has ended the notifications: open the app on the phone, it sets them up again.',
      push_busy: 'the push service asked for fewer messages, so it was woken late or not at all.',
      push_too_large: 'the push service found the message too large.',
      push_refused: 'the push service refused the message: see the server’s log.',
      push_no_answer: 'the push service did not answer: this server may have no way out to it.',
      push_crowded: 'too many messages waited for this push service, so none was sent.',
      push_too_late: 'its turn came when the request was over.',
      silent_same_device: 'it was not to ring: the login page was on the phone.',
      silent_policy: 'it was not to ring: a policy says that people open the app.',
      silent_quiet_hours: 'it was not to ring: the person’s quiet hours.',
      silent_others_open: 'it was not to ring: two other requests were open.',
      silent_budget: 'it was not to ring: too many requests before it were not approved.',
      silent_reported: 'it was not to ring: the person had said “This wasn’t me” about this app and address.',
    },
    answered: (status) => `(answer ${status})`,
    openedByHand: 'The person opened the app by themselves.',
  },
  {
    summary: 'Hat es geklingelt?',
    unnamed: 'Ein Handy, das entfernt wurde',
    outcomes: {
      shown: 'es hat die Anfrage gezeigt.',
      shown_after_push: 'es wurde geweckt und hat die Anfrage gezeigt.',
      not_shown:
        'es war verbunden, hat die Anfrage aber nie gezeigt, und Mitteilungen sind dort nicht erlaubt: Es lässt sich nicht wecken.',
      unreachable:
        'die App war zu oder ohne Netz, und Mitteilungen wurden dort nie erlaubt: App öffnen und erlauben.',
      push_taken:
        'der Push-Dienst hat die Nachricht genommen, aber das Handy hat die Anfrage nicht rechtzeitig gezeigt: Es war aus, ohne Netz oder hält Mitteilungen zurück (Energiesparen, Nicht stören).',
      push_ended:
        'sein Browser hat die Mitteilungen beendet: App auf dem Handy öffnen, sie richtet sie neu ein.',
      push_busy: 'der Push-Dienst wollte weniger Nachrichten, darum wurde es spät oder gar nicht geweckt.',
      push_too_large: 'dem Push-Dienst war die Nachricht zu groß.',
      push_refused: 'der Push-Dienst hat die Nachricht abgelehnt: siehe das Protokoll des Servers.',
      push_no_answer: 'der Push-Dienst hat nicht geantwortet: Vielleicht kommt dieser Server nicht zu ihm.',
      push_crowded: 'zu viele Nachrichten warteten auf diesen Push-Dienst, darum ging keine hinaus.',
      push_too_late: 'es kam an die Reihe, als die Anfrage vorbei war.',
      silent_same_device: 'es sollte nicht klingeln: Die Anmeldeseite war auf dem Handy.',
      silent_policy: 'es sollte nicht klingeln: Eine Regel sagt, dass man die App öffnet.',
      silent_quiet_hours: 'es sollte nicht klingeln: Ruhezeit der Person.',
      silent_others_open: 'es sollte nicht klingeln: Zwei andere Anfragen waren offen.',
      silent_budget: 'es sollte nicht klingeln: Zu viele Anfragen davor wurden nicht zugelassen.',
      silent_reported:
        'es sollte nicht klingeln: Die Person hatte zu dieser App und Adresse „Das war ich nicht“ gesagt.',
    },
    answered: (status) => `(Antwort ${status})`,
    openedByHand: 'Die Person hat die App von selbst geöffnet.',
  },
)
