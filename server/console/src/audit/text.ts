// The words of the audit page in both languages.
import type { AuditFaultBody } from '@countersign/protocol/admin'
import { inBoth } from '../text/language.js'

type FaultKind = AuditFaultBody['kind']

interface AuditText {
  readonly title: string
  readonly lead: string
  readonly live: string
  readonly pause: string
  readonly resume: string
  readonly connecting: string
  readonly broken: string
  readonly paused: (count: number) => string
  readonly filters: string
  readonly action: string
  readonly allActions: string
  readonly account: string
  readonly app: string
  readonly allApps: string
  readonly accountHint: string
  readonly accountUnknown: string
  readonly from: string
  readonly until: string
  readonly clear: string
  readonly table: string
  readonly when: string
  readonly what: string
  readonly who: string
  readonly whom: string
  readonly detailsOf: (what: string) => string
  readonly older: string
  readonly empty: string
  readonly emptyLead: string
  readonly emptyFilter: string
  readonly exportTitle: string
  readonly exportLead: string
  readonly exportJsonl: string
  readonly exportCsv: string
  readonly entry: {
    readonly id: string
    readonly sequence: string
    readonly hash: string
    readonly notSealed: string
    readonly facts: string
    readonly yes: string
    readonly no: string
    readonly none: string
    readonly same: string
  }
  readonly actors: Readonly<Record<'operator' | 'server', string>>
  readonly kinds: Readonly<Record<'admin' | 'token' | 'person' | 'device' | 'app', (name: string) => string>>
  readonly verify: {
    readonly do: string
    readonly working: string
    readonly whole: (entries: string) => string
    readonly wholeLead: (checkpoints: string, last: string) => string
    readonly wholeNoCheckpoint: string
    readonly waiting: (count: number) => string
    readonly end: string
    readonly endHint: string
    readonly broken: (count: number) => string
    readonly brokenLead: string
    readonly faults: Readonly<Record<FaultKind, (sequence: string) => string>>
    readonly entries: string
    readonly noted: string
    readonly notedLabel: string
    readonly notedHint: string
    readonly notedInvalid: string
  }
}

export const auditText = inBoth<AuditText>(
  {
    title: 'Audit',
    lead: 'What happened, when, and by whom. Entries are only ever added; each is chained to the one before it.',
    live: 'Live',
    pause: 'Pause',
    resume: 'Go on',
    connecting: 'Connecting…',
    broken: 'The live view was interrupted. Load the page again.',
    paused: (count) => (count === 1 ? 'Paused: 1 new entry' : `Paused: ${count} new entries`),
    filters: 'Filters',
    action: 'What',
    allActions: 'Everything',
    account: 'Account',
    app: 'App',
    allApps: 'All apps',
    accountHint: 'User ID or alias.',
    accountUnknown: 'There is no account with this name.',
    from: 'From',
    until: 'Until',
    clear: 'Clear the filter',
    table: 'Entries, newest first',
    when: 'When',
    what: 'What',
    who: 'By whom',
    whom: 'About',
    detailsOf: (what) => `Details of: ${what}`,
    older: 'Older entries',
    empty: 'Nothing has happened yet',
    emptyLead: 'Logins and changes appear here by themselves.',
    emptyFilter: 'No entry fits this filter.',
    exportTitle: 'Export',
    exportLead: 'All entries that fit the filter.',
    exportJsonl: 'JSON Lines',
    exportCsv: 'CSV',
    entry: {
      id: 'Entry',
      sequence: 'Place in the chain',
      hash: 'Hash',
      notSealed: 'gets its place within a second',
      facts: 'What was recorded',
      yes: 'yes',
      no: 'no',
      none: '–',
      same: 'Everything like this',
    },
    actors: { operator: 'the operator, on the command line', server: 'the server itself' },
    kinds: {
      admin: (name) => name,
      token: (name) => `API token ${name}`,
      person: (name) => name,
      device: (name) => `phone ${name}`,
      app: (name) => `app ${name}`,
    },
    verify: {
      do: 'Verify',
      working: 'Reading every entry…',
      whole: (entries) => `The record is whole: ${entries} entries, unbroken.`,
      wholeLead: (checkpoints, last) => `${checkpoints} signed checkpoints fit, the last of ${last}.`,
      wholeNoCheckpoint: 'There is no signed checkpoint yet; the first comes by itself.',
      waiting: (count) =>
        count === 1
          ? '1 entry of the last second waits for its place.'
          : `${count} entries of the last second wait for their place.`,
      end: 'End of the chain',
      endHint: 'Keep it elsewhere: compared later, it shows whether the end was cut off.',
      noted: 'Compare with an end that I wrote down',
      notedLabel: 'End of the chain, as it was shown',
      notedHint: 'A number, a colon, and 43 letters.',
      notedInvalid: 'That is not the end of a chain: a number, a colon, and 43 letters.',
      broken: (count) =>
        count === 1
          ? 'The record was tampered with, in 1 place'
          : `The record was tampered with, in ${count} places`,
      brokenLead:
        'Do not change anything now. Make a backup, and compare with an earlier one or with what webhooks sent elsewhere.',
      faults: {
        changed: (sequence) => `Entry ${sequence} was changed after it was written.`,
        removed: (sequence) => `Entry ${sequence} was removed.`,
        inserted: (sequence) => `Entry ${sequence} was put in later.`,
        reordered: (sequence) => `Entry ${sequence} is not in its place.`,
        truncated: (sequence) => `Entries from ${sequence} on were cut off.`,
        checkpoint_forged: (sequence) =>
          `The signature of the checkpoint at ${sequence} is not this server’s.`,
        checkpoint_missing: (sequence) => `The signed checkpoint at ${sequence} is missing.`,
      },
      entries: 'Places',
    },
  },
  {
    title: 'Protokoll',
    lead: 'Was geschah, wann und durch wen. Einträge kommen nur hinzu; jeder hängt an dem vor ihm.',
    live: 'Live',
    pause: 'Anhalten',
    resume: 'Weiter',
    connecting: 'Verbindet …',
    broken: 'Die Live-Ansicht wurde unterbrochen. Lade die Seite neu.',
    paused: (count) => (count === 1 ? 'Angehalten: 1 neuer Eintrag' : `Angehalten: ${count} neue Einträge`),
    filters: 'Filter',
    action: 'Was',
    allActions: 'Alles',
    account: 'Konto',
    app: 'App',
    allApps: 'Alle Apps',
    accountHint: 'Benutzer-ID oder Alias.',
    accountUnknown: 'Es gibt kein Konto mit diesem Namen.',
    from: 'Von',
    until: 'Bis',
    clear: 'Filter leeren',
    table: 'Einträge, neueste zuerst',
    when: 'Wann',
    what: 'Was',
    who: 'Durch wen',
    whom: 'Worüber',
    detailsOf: (what) => `Einzelheiten zu: ${what}`,
    older: 'Ältere Einträge',
    empty: 'Noch ist nichts geschehen',
    emptyLead: 'Anmeldungen und Änderungen erscheinen hier von selbst.',
    emptyFilter: 'Kein Eintrag passt zu diesem Filter.',
    exportTitle: 'Export',
    exportLead: 'Alle Einträge, die zum Filter passen.',
    exportJsonl: 'JSON Lines',
    exportCsv: 'CSV',
    entry: {
      id: 'Eintrag',
      sequence: 'Platz in der Kette',
      hash: 'Hash',
      notSealed: 'bekommt seinen Platz binnen einer Sekunde',
      facts: 'Was festgehalten wurde',
      yes: 'ja',
      no: 'nein',
      none: '–',
      same: 'Alles dieser Art',
    },
    actors: { operator: 'der Betreiber, an der Kommandozeile', server: 'der Server selbst' },
    kinds: {
      admin: (name) => name,
      token: (name) => `API-Token ${name}`,
      person: (name) => name,
      device: (name) => `Handy ${name}`,
      app: (name) => `App ${name}`,
    },
    verify: {
      do: 'Prüfen',
      working: 'Jeder Eintrag wird gelesen …',
      whole: (entries) => `Das Protokoll ist vollständig: ${entries} Einträge, lückenlos.`,
      wholeLead: (checkpoints, last) => `${checkpoints} signierte Prüfpunkte passen, der letzte vom ${last}.`,
      wholeNoCheckpoint: 'Noch gibt es keinen signierten Prüfpunkt; der erste kommt von selbst.',
      waiting: (count) =>
        count === 1
          ? '1 Eintrag der letzten Sekunde wartet auf seinen Platz.'
          : `${count} Einträge der letzten Sekunde warten auf ihren Platz.`,
      end: 'Ende der Kette',
      endHint: 'Bewahr es anderswo auf: später verglichen zeigt es, ob das Ende abgeschnitten wurde.',
      noted: 'Mit einem Ende vergleichen, das ich notiert habe',
      notedLabel: 'Ende der Kette, wie es gezeigt wurde',
      notedHint: 'Eine Zahl, ein Doppelpunkt und 43 Zeichen.',
      notedInvalid: 'Das ist kein Ende einer Kette: eine Zahl, ein Doppelpunkt und 43 Zeichen.',
      broken: (count) =>
        count === 1
          ? 'Das Protokoll wurde verändert, an 1 Stelle'
          : `Das Protokoll wurde verändert, an ${count} Stellen`,
      brokenLead:
        'Ändere jetzt nichts. Mach eine Sicherung und vergleiche mit einer früheren oder mit dem, was Webhooks anderswohin gesendet haben.',
      faults: {
        changed: (sequence) => `Eintrag ${sequence} wurde nach dem Schreiben geändert.`,
        removed: (sequence) => `Eintrag ${sequence} wurde entfernt.`,
        inserted: (sequence) => `Eintrag ${sequence} wurde später eingefügt.`,
        reordered: (sequence) => `Eintrag ${sequence} steht nicht an seinem Platz.`,
        truncated: (sequence) => `Einträge ab ${sequence} wurden abgeschnitten.`,
        checkpoint_forged: (sequence) =>
          `Die Signatur des Prüfpunkts bei ${sequence} ist nicht von diesem Server.`,
        checkpoint_missing: (sequence) => `Der signierte Prüfpunkt bei ${sequence} fehlt.`,
      },
      entries: 'Stellen',
    },
  },
)
