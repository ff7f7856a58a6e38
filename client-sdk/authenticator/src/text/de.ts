// Every sentence of the app in German.
import { deCodes } from './de-codes.js'
import { deLink } from './de-link.js'
import { noticesDe } from './de-notices.js'
import { dePairing } from './de-pairing.js'
import type { Messages } from './en.js'

export const de: Messages = {
  ...dePairing,
  ...deLink,
  ...deCodes,
  notices: noticesDe,
  common: {
    back: 'Zurück',
    cancel: 'Abbrechen',
    done: 'Fertig',
    again: 'Noch einmal',
    loading: 'Wird geöffnet …',
    notLoaded: 'Dieser Teil der App konnte nicht geladen werden. Prüfe die Verbindung dieses Handys.',
    menu: 'Einstellungen',
    history: 'Verlauf',
  },
  home: {
    title: 'Deine Konten',
    quiet: 'Alles ruhig',
    quietLead: 'Wenn du dich irgendwo anmeldest, erscheint die Anfrage von selbst hier.',
    scan: 'Anmeldeseite scannen',
    check: 'Nach Anfragen sehen',
    checking: 'Wird nachgesehen …',
    checkedNone: 'Es wartet keine Anfrage.',
    checkedOffline: 'Keine Verbindung: Anfragen können gerade nicht geholt werden.',
    add: 'Konto hinzufügen',
    offline: 'Keine Verbindung. Anfragen erscheinen, sobald dieses Handy wieder online ist.',
    state: {
      connecting: 'Verbindet …',
      online: 'Bereit',
      offline: 'Server nicht erreichbar, neuer Versuch folgt',
      waiting_confirmation: 'Wartet auf Bestätigung am anderen Bildschirm',
      suspended: 'Kann nur ablehnen: frag deinen Helpdesk',
      replaced: 'Anderswo geöffnet',
      revoked: 'Auf dem Server entfernt',
      stopped: 'Nicht verbunden',
      keys_vanished: 'Schlüssel fehlt: neu koppeln',
    },
  },
  request: {
    title: (app) => `Bei ${app} anmelden?`,
    titleStepUp: (app) => `Bei ${app} noch einmal bestätigen?`,
    titleTransaction: (app) => `Bei ${app} freigeben?`,
    transaction: 'Was du freigibst',
    payee: 'an',
    mixedAlphabets:
      'Ein Wort hier mischt Buchstaben zweier Alphabete, wie gefälschte Namen es tun. Gib nur frei, wenn du weißt, warum.',
    titleTwo: 'Welche Anmeldung ist deine?',
    leadTwo: (count) =>
      `Tippe auf das Zugangssymbol deiner Anmeldeseite. Nach ${count === 2 ? 'der anderen Anfrage' : 'den anderen'} wirst du danach gefragt.`,
    pick: 'Tippe auf das Zugangssymbol deiner Anmeldeseite. Ein falsches beendet die Anmeldung.',
    pickTransaction:
      'Alles richtig? Dann tippe auf das Zugangssymbol, das die Seite zeigt. Ein falsches beendet es.',
    typeLead: 'Tippe die sechs Ziffern ein, die deine Anmeldeseite zeigt.',
    typeLabel: 'Sechs Ziffern von deiner Anmeldeseite',
    approve: 'Zulassen',
    approveHint: 'Eine falsche Zahl beendet diese Anmeldung.',
    deny: 'Ablehnen',
    denyAll: 'Alle ablehnen',
    denyHint: 'Kein Zugang',
    denyHintTransaction: 'Keine Freigabe',
    report: 'Das war ich nicht',
    reportAll: 'Keine war ich',
    reportHint: 'Auch melden',
    user: 'Konto',
    from: 'Von',
    browser: 'Browser',
    site: 'Website',
    when: 'Wann',
    unknown: 'nicht bekannt',
    newBrowser: 'Neuer Browser',
    newBrowserNote:
      'Wenn du dich hier mit diesem Browser schon angemeldet hast, lehne ab: Die Seite ist vielleicht nicht die echte.',
    knownBrowser: 'Bekannter Browser',
    sameNetwork: 'Im Netz dieses Handys',
    passes: 'Zugangssymbole',
    secondsLeft: (seconds) => `noch ${seconds} Sekunden`,
    more: (position, count) => `${position} von ${count}`,
    moreOpen: (count) =>
      count === 1 ? '1 weitere Anfrage ist offen.' : `${count} weitere Anfragen sind offen.`,
    withdrawnOne: 'Eine der Anfragen ist weg: sie wurde anderswo beantwortet oder ist zu Ende.',
    justNow: 'gerade eben',
    place: (address, place) => `${place} (${address})`,
    suspended:
      'Dieses Handy kann nach mehreren falschen Antworten vorerst nur ablehnen. Dein Helpdesk kann das ändern.',
    pinLocked:
      'Dieses Handy kann nach zu vielen falschen PINs nur noch ablehnen. Entferne das Konto hier und koppele es neu.',
  },
  sending: {
    approve: 'Deine Antwort wird gesendet …',
    deny: 'Deine Ablehnung wird gesendet …',
    offlineTitle: 'Keine Verbindung',
    offline:
      'Deine Antwort wird aufbewahrt und geht hinaus, sobald dieses Handy online ist. Lass die App offen.',
  },
  outcome: {
    approvedTitle: 'Zugelassen',
    approved: (app) => `${app} lässt dich hinein.`,
    redeemed: (app) => `Du bist bei ${app} angemeldet.`,
    ofTransaction: {
      approved: (app) => `Deine Freigabe ist auf dem Weg zu ${app}.`,
      redeemed: (app) => `${app} hat deine Freigabe.`,
      tooLateTitle: 'Die Freigabe war schon weiter',
      tooLate: 'Die Seite war schneller als diese Ablehnung.',
      tooLateNext: (app) =>
        `Wenn du das nicht warst: sag ${app} sofort Bescheid, ändere dort dein Passwort und sag es deinem Helpdesk.`,
      lapsed: 'Die Seite ist nicht rechtzeitig weitergegangen. Nichts wurde freigegeben.',
      denied: (app) => `${app} bekommt keine Freigabe.`,
      reported: (app) => `${app} bekommt keine Freigabe.`,
      mismatched:
        'Diese Anfrage ist sicherheitshalber beendet. Beginne sie neu: die Seite zeigt dann sechs Ziffern, und du tippst sie hier ein.',
      expired: 'Die Anfrage ist abgelaufen, nichts wurde freigegeben. Wenn du es warst, beginne neu.',
      elsewhereRedeemed: 'Dort wurde freigegeben.',
      elsewhereDenied: 'Dort wurde abgelehnt. Nichts wurde freigegeben.',
    },
    undo: 'Doch ablehnen',
    undoHint: 'Geht, bis die Anmeldeseite weitergegangen ist.',
    tooLateTitle: 'Die Anmeldung war schon weiter',
    tooLate: 'Die Anmeldeseite war schneller als diese Ablehnung.',
    tooLateNext: (app) =>
      `Wenn du das nicht warst: melde dich bei ${app} überall ab, ändere dort dein Passwort und sag deinem Helpdesk Bescheid.`,
    lapsedTitle: 'Zugelassen, aber nicht benutzt',
    lapsed: 'Die Anmeldeseite ist nicht rechtzeitig weitergegangen. Niemand wurde angemeldet.',
    deniedTitle: 'Abgelehnt',
    denied: (app) => `Niemand wurde bei ${app} angemeldet.`,
    reportedTitle: 'Gestoppt und gemeldet',
    reported: (app) => `Niemand wurde bei ${app} angemeldet.`,
    reportedNext: (app) =>
      `Jemand scheint dein Passwort zu kennen. Ändere dein Passwort bei ${app} bald, auf einem Gerät, dem du vertraust.`,
    mismatchedTitle: 'Das war nicht das Zugangssymbol',
    mismatchedCodeTitle: 'Das war nicht die Zahl',
    mismatchedScanTitle: 'Das war nicht der Code dieser Seite',
    mismatched:
      'Diese Anmeldung ist sicherheitshalber beendet. Beginne sie neu: deine Anmeldeseite zeigt dann sechs Ziffern, und du tippst sie hier ein.',
    expiredTitle: 'Zu spät',
    expired:
      'Die Anfrage ist abgelaufen, niemand wurde angemeldet. Wenn du es warst, beginne die Anmeldung neu.',
    cancelledTitle: 'Zurückgezogen',
    cancelled:
      'Die Anmeldeseite hat diese Anfrage zurückgezogen. Du musst nichts tun. Wenn du dich gerade anmeldest, kommt von selbst eine neue.',
    elsewhereTitle: 'Auf einem anderen Gerät beantwortet',
    elsewhereApproved: 'Dort wurde zugelassen. Wenn du das nicht warst, lehne hier ab.',
    elsewhereRedeemed: 'Dort wurde zugelassen, und die Anmeldung ging weiter.',
    elsewhereDenied: 'Dort wurde abgelehnt. Niemand wurde angemeldet.',
    elsewhereMismatched: 'Dort wurde falsch geantwortet, deshalb ist diese Anmeldung beendet.',
    alsoDenied: (count) =>
      count === 1 ? 'Die andere Anfrage wurde abgelehnt.' : `Die ${count} anderen Anfragen wurden abgelehnt.`,
    failedTitle: 'Die Antwort wurde nicht angenommen',
    failed: {
      suspended:
        'Dieses Handy kann nach mehreren falschen Antworten vorerst nur ablehnen. Dein Helpdesk kann das ändern.',
      counter:
        'Der Server hat mit der Nummer dieses Schlüssels schon eine Antwort gesehen. Der Schlüssel könnte kopiert sein: sag deinem Helpdesk Bescheid und kopple dieses Handy neu.',
      revoked:
        'Dieses Handy wurde vom Konto entfernt und kann deshalb nicht antworten. Kopple es neu, wenn das ein Irrtum ist.',
      pin_wrong:
        'Zu viele falsche PINs für diese Anfrage. Niemand wurde hereingelassen. Drücke auf der Anmeldeseite „Abbrechen“ und beginne neu.',
      pin_locked:
        'Fünf falsche PINs hintereinander. Ab jetzt kann dieses Handy nur noch ablehnen: entferne dieses Konto und koppele es neu.',
      not_delivered:
        'Die Antwort konnte nicht rechtzeitig gesendet werden, also wurde niemand angemeldet. Wenn du es warst, beginne die Anmeldung neu.',
      unknown:
        'Die Antwort wurde gesendet, aber das Wort des Servers dazu kam nicht zurück. Sieh auf deine Anmeldeseite: sie zeigt, was geschehen ist.',
      storage:
        'Dieser Browser konnte die Antwort nicht festhalten, also wurde nichts gesendet. Schaffe etwas Speicherplatz und versuche es noch einmal.',
      other:
        'Der Server hat diese Antwort nicht angenommen. Wenn du dich gerade anmeldest, beginne auf deiner Anmeldeseite neu.',
    },
    waiting: 'Eine neue Anfrage wartet.',
    next: (count) => (count === 1 ? 'Nächste Anfrage zeigen' : `Nächste von ${count} Anfragen zeigen`),
    reportInstead: 'Das war ich nicht',
  },
  history: {
    title: 'Verlauf',
    lead: 'Anfragen, die dieses Gerät gesehen hat. Sie stehen nur hier, höchstens 100.',
    empty: 'Noch nichts',
    emptyLead: 'Nach deiner ersten Anmeldung findest du sie hier, mit Ort und Ausgang.',
    clear: 'Verlauf leeren',
    clearTitle: 'Verlauf leeren?',
    clearLead: 'Die Liste auf diesem Gerät wird geleert. Der Server behält seine eigenen Aufzeichnungen.',
    state: {
      pending: 'Offen',
      approved: 'Zugelassen',
      redeemed: 'Zugelassen',
      lapsed: 'Zugelassen, nicht benutzt',
      denied: 'Abgelehnt',
      reported: 'Gemeldet',
      mismatched: 'Falsche Antwort',
      expired: 'Abgelaufen',
      cancelled: 'Zurückgezogen',
    },
    elsewhere: 'auf einem anderen Gerät',
    today: 'Heute',
    yesterday: 'Gestern',
  },
  account: {
    title: 'Konto',
    server: 'Server',
    device: 'Dieses Gerät heißt',
    paired: 'Gekoppelt',
    key: 'Schlüssel',
    keyKind: {
      webcrypto:
        'Auf diesem Gerät vom Browser gemacht, der ihn nie herausgibt. Keine Website kann ihn kopieren, der Server sieht ihn nie.',
      sealed:
        'Auf diesem Gerät gemacht und vom Browser verschlossen aufbewahrt. Er verlässt dieses Gerät nie.',
      other: 'Auf diesem Gerät gemacht. Er verlässt es nie.',
    },
    remove: 'Von diesem Handy entfernen',
    removeTitle: (user) => `${user} von diesem Handy entfernen?`,
    removeLead:
      'Der Schlüssel auf diesem Handy wird zerstört, Anfragen kommen hier nicht mehr an. Um dieses Handy wieder zu benutzen, koppelst du es neu. Wenn es dein einziges ist, kopple zuerst ein anderes.',
    removeConfirm: 'Entfernen',
    removeKeep: 'Behalten',
    vanishedTitle: 'Der Schlüssel fehlt',
    vanished:
      'Der Browser hat den Schlüssel dieses Kontos gelöscht. Manche tun das nach Wochen ohne Nutzung oder wenn Websitedaten gelöscht werden. Es ist nichts in Gefahr. Kopple dieses Handy neu, um weiterzumachen.',
    revokedTitle: 'Auf dem Server entfernt',
    revoked:
      'Dieses Handy wurde vom Konto entfernt, von dir auf einem anderen Gerät oder von der Verwaltung. Es kann nicht mehr antworten. Wenn das ein Irrtum ist, kopple es neu.',
    pairAgain: 'Neu koppeln',
    waitingTitle: 'Noch nicht bestätigt',
    waiting: 'Bestätige die Kopplung am anderen Bildschirm, wenn dort diese Zahl steht:',
    suspendedTitle: 'Kann nur ablehnen',
  },
  settings: {
    title: 'Einstellungen',
    language: 'Sprache',
    theme: 'Aussehen',
    auto: 'Automatisch',
    light: 'Hell',
    dark: 'Dunkel',
    languageAuto: 'Wie dieses Gerät',
    about: 'Countersign ist quelloffen. Die Schlüssel auf diesem Gerät verlassen es nie.',
  },
  otherTab: {
    title: 'In einem anderen Tab geöffnet',
    lead: 'Countersign arbeitet immer nur in einem Tab, damit jede Anfrage einen Ort hat.',
    use: 'Hier benutzen',
  },
  insecure: {
    title: 'Eine sichere Verbindung ist nötig',
    lead: 'Browser bewahren Schlüssel nur für Seiten auf, die mit https geöffnet sind (oder auf diesem Rechner selbst als localhost). Öffne diese App unter ihrer https-Adresse.',
    next: 'Wenn du diesen Server selbst betreibst: die Dokumentation zeigt auf der Seite „A real phone“, wie ein Zertifikat dazukommt.',
  },
  storage: {
    title: 'Dieser Browser kann deine Schlüssel nicht aufbewahren',
    lead: 'Der Speicher ist ausgeschaltet, oder dies ist ein privates Fenster. Öffne die App in einem normalen Fenster und versuche es noch einmal.',
  },
  pageTitle: { plain: 'Countersign', waiting: (count) => `(${count}) Anfrage · Countersign` },
}
