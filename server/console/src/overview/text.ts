// The words of the overview.
import type { AlertKind, LoginOutcome } from '@countersign/protocol/admin'
import { inBoth } from '../text/language.js'

interface AlertWords {
  readonly words: (count: number, when: string) => string
  /** What to do, as a link. */
  readonly step: string
}

export interface OverviewText {
  readonly title: string
  readonly lead: string
  readonly live: string
  readonly connecting: string
  readonly broken: string
  readonly figures: Readonly<Record<'connected' | 'active' | 'accounts' | 'without' | 'suspended', string>>
  readonly figureHints: Readonly<Record<'connected' | 'accounts', (other: string) => string>>
  readonly hourTitle: string
  readonly hourLead: string
  readonly hourSummary: (approved: string, refused: string) => string
  readonly hourNone: string
  readonly minutesAgo: string
  readonly now: string
  readonly legend: Readonly<Record<'in' | 'out', string>>
  readonly dayTitle: string
  readonly outcomes: Readonly<Record<LoginOutcome, string>>
  readonly disowned: string
  readonly alertsTitle: string
  readonly noAlerts: string
  readonly alerts: Readonly<Record<AlertKind, AlertWords>>
  readonly beginTitle: string
  readonly beginLead: string
  readonly begin: Readonly<Record<'add' | 'import' | 'app', string>>
}

export const overviewText = inBoth<OverviewText>(
  {
    title: 'Overview',
    lead: 'What happens on this server, as it happens.',
    live: 'Live',
    connecting: 'Connecting…',
    broken: 'Not live: load the page again',
    figures: {
      connected: 'Phones connected now',
      active: 'Phones paired',
      accounts: 'Accounts',
      without: 'Accounts without a phone',
      suspended: 'Suspended accounts',
    },
    figureHints: {
      connected: (all) => `of ${all} paired`,
      accounts: (active) => `${active} active`,
    },
    hourTitle: 'Logins per minute',
    hourLead: 'The last hour.',
    hourSummary: (approved, refused) => `${approved} let in, ${refused} not.`,
    hourNone: 'No login was asked for in the last hour.',
    minutesAgo: '60 minutes ago',
    now: 'now',
    legend: { in: 'Let in', out: 'Not let in' },
    dayTitle: 'The last 24 hours',
    outcomes: {
      redeemed: 'Approved',
      denied: 'Denied',
      reported: 'Reported: “This wasn’t me”',
      expired: 'Not answered in time',
      mismatched: 'Wrong pick',
      cancelled: 'Withdrawn',
      lapsed: 'Approved, not used',
      waived: 'No phone needed',
      by_code: 'With a code',
    },
    disowned: 'Said later: “This wasn’t me”',
    alertsTitle: 'Needs a look',
    noAlerts: 'Nothing needs your attention.',
    alerts: {
      logins_reported: {
        words: (count) =>
          count === 1
            ? 'Somebody reported a login that was not theirs.'
            : `${count} logins were reported as “This wasn’t me”.`,
        step: 'See which',
      },
      login_harassment: {
        words: (count) =>
          count === 1
            ? 'Somebody keeps asking for one account, and nobody approves: its password is probably known.'
            : `Somebody keeps asking for ${count} accounts, and nobody approves: their passwords are probably known.`,
        step: 'See which',
      },
      logins_disowned: {
        words: (count) =>
          count === 1
            ? 'Somebody said of a past login: “This wasn’t me”. Who got in may still be in that app.'
            : `Of ${count} past logins people said: “This wasn’t me”. Who got in may still be in those apps.`,
        step: 'See which',
      },
      accounts_stopped: {
        words: (count) =>
          count === 1
            ? 'Somebody stopped their account: “This wasn’t me”. They wait to be let in again.'
            : `${count} people stopped their accounts: “This wasn’t me”. They wait to be let in again.`,
        step: 'See who',
      },
      devices_suspended: {
        words: (count) =>
          count === 1
            ? 'One phone may only deny, after wrong picks or wrong PINs.'
            : `${count} phones may only deny, after wrong picks or wrong PINs.`,
        step: 'See which',
      },
      outgoing_dead: {
        words: (count) =>
          count === 1 ? 'One message could not be delivered.' : `${count} messages could not be delivered.`,
        step: 'See and send again',
      },
      audit_not_sealed: {
        words: () => 'New records wait to be sealed into the audit.',
        step: 'To the audit',
      },
      audit_broken: {
        words: () => 'The audit was changed: a record does not fit its seal.',
        step: 'See which record',
      },
      audit_not_verified: { words: () => 'The audit has not been verified for a while.', step: 'Verify now' },
      key_expiring: { words: (_count, when) => `A signing key expires ${when}.`, step: 'To the keys' },
      backup_missing: { words: () => 'There is no backup yet.', step: 'Make one' },
      backup_old: { words: (_count, when) => `The last backup was made ${when}.`, step: 'Make one now' },
      one_owner: {
        words: () => 'There is only one owner: a lost phone would lock everybody out of the settings.',
        step: 'Add a second owner',
      },
      fabric_down: {
        words: () =>
          'Redis cannot be reached. Logins go on, and some take longer. It heals by itself once Redis is back.',
        step: 'To the configuration',
      },
    },
    beginTitle: 'Ready for the first people',
    beginLead:
      'Add people, let each pair a phone, and register the app that they log in to. Here you then see what happens.',
    begin: { add: 'Add an account', import: 'Add many from a list', app: 'Register an app' },
  },
  {
    title: 'Übersicht',
    lead: 'Was auf diesem Server geschieht, während es geschieht.',
    live: 'Live',
    connecting: 'Verbindet …',
    broken: 'Nicht live: lade die Seite neu',
    figures: {
      connected: 'Handys jetzt verbunden',
      active: 'Gekoppelte Handys',
      accounts: 'Konten',
      without: 'Konten ohne Handy',
      suspended: 'Gesperrte Konten',
    },
    figureHints: {
      connected: (all) => `von ${all} gekoppelten`,
      accounts: (active) => `${active} aktiv`,
    },
    hourTitle: 'Anmeldungen je Minute',
    hourLead: 'Die letzte Stunde.',
    hourSummary: (approved, refused) => `${approved} eingelassen, ${refused} nicht.`,
    hourNone: 'In der letzten Stunde wollte sich niemand anmelden.',
    minutesAgo: 'vor 60 Minuten',
    now: 'jetzt',
    legend: { in: 'Eingelassen', out: 'Nicht eingelassen' },
    dayTitle: 'Die letzten 24 Stunden',
    outcomes: {
      redeemed: 'Zugelassen',
      denied: 'Abgelehnt',
      reported: 'Gemeldet: „Das war ich nicht“',
      expired: 'Nicht rechtzeitig beantwortet',
      mismatched: 'Falsch gewählt',
      cancelled: 'Zurückgezogen',
      lapsed: 'Zugelassen, nicht benutzt',
      waived: 'Kein Handy nötig',
      by_code: 'Mit einem Code',
    },
    disowned: 'Später gesagt: „Das war ich nicht“',
    alertsTitle: 'Sieh nach',
    noAlerts: 'Nichts braucht deine Aufmerksamkeit.',
    alerts: {
      logins_reported: {
        words: (count) =>
          count === 1
            ? 'Jemand hat eine Anmeldung gemeldet, die nicht die eigene war.'
            : `${count} Anmeldungen wurden als „Das war ich nicht“ gemeldet.`,
        step: 'Zeig sie',
      },
      login_harassment: {
        words: (count) =>
          count === 1
            ? 'Jemand fragt immer wieder nach einem Konto, und niemand stimmt zu: das Passwort ist vermutlich bekannt.'
            : `Jemand fragt immer wieder nach ${count} Konten, und niemand stimmt zu: die Passwörter sind vermutlich bekannt.`,
        step: 'Zeig sie',
      },
      logins_disowned: {
        words: (count) =>
          count === 1
            ? 'Jemand sagte von einer früheren Anmeldung: „Das war ich nicht“. Wer eingelassen wurde, ist vielleicht noch in der App.'
            : `Von ${count} früheren Anmeldungen hieß es: „Das war ich nicht“. Wer eingelassen wurde, ist vielleicht noch in der App.`,
        step: 'Zeig sie',
      },
      accounts_stopped: {
        words: (count) =>
          count === 1
            ? 'Jemand hat das eigene Konto gesperrt: „Das war ich nicht“. Die Person wartet darauf, wieder hineinzukommen.'
            : `${count} Personen haben ihr Konto gesperrt: „Das war ich nicht“. Sie warten darauf, wieder hineinzukommen.`,
        step: 'Sehen, wer',
      },
      devices_suspended: {
        words: (count) =>
          count === 1
            ? 'Ein Handy kann nach falschen Antworten oder PINs nur noch ablehnen.'
            : `${count} Handys können nach falschen Antworten oder PINs nur noch ablehnen.`,
        step: 'Zeig sie',
      },
      outgoing_dead: {
        words: (count) =>
          count === 1
            ? 'Eine Nachricht konnte nicht zugestellt werden.'
            : `${count} Nachrichten konnten nicht zugestellt werden.`,
        step: 'Ansehen und neu senden',
      },
      audit_not_sealed: {
        words: () => 'Neue Einträge warten darauf, versiegelt zu werden.',
        step: 'Zum Protokoll',
      },
      audit_broken: {
        words: () => 'Das Protokoll wurde verändert: ein Eintrag passt nicht zu seinem Siegel.',
        step: 'Zeig den Eintrag',
      },
      audit_not_verified: { words: () => 'Das Protokoll wurde lange nicht geprüft.', step: 'Jetzt prüfen' },
      key_expiring: {
        words: (_count, when) => `Ein Signaturschlüssel läuft ab: ${when}.`,
        step: 'Zu den Schlüsseln',
      },
      backup_missing: { words: () => 'Es gibt noch keine Sicherung.', step: 'Eine erstellen' },
      backup_old: {
        words: (_count, when) => `Die letzte Sicherung entstand ${when}.`,
        step: 'Jetzt eine erstellen',
      },
      one_owner: {
        words: () =>
          'Es gibt nur einen Eigentümer: ein verlorenes Handy würde alle von den Einstellungen aussperren.',
        step: 'Zweiten Eigentümer hinzufügen',
      },
      fabric_down: {
        words: () =>
          'Redis ist nicht erreichbar. Anmeldungen gehen weiter, manche dauern länger. Es heilt von selbst, sobald Redis zurück ist.',
        step: 'Zur Konfiguration',
      },
    },
    beginTitle: 'Bereit für die ersten Menschen',
    beginLead:
      'Füge Menschen hinzu, lass jeden ein Handy koppeln, und registriere die App, bei der sie sich anmelden. Hier siehst du dann, was geschieht.',
    begin: { add: 'Konto hinzufügen', import: 'Viele aus einer Liste', app: 'App registrieren' },
  },
)
