// The sentences about entries of other services in German; loaded with their screens.
import type { EntryMessages } from './en.js'

export const entriesDe: EntryMessages = {
  list: {
    lead: 'Für Anmeldungen, die nach einem Code fragen. Tippe auf einen, um ihn zu kopieren.',
    yours: 'Deine Konten',
    others: 'Andere Dienste',
    unnamed: 'Ohne Namen',
    search: 'Suchen',
    searchNone: 'Kein Eintrag enthält diese Wörter.',
    empty: 'Noch keine anderen Dienste',
    emptyLead:
      'Ein Dienst, der Codes einer „Authenticator-App“ verlangt, zeigt dafür einen QR-Code. Diese App kann ihn behalten, verschlossen auf diesem Handy.',
    add: 'Dienst hinzufügen',
    edit: 'Bearbeiten',
    hide: 'Codes verbergen',
    show: 'Codes zeigen',
    removed: (title) => `${title} wurde entfernt.`,
    undo: 'Rückgängig',
    unreadable: (count) =>
      count === 1
        ? 'Ein Eintrag lässt sich in diesem Browser nicht mehr öffnen. Füge ihn neu hinzu, oder importiere deine Datei.'
        : `${count} Einträge lassen sich in diesem Browser nicht mehr öffnen. Füge sie neu hinzu, oder importiere deine Datei.`,
  },
  add: {
    title: 'Dienst hinzufügen',
    scanHint: 'Richte die Kamera auf den QR-Code, den der Dienst zeigt.',
    notOurs:
      'Das ist ein QR-Code, aber keiner für Codes. Suche den, den der Dienst für eine „Authenticator-App“ zeigt.',
    paste: 'Link oder Schlüssel einfügen',
    pasteTitle: 'Link oder Schlüssel einfügen',
    pasteLabel: 'Link oder Schlüssel',
    pasteHint:
      'Ein Link beginnt mit otpauth://. Ein Schlüssel ist die Reihe aus Buchstaben und Ziffern neben dem QR-Code.',
    go: 'Weiter',
    checkTitle: 'Diesen Eintrag behalten?',
    checkLead: 'Prüfe die Namen: an ihnen findest du den Eintrag wieder.',
    issuer: 'Dienst',
    account: 'Konto dort',
    nameMissing: 'Gib ihm wenigstens einen Namen.',
    keep: 'Behalten',
    drop: 'Nicht behalten',
    known: 'Diesen Eintrag gibt es hier schon.',
    full: 'Es ist kein Platz für weitere Einträge.',
    faults: {
      not_one: 'Das ist weder ein Link für Codes noch ein Schlüssel. Kopiere alles davon.',
      hotp: 'Dieser zählt Benutzungen statt der Zeit (HOTP). Er wird hier nicht behalten: auf zwei Handys käme er aus dem Takt. Frag den Dienst nach zeitbasierten Codes (TOTP).',
      migration:
        'Das ist ein Export von Google Authenticator, den nur Googles App liest. Füge die Dienste einzeln hinzu, von ihren eigenen Seiten.',
      unusable:
        'Daraus lässt sich kein Code machen: ein Teil fehlt, oder ist von einer Art, die diese App nicht kennt.',
    },
  },
  edit: {
    title: 'Eintrag',
    save: 'Speichern',
    saved: 'Gespeichert.',
    place: (place, count) => `Platz ${place} von ${count}`,
    up: 'Weiter nach oben',
    down: 'Weiter nach unten',
    remove: 'Diesen Eintrag entfernen',
    removeHint: 'Der Dienst fragt danach weiter nach Codes. Schalte sie zuerst dort aus.',
    made: (digits, seconds, algorithm) => `${digits} Ziffern, alle ${seconds} Sekunden, ${algorithm}`,
  },
  file: {
    open: 'Export und Import',
    title: 'Export und Import',
    exportTitle: 'In eine Datei exportieren',
    exportLead:
      'Alle Einträge anderer Dienste, in einer Datei, die nur deine Passphrase öffnet. Bewahre beide sicher auf, und getrennt.',
    notOurs:
      'Die Codes deiner Countersign-Konten sind nicht in der Datei: sie gehören zu diesem Handy, lassen sich nicht auslesen und enden mit ihm. Auf einem neuen Handy richtest du neue ein.',
    nothing: 'Es gibt keinen Eintrag zum Exportieren.',
    passphrase: 'Passphrase',
    passphraseHint: 'Vier oder mehr Wörter hintereinander sind stark und leicht zu tippen.',
    again: 'Dieselbe noch einmal',
    strength: {
      too_short: 'Zu kurz: mindestens zehn Zeichen.',
      weak: 'Schwach: wer die Datei hat, könnte sie finden.',
      fair: 'Mittel.',
      strong: 'Stark.',
    },
    differ: 'Die beiden sind nicht gleich.',
    export: 'Datei speichern',
    sealing: 'Wird verschlossen …',
    exported: (count) =>
      count === 1 ? 'Ein Eintrag ist in der Datei.' : `${count} Einträge sind in der Datei.`,
    forgotten: 'Ohne die Passphrase öffnet niemand die Datei, und niemand kann sie zurücksetzen.',
    importTitle: 'Aus einer Datei importieren',
    importLead: 'Fügt hinzu, was hier noch fehlt. Was hier ist, bleibt, wie es ist.',
    file: 'Datei',
    import: 'Importieren',
    opening: 'Wird geöffnet …',
    imported: (added) =>
      added === 0
        ? 'Es war nichts Neues darin.'
        : added === 1
          ? 'Ein Eintrag wurde hinzugefügt.'
          : `${added} Einträge wurden hinzugefügt.`,
    known: (known) => (known === 1 ? 'Einen gab es schon.' : `${known} gab es schon.`),
    left: (left) => (left === 1 ? 'Für einen war kein Platz.' : `Für ${left} war kein Platz.`),
    fileMissing: 'Wähle zuerst die Datei.',
    faults: {
      not_one: 'Das ist keine Datei dieser App, oder ein Teil von ihr fehlt.',
      unknown_version:
        'Diese Datei stammt von einer neueren Version dieser App. Lade die Seite neu und versuche es noch einmal.',
      not_opened: 'Sie öffnet sich nicht: die Passphrase ist eine andere, oder die Datei wurde verändert.',
    },
  },
}
