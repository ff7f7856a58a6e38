// The words of signing in, and of being signed out.
import { inBoth } from '../text/language.js'

export const signInText = inBoth(
  {
    title: 'Sign in',
    leadAdmin: 'The console knows no passwords: your phone or a passkey lets you in.',
    leadPerson: 'No password needed: your phone or a passkey lets you in.',
    userId: 'Your user ID',
    userIdHint: 'The name you were given, such as anna@example.org.',
    userIdMissing: 'Type your user ID.',
    start: 'Continue on your phone',
    starting: 'Asking your phone…',
    typeTitle: 'Type these digits on your phone',
    progress: {
      waiting: 'Your phone does not ring this time. Open Countersign on it and tap “Check for requests”.',
      sent: 'Sent to your phone. It rings in a moment.',
      on_phone: 'Your phone shows the request. Type the digits there.',
    },
    quietTitle: 'My phone does not ring',
    quiet: [
      'Unlock your phone and open the Countersign app: the request appears there by itself.',
      'Look at the user ID above: a typing mistake looks exactly like this.',
      'No connection on the phone? Switch off flight mode, or change to Wi-Fi.',
      'After several requests in a row the phone stays quiet for a while. Tap “Check for requests” in the app.',
      'New, lost or broken phone? Ask another admin to pair a new one for you.',
    ],
    quietPerson:
      'New, lost or broken phone? With two different codes you can pair a new one yourself; or ask your help desk.',
    lost: 'No phone at hand?',
    quietAdmin: 'No other admin? On the server, run: countersign pair YOUR-USER-ID',
    other: 'Use another user ID',
    finishing: 'Approved. You are being signed in…',
    again: 'Try again',
    ended: {
      denied: 'The request was denied on the phone. Nobody was signed in.',
      reported:
        'The request was reported as “This wasn’t me”. Nobody was signed in, and the record shows it.',
      mismatched: 'Those were not the digits shown here. Try again with new ones.',
      expired: 'Nobody answered in time. Nobody was signed in.',
      cancelled: 'The request was withdrawn.',
      lapsed: 'The approval was not used in time. Try again.',
      redeemed: 'This approval was used already. Try again.',
      approved: 'The approval could not be confirmed. Try again.',
      unreachable: 'The server stopped answering. Check your connection, then try again.',
    },
    refused: {
      forbidden: 'This account may not sign in here. Ask an owner to make you an admin.',
      unauthorized: 'This sign-in took too long or was started in another browser. Try again.',
    },
    waitMore: (seconds: number) => (seconds === 1 ? 'in one second' : `in ${seconds} seconds`),
    endedTitle: 'You were signed out',
    endedLead:
      'That happens after an hour without use, after twelve hours, or when your role changes. What is on the page is kept.',
    opening: 'Opening…',
  },
  {
    title: 'Anmelden',
    leadAdmin: 'Die Konsole kennt keine Passwörter: dein Handy oder ein Passkey lässt dich hinein.',
    leadPerson: 'Ganz ohne Passwort: dein Handy oder ein Passkey lässt dich hinein.',
    userId: 'Deine Benutzer-ID',
    userIdHint: 'Der Name, den du bekommen hast, zum Beispiel anna@example.org.',
    userIdMissing: 'Gib deine Benutzer-ID ein.',
    start: 'Auf dem Handy fortfahren',
    starting: 'Dein Handy wird gefragt …',
    typeTitle: 'Tippe diese Ziffern auf deinem Handy ein',
    progress: {
      waiting:
        'Dein Handy klingelt diesmal nicht. Öffne darauf Countersign und tippe auf „Nach Anfragen sehen“.',
      sent: 'An dein Handy gesendet. Es klingelt gleich.',
      on_phone: 'Dein Handy zeigt die Anfrage. Tippe die Ziffern dort ein.',
    },
    quietTitle: 'Mein Handy klingelt nicht',
    quiet: [
      'Entsperre dein Handy und öffne die Countersign-App: die Anfrage erscheint dort von selbst.',
      'Sieh dir die Benutzer-ID oben an: ein Tippfehler sieht genauso aus.',
      'Kein Netz auf dem Handy? Schalte den Flugmodus aus oder wechsle ins WLAN.',
      'Nach mehreren Anfragen hintereinander bleibt das Handy eine Weile still. Tippe in der App auf „Nach Anfragen sehen“.',
      'Neues, verlorenes oder kaputtes Handy? Bitte einen anderen Admin, ein neues für dich zu koppeln.',
    ],
    quietPerson:
      'Neues, verlorenes oder kaputtes Handy? Mit zwei verschiedenen Codes kannst du selbst ein neues koppeln; oder bitte deinen Helpdesk.',
    lost: 'Kein Handy zur Hand?',
    quietAdmin: 'Kein anderer Admin? Auf dem Server: countersign pair DEINE-BENUTZER-ID',
    other: 'Andere Benutzer-ID verwenden',
    finishing: 'Zugelassen. Du wirst angemeldet …',
    again: 'Noch einmal',
    ended: {
      denied: 'Die Anfrage wurde auf dem Handy abgelehnt. Niemand wurde angemeldet.',
      reported:
        'Die Anfrage wurde als „Das war ich nicht“ gemeldet. Niemand wurde angemeldet, und es steht im Protokoll.',
      mismatched: 'Das waren nicht die Ziffern von hier. Versuch es mit neuen noch einmal.',
      expired: 'Niemand hat rechtzeitig geantwortet. Niemand wurde angemeldet.',
      cancelled: 'Die Anfrage wurde zurückgezogen.',
      lapsed: 'Die Zulassung wurde nicht rechtzeitig verwendet. Versuch es noch einmal.',
      redeemed: 'Diese Zulassung wurde schon verwendet. Versuch es noch einmal.',
      approved: 'Die Zulassung konnte nicht bestätigt werden. Versuch es noch einmal.',
      unreachable: 'Der Server antwortet nicht mehr. Prüf deine Verbindung und versuch es noch einmal.',
    },
    refused: {
      forbidden:
        'Dieses Konto darf sich hier nicht anmelden. Bitte einen Eigentümer, dich zum Admin zu machen.',
      unauthorized:
        'Diese Anmeldung hat zu lange gedauert oder begann in einem anderen Browser. Versuch es noch einmal.',
    },
    waitMore: (seconds) => (seconds === 1 ? 'in einer Sekunde' : `in ${seconds} Sekunden`),
    endedTitle: 'Du wurdest abgemeldet',
    endedLead:
      'Das geschieht nach einer Stunde ohne Nutzung, nach zwölf Stunden oder wenn sich deine Rolle ändert. Was auf der Seite steht, bleibt.',
    opening: 'Wird geöffnet …',
  },
)
