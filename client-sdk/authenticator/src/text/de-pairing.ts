// The sentences of the way to a pairing, in German.
import type { PairingMessages } from './en-pairing.js'

export const dePairing: PairingMessages = {
  welcome: {
    title: 'Dein zweiter Schlüssel, auf deinem Handy',
    lead: 'Wenn du dich irgendwo anmeldest, fragt dich diese App. Einmal auf das passende Zugangssymbol tippen, und du bist drin.',
    scan: 'Kopplungscode scannen',
    paste: 'Kopplungslink einfügen',
    linkHint: 'Du kannst den Kopplungslink auch auf diesem Handy öffnen: er führt hierher.',
    where:
      'Der Code steht auf der Website, die du schützen willst. Oder du bekommst einen Link von deinem Helpdesk.',
  },
  scan: {
    title: 'Kopplungscode scannen',
    hint: 'Richte die Kamera auf den quadratischen Code auf dem anderen Bildschirm.',
    view: 'Kamerabild',
    starting: 'Kamera wird gestartet …',
    notOurs: 'Das ist ein Code, aber kein Kopplungscode. Suche den auf der Kopplungsseite.',
    denied: 'Die Kamera ist hier nicht erlaubt.',
    deniedNext:
      'Erlaube sie im Browser (Zeichen neben der Adresse, dann „Kamera“) und versuche es noch einmal, oder füge den Link ein.',
    none: 'Es wurde keine Kamera gefunden.',
    noneNext: 'Füge stattdessen den Link ein, oder öffne ihn auf diesem Gerät.',
    busy: 'Eine andere App benutzt gerade die Kamera.',
    busyNext: 'Schließe die andere App und versuche es noch einmal, oder füge den Link ein.',
    insecure: 'Die Kamera braucht eine sichere Verbindung (https).',
    insecureNext: 'Öffne diese App unter ihrer https-Adresse, oder füge den Link ein.',
  },
  paste: {
    title: 'Kopplungslink einfügen',
    label: 'Kopplungslink',
    hint: 'Er beginnt mit https:// und enthält „#pair=“.',
    go: 'Weiter',
    invalid: 'Das ist kein Kopplungslink. Kopiere den ganzen Link, von https:// bis zum letzten Buchstaben.',
  },
  pair: {
    lookingUp: 'Der Server wird nach diesem Link gefragt …',
    offerTitle: (user, server) => `Mit ${user} bei ${server} koppeln?`,
    offerLead: (user) => `Danach entscheidet dieses Handy über die Anmeldungen von ${user}.`,
    server: 'Server',
    account: 'Konto',
    deviceName: 'Name dieses Geräts',
    deviceNameHint: 'Damit du es in Listen wiedererkennst.',
    deviceNameInvalid: 'Gib ihm einen Namen mit 1 bis 60 Buchstaben.',
    deviceOn: (browser, system) => `${browser} auf ${system}`,
    accept: 'Dieses Handy koppeln',
    decline: 'Jetzt nicht',
    makingKey: 'Ein Schlüssel wird gemacht, der auf diesem Handy bleibt …',
    confirmTitle: 'Ist es dieselbe Zahl?',
    confirmLead:
      'Prüfe, ob dieselbe Zahl auf dem anderen Bildschirm steht, und bestätige sie dort. Kamst du von einer Seite auf diesem Gerät, geh zu ihr zurück.',
    confirmWaiting: 'Warten auf den anderen Bildschirm …',
    confirmStop: 'Es ist eine andere Zahl: abbrechen',
    doneTitle: 'Gekoppelt',
    doneLead: (user, server) => `Dieses Handy antwortet jetzt für ${user} bei ${server}.`,
    hintTitle: 'So geht es weiter',
    hintLogin: 'Melde dich an wie gewohnt. Die Website zeigt dann ein Zugangssymbol.',
    hintTap: 'Diese App zeigt mehrere. Tippe auf dasselbe.',
    hintDeny: 'Du hast dich nirgends angemeldet? Tippe auf „Das war ich nicht“.',
    failedTitle: 'Das hat nicht geklappt',
    failed: {
      link_invalid:
        'Dieser Link ist kein Kopplungslink. Scanne den Code noch einmal, oder kopiere den ganzen Link.',
      ticket_invalid:
        'Dieser Kopplungslink wurde schon benutzt oder ist älter als zehn Minuten. Erzeuge einen neuen und scanne ihn.',
      unreachable:
        'Der Server antwortet nicht. Prüfe die Verbindung dieses Handys und versuche es noch einmal.',
      server_mismatch:
        'Der Server ist nicht der, den dieser Link nennt. Mach nicht weiter; erzeuge einen neuen Link, und sag deinem Helpdesk Bescheid, wenn es wieder passiert.',
      key_unusable:
        'Dieser Browser kann keinen Schlüssel sicher aufbewahren. Private Fenster und Blockierungsmodi erlauben es nicht: öffne den Link in einem normalen Fenster.',
      too_many_devices:
        'Dieses Konto hat so viele Geräte, wie erlaubt sind. Entferne eines, das du nicht mehr brauchst, und kopple dann dieses.',
      withdrawn: 'Die Kopplung wurde auf dem anderen Bildschirm abgebrochen. Es wurde nichts gekoppelt.',
      other: 'Etwas ist schiefgegangen. Erzeuge einen neuen Kopplungslink und versuche es noch einmal.',
    },
  },
}
