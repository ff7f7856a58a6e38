// Die Sätze einer Anmeldung, deren Seite auf diesem Handy offen ist, auf Deutsch.
import type { LinkMessages } from './en-link.js'

export const deLink: LinkMessages = {
  link: {
    looking: 'Die Anfrage deiner Anmeldeseite wird geholt …',
    here: 'Du meldest dich auf diesem Handy an.',
    hint: 'Bestätige nur, wenn du gerade auf deiner Anmeldeseite „Auf diesem Handy bestätigen“ getippt hast.',
    approve: 'Bestätigen',
    notOpened:
      'Diese Anmeldung wartet im Browser eines Handys. Hast du sie hier begonnen, geh zurück zu deiner Anmeldeseite und tippe auf „Auf diesem Handy bestätigen“. Wenn nicht, lehne sie ab.',
    goingBack: (app) => `Zurück zu ${app} …`,
    back: (app) => `Zurück zu ${app}`,
    backToPage: 'Zurück zur Anmeldeseite',
    pair: 'Dieses Handy koppeln',
    missingTitle: 'Hier ist keine Anfrage',
    missing: {
      broken:
        'Der Link deiner Anmeldeseite ist beschädigt. Geh zurück und tippe noch einmal auf „Auf diesem Handy bestätigen“.',
      not_paired:
        'In diesem Browser ist kein Konto gekoppelt. Geh zurück und nimm das Zugangssymbol mit dem Handy oder der App, die du gekoppelt hast. Auf einem iPhone hat die App auf dem Home-Bildschirm eigene Schlüssel, die dieser Browser nicht benutzen kann.',
      other_server:
        'Die Konten auf diesem Handy gehören zu anderen Servern als dem, den deine Anmeldeseite fragt. Geh zurück und nimm das Handy, das du dafür gekoppelt hast.',
      not_here:
        'Die Anfrage ist vorbei, oder sie gilt für ein Konto, das nicht auf diesem Handy ist. Geh zurück und tippe noch einmal auf „Auf diesem Handy bestätigen“, oder nimm ein anderes Handy.',
      unreachable:
        'Der Server antwortet nicht. Prüfe die Verbindung dieses Handys und versuche es noch einmal.',
    },
    accounts: 'Auf diesem Handy',
  },
}
