// What every screen may say about codes in German: the code of an account for times without a network, and "this wasn't me".
import type { CodesMessages } from './en-codes.js'

export const deCodes: CodesMessages = {
  offlineCode: {
    title: 'Code für Zeiten ohne Netz',
    offerTitle: 'Auch für den Fall ohne Netz?',
    offer:
      'Dieses Handy kann einen Code zeigen, der alle 30 Sekunden wechselt. Du tippst ihn auf der Anmeldeseite ein, wenn dich keine Anfrage erreicht.',
    make: 'Code auf diesem Handy behalten',
    making: 'Der Code wird eingerichtet …',
    ready: 'Fertig. Du findest ihn bei diesem Konto, mit und ohne Netz.',
    none: 'Wenn dieses Handy kein Netz hat, kann es dir einen Code für die Anmeldeseite zeigen. Noch ist keiner eingerichtet.',
    lead: 'Tippe ihn auf der Anmeldeseite ein, wenn dich keine Anfrage erreicht. Jeder gilt einmal. Tippe darauf, um ihn zu kopieren.',
    notAllowed:
      'Codes dieses Handys gelten gerade nicht: weil es eine PIN hat oder dich erkennt, oder weil deine Organisation solche Codes nicht annimmt. Der Code bleibt für den Fall, dass sich das ändert.',
    faults: {
      offline: 'Dafür muss dieses Handy online sein.',
      failed: 'Das hat nicht geklappt. Versuche es gleich noch einmal.',
      not_fitting:
        'Der Server hat den ersten Code nicht angenommen, also wurde nichts behalten. Versuche es noch einmal.',
      full: 'Dieses Konto hat so viele Codes, wie erlaubt sind. Entferne einen auf deiner Kontoseite und versuche es noch einmal.',
      not_allowed: 'Deine Organisation nimmt solche Codes gerade nicht an.',
    },
    remove: 'Diesen Code entfernen',
    removeTitle: 'Den Code für Zeiten ohne Netz entfernen?',
    removeLead: 'Anfragen kommen weiter auf dieses Handy. Einen neuen Code kannst du jederzeit einrichten.',
    removeConfirm: 'Entfernen',
    removeKeep: 'Behalten',
  },
  codes: {
    title: 'Codes',
    open: 'Codes',
    openLead: 'Zum Eintippen ohne Netz, und von anderen Diensten',
    copy: 'Kopieren',
    copied: 'Kopiert',
    copyOf: (title) => `Code von ${title} kopieren`,
    code: (digits) => `Code ${digits}`,
    seconds: (seconds) => `noch ${seconds} Sekunden`,
    hidden: 'Verborgen',
    reveal: (title) => `Code von ${title} zeigen`,
    loading: 'Deine Einträge werden geöffnet …',
    unavailable:
      'Die Codes konnten nicht geladen werden. Versuche es noch einmal, wenn dieses Handy online ist.',
  },
  notMe: {
    ask: 'Das war ich nicht',
    title: 'Dein Konto sperren?',
    lead: 'Dann kommt niemand mehr hinein, auch du nicht, bis die Administration dich wieder hineinlässt. Was seitdem oder kurz davor dazukam, wird zurückgenommen.',
    confirm: 'Mein Konto sperren',
    keep: 'Das war ich',
    working: 'Dein Konto wird gesperrt …',
    doneTitle: 'Dein Konto ist gesperrt',
    done: 'Jetzt kommt niemand hinein. Ruf deinen Helpdesk an und sag, was nicht von dir war.',
    failed: 'Dein Konto konnte von hier aus nicht gesperrt werden. Ruf jetzt deinen Helpdesk an.',
    offline:
      'Keine Verbindung: dein Konto ist noch nicht gesperrt. Versuche es noch einmal, oder ruf jetzt deinen Helpdesk an.',
  },
}
