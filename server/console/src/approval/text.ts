// The words of an approval that a change asks for.
import type { WatchEnd } from '../sign-in/watch.js'
import { inBoth } from '../text/language.js'

interface ApprovalText {
  readonly title: string
  readonly lead: string
  readonly asking: string
  readonly typeTitle: string
  readonly finishing: string
  readonly again: string
  readonly passkeyLead: string
  readonly otherWay: string
  readonly askPhone: string
  readonly leave: string
  readonly quietTitle: string
  readonly quiet: readonly string[]
  readonly ended: Readonly<Record<WatchEnd, string>>
}

export const approvalText = inBoth<ApprovalText>(
  {
    title: 'Approve this on your phone',
    lead: 'What adds or takes away a way in needs your phone once more, so that nobody does it in a browser that you left open. The change then goes on by itself.',
    asking: 'Asking your phone…',
    typeTitle: 'Type these digits on your phone',
    finishing: 'Approved. The change goes on…',
    again: 'Ask my phone again',
    passkeyLead:
      'What adds or takes away a way in needs you once more, so that nobody does it in a browser that you left open. The change then goes on by itself.',
    otherWay: 'Without my phone',
    askPhone: 'Ask my phone',
    leave: 'Change nothing',
    quietTitle: 'My phone does not ring',
    quiet: [
      'Unlock your phone and open the Countersign app: the request appears there by itself.',
      'No connection on the phone? Switch off flight mode, or change to Wi-Fi.',
      'After several requests in a row the phone stays quiet for a while. Tap “Check for requests” in the app.',
    ],
    ended: {
      denied: 'Denied on the phone. Nothing was changed.',
      reported: 'Reported on the phone as “This wasn’t me”. Nothing was changed.',
      mismatched: 'Those were not the digits shown here. Nothing was changed; try again with new ones.',
      expired: 'Nobody answered in time. Nothing was changed.',
      cancelled: 'The request was withdrawn. Nothing was changed.',
      lapsed: 'The approval came too late. Nothing was changed.',
      redeemed: 'This approval was used already. Ask once more.',
      approved: 'The approval could not be confirmed. Ask once more.',
      unreachable: 'The server stopped answering. Check your connection, then try again.',
    },
  },
  {
    title: 'Bestätige das auf deinem Handy',
    lead: 'Was einen Zugang hinzufügt oder wegnimmt, braucht noch einmal dein Handy, damit es niemand in einem Browser tut, den du offen gelassen hast. Danach geht die Änderung von selbst weiter.',
    asking: 'Dein Handy wird gefragt …',
    typeTitle: 'Tippe diese Ziffern auf deinem Handy ein',
    finishing: 'Bestätigt. Die Änderung geht weiter …',
    again: 'Mein Handy noch einmal fragen',
    passkeyLead:
      'Was einen Zugang hinzufügt oder wegnimmt, braucht dich noch einmal, damit es niemand in einem Browser tut, den du offen gelassen hast. Danach geht die Änderung von selbst weiter.',
    otherWay: 'Ohne mein Handy',
    askPhone: 'Mein Handy fragen',
    leave: 'Nichts ändern',
    quietTitle: 'Mein Handy klingelt nicht',
    quiet: [
      'Entsperre dein Handy und öffne die Countersign-App: die Anfrage erscheint dort von selbst.',
      'Kein Netz auf dem Handy? Schalte den Flugmodus aus oder wechsle ins WLAN.',
      'Nach mehreren Anfragen hintereinander bleibt das Handy eine Weile still. Tippe in der App auf „Nach Anfragen sehen“.',
    ],
    ended: {
      denied: 'Auf dem Handy abgelehnt. Nichts wurde geändert.',
      reported: 'Auf dem Handy als „Das war ich nicht“ gemeldet. Nichts wurde geändert.',
      mismatched:
        'Das waren nicht die Ziffern von hier. Nichts wurde geändert; versuch es mit neuen noch einmal.',
      expired: 'Niemand hat rechtzeitig geantwortet. Nichts wurde geändert.',
      cancelled: 'Die Anfrage wurde zurückgezogen. Nichts wurde geändert.',
      lapsed: 'Die Bestätigung kam zu spät. Nichts wurde geändert.',
      redeemed: 'Diese Bestätigung wurde schon verwendet. Frag noch einmal.',
      approved: 'Die Bestätigung ließ sich nicht prüfen. Frag noch einmal.',
      unreachable: 'Der Server antwortet nicht mehr. Prüf deine Verbindung und versuch es noch einmal.',
    },
  },
)
