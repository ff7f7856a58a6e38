// The words of ringing, installing and updating in German.
import type { RingingMessages } from './en.js'

export const ringingDe: RingingMessages = {
  offer: {
    title: 'Soll dieses Handy klingeln?',
    lead: 'Wenn du dich anmeldest, sagt dir eine Mitteilung, dass eine Anfrage wartet. Sonst sagt sie nichts: nicht wer, nicht wo.',
    next: 'Dein Browser fragt dich gleich.',
    on: 'Mitteilungen einschalten',
    working: 'Wird eingeschaltet …',
    done: 'Dieses Handy klingelt, wenn eine Anfrage wartet.',
  },
  faults: {
    blocked:
      'Mitteilungen sind für diese App nicht erlaubt. Das kannst du in den Einstellungen deines Browsers oder Handys ändern.',
    not_answered:
      'Die Frage des Browsers blieb offen. Du kannst Mitteilungen später in den Einstellungen einschalten.',
    offline: 'Der Server ist gerade nicht erreichbar. Versuche es noch einmal, wenn dieses Handy online ist.',
    refused: 'Der Server kennt den Mitteilungsdienst dieses Browsers nicht. Dein Helpdesk kann das ändern.',
    browser:
      'Der Mitteilungsdienst dieses Browsers war nicht erreichbar. Anfragen erscheinen weiter, solange die App offen ist.',
  },
  settings: {
    title: 'Mitteilungen',
    on: 'An: dieses Handy klingelt, wenn eine Anfrage wartet.',
    off: 'Aus: Anfragen erscheinen nur, solange die App offen ist.',
    some: 'An, aber nicht für jedes Konto:',
    of: {
      on: 'klingelt',
      off: 'klingelt nicht',
      ended: 'klingelt nicht mehr',
      unavailable: 'nur, solange die App offen ist',
    },
    noPush:
      'Dieser Browser lässt sich nicht durch Mitteilungen wecken. Anfragen erscheinen, solange die App offen ist.',
    noServer:
      'Der Server deines Kontos sendet keine Mitteilungen. Anfragen erscheinen, solange die App offen ist.',
    noAccount: 'Kopple zuerst ein Konto; dann kann dieses Handy dafür klingeln.',
    blocked:
      'Mitteilungen sind für diese App gesperrt. Erlaube sie in den Einstellungen deines Browsers oder Handys und komm dann hierher zurück.',
    installFirst: 'Auf iPhone und iPad kann nur eine App auf dem Home-Bildschirm klingeln.',
    turnOn: 'Mitteilungen einschalten',
    turnOff: 'Mitteilungen ausschalten',
    tryOut: 'Probe-Mitteilung zeigen',
    tryHint:
      'Dieses Handy macht sie selbst: sie zeigt, wie eine hier aussieht und klingt, nicht, ob der Server dich erreicht.',
    tryTitle: 'So sieht es aus',
    tryBody: 'Eine echte sagt, dass eine Anfrage wartet.',
    tried:
      'Gezeigt. Hast du nichts gesehen, sieh in den Mitteilungs-Einstellungen deines Handys und in seinem Ruhemodus nach.',
    tryFailed: 'Der Browser hat sie nicht gezeigt.',
    keep: 'Schlüssel auf diesem Handy',
    kept: 'Der Browser hat zugesagt, sie zu behalten.',
    notKept: 'Wird der Speicher knapp, kann der Browser sie löschen. Dann müsstest du neu koppeln.',
    askKeep: 'Den Browser bitten, sie zu behalten',
    keepRefused:
      'Der Browser hat nicht zugesagt. Einer installierten App mit Mitteilungen sagt er es meist zu.',
    install: 'App installieren',
    installed: 'Die App ist installiert.',
  },
  news: {
    updateTitle: 'Eine neue Version ist bereit',
    updateLead: 'Sie wird eingesetzt, wenn du es sagst, oder wenn du die App das nächste Mal öffnest.',
    update: 'Jetzt aktualisieren',
    updating: 'Wird aktualisiert …',
    endedTitle: 'Dieses Handy klingelt nicht mehr',
    ended:
      'Dein Browser oder Handy hat die Mitteilungen beendet. Verloren ist nichts: Anfragen erscheinen, solange die App offen ist.',
    turnOnAgain: 'Wieder einschalten',
    leaveOff: 'Aus lassen',
    blockedNext:
      'Erlaube zuerst Mitteilungen für diese App in den Einstellungen deines Browsers oder Handys.',
    mended: 'Die Mitteilungen auf diesem Handy hatten aufgehört. Sie sind wieder an.',
    ok: 'OK',
    askTitle: 'Anfragen erscheinen nur, solange diese App offen ist',
    ask: 'Eine Mitteilung kann dieses Handy wecken. Sie sagt nur, dass eine Anfrage wartet.',
    notNow: 'Jetzt nicht',
    vanishedTitle: (account) => `Der Schlüssel von ${account} fehlt`,
    vanished:
      'Der Browser hat ihn gelöscht. In Gefahr ist nichts; kopple dieses Handy neu, dann geht es wie zuvor.',
    pairAgain: 'Neu koppeln',
  },
  install: {
    title: 'Countersign installieren',
    lead: 'Installiert öffnet es sich wie jede andere App, und seine Schlüssel werden nicht so leicht gelöscht.',
    firstTitle: 'Zuerst auf den Home-Bildschirm',
    first:
      'Auf iPhone und iPad hat eine App auf dem Home-Bildschirm eigene Schlüssel, und nur dort kann sie klingeln. Installiere sie also zuerst und kopple dort.',
    copy: 'Kopplungslink kopieren',
    copied:
      'Kopiert. Tippe in der installierten App auf „Kopplungslink einfügen“. Der Link gilt zehn Minuten.',
    notCopied:
      'Das Kopieren ging nicht. Erzeuge am anderen Bildschirm einen neuen Link und scanne ihn mit der installierten App.',
    anyway: 'Trotzdem in diesem Browser koppeln',
    installed: 'Sie ist schon installiert: öffne sie vom Home-Bildschirm oder aus der Liste deiner Apps.',
    prompt: 'Installieren',
    ways: {
      ios: [
        'Tippe in der Leiste deines Browsers auf „Teilen“ (Quadrat mit Pfeil).',
        'Wähle „Zum Home-Bildschirm“, dann „Hinzufügen“.',
        'Öffne Countersign vom Home-Bildschirm und kopple dort.',
      ],
      android_firefox: ['Öffne das Menü (drei Punkte).', 'Wähle „Installieren“ oder „Zum Startbildschirm“.'],
      android_samsung: [
        'Öffne das Menü (drei Striche).',
        'Wähle „Seite hinzufügen zu“, dann „Startbildschirm“.',
      ],
      android: ['Öffne das Menü (drei Punkte).', 'Wähle „App installieren“ oder „Zum Startbildschirm“.'],
      mac_safari: ['Öffne das Menü „Ablage“.', 'Wähle „Zum Dock hinzufügen“.'],
      chromium: [
        'Klicke rechts in der Adresszeile auf den kleinen Bildschirm mit dem Pfeil.',
        'Wähle „Installieren“.',
      ],
      none: ['Dieser Browser installiert keine Apps. Setze ein Lesezeichen: in einem Tab geht alles auch.'],
    },
  },
  rang: {
    looking: 'Die Anfrage wird geholt …',
    noneTitle: 'Es wartet nichts mehr',
    none: 'Die Anfrage wurde anderswo beantwortet, zurückgezogen, oder ihre Zeit war um. Meldest du dich gerade an, fang noch einmal an.',
    unreachableTitle: 'Der Server ist nicht erreichbar',
    unreachable:
      'Ohne Verbindung lässt sich die Anfrage nicht holen. Sie bleibt etwa anderthalb Minuten offen.',
    home: 'Zum Anfang',
  },
}
