// The sentences about the QR code of a login page, in German; loaded with their screens.
import type { ScanMessages } from './en.js'

export const scanDe: ScanMessages = {
  title: 'Anmeldeseite scannen',
  hint: 'Richte die Kamera auf den quadratischen Code auf der Anmeldeseite vor dir.',
  notOurs: 'Das ist ein Code, aber nicht der einer Anmeldeseite.',
  paste: 'Stattdessen den Link einfügen',
  choice: {
    lead: 'Scanne den quadratischen Code auf deiner Anmeldeseite. Damit lässt du diese Anfrage zu.',
    scan: 'Code scannen',
    stop: 'Kamera ausschalten',
    cannot: 'Du kannst ihn nicht scannen? Wähle auf der Anmeldeseite „Scannen geht nicht?“.',
  },
  here: {
    camera: 'Du hast den Code dieser Anfrage gescannt.',
    cameraHint: 'Lass sie nur zu, wenn du die Seite selbst geöffnet hast und sie gerade vor dir ist.',
    elsewhere: 'Du kommst über einen Link oder eine andere App.',
    elsewhereHint:
      'Hat dir jemand diesen Code oder Link geschickt? Dann ist es dessen Anmeldung: lehne sie ab. Lass nur zu, was du selbst gescannt hast, von einer Seite, die du geöffnet hast und vor dir siehst.',
    approve: 'Zulassen',
  },
  pasting: {
    title: 'Link der Anmeldeseite einfügen',
    label: 'Link der Anmeldeseite',
    hint: 'Die Anmeldeseite zeigt ihn unter „Scannen geht nicht?“. Füge nie einen Link ein, den dir jemand geschickt hat.',
    go: 'Weiter',
    invalid:
      'Das ist nicht der Link einer Anmeldeseite. Kopiere den ganzen Link, von https:// bis zum letzten Buchstaben.',
  },
  looking: 'Die Anfrage dieser Anmeldeseite wird geholt …',
  missingTitle: 'Hier ist keine Anfrage',
  missing: {
    broken: 'Der Code dieser Anmeldeseite ist beschädigt. Scanne ihn noch einmal.',
    not_paired: 'Hier ist kein Konto gekoppelt. Scanne mit dem Handy oder der App, die du gekoppelt hast.',
    other_server:
      'Diese Anmeldeseite gehört zu einem anderen Server als die Konten auf diesem Handy. Hat dir jemand den Code geschickt, tu nichts.',
    not_here:
      'Die Anfrage ist vorbei, oder sie gilt für ein Konto, das nicht auf diesem Handy ist. Beginne die Anmeldung neu und scanne den neuen Code.',
    unreachable:
      'Der Server antwortet nicht. Prüfe die Verbindung dieses Handys und versuche es noch einmal.',
  },
  again: 'Noch einmal scannen',
}
