// The words of an account's own page.
import type { AccountBody, DeviceBody, RequestRow } from '@countersign/protocol/admin'
import { inBoth } from '../text/language.js'

export interface DetailText {
  readonly up: string
  readonly suspended: string
  readonly off: (until: string, reason: string) => string
  readonly locked: (because: string) => string
  readonly because: {
    readonly wrongPicks: (count: number) => string
    readonly codeOnly: (until: string) => string
    readonly unanswered: (count: number) => string
    readonly devices: (count: number) => string
    readonly addresses: (count: number) => string
  }
  readonly quietNow: string
  readonly harassed: (since: string, requests: number, denied: number) => string
  readonly quietHours: (hours: NonNullable<AccountBody['quietHours']>) => string
  readonly phones: string
  readonly noPhones: { readonly title: string; readonly lead: string }
  readonly invite: string
  readonly deviceStates: Readonly<Record<DeviceBody['state'], string>>
  readonly connected: string
  readonly lastUsed: (when: string) => string
  readonly neverUsed: string
  readonly asksPin: string
  readonly pinLocked: string
  readonly asksBiometrics: Readonly<Record<'this_phone' | 'may_be_copied', string>>
  readonly asksNothing: string
  readonly addedOn: (when: string) => string
  readonly remove: string
  readonly removeTitle: (name: string) => string
  readonly removeMeans: readonly string[]
  readonly removeLast: string
  readonly removed: (name: string) => string
  readonly letApprove: string
  readonly letApproved: (name: string) => string
  readonly thumbprint: string
  readonly person: string
  readonly facts: Readonly<
    Record<
      | 'displayName'
      | 'aliases'
      | 'emails'
      | 'groups'
      | 'locale'
      | 'externalId'
      | 'quietHours'
      | 'added'
      | 'changed',
      string
    >
  >
  readonly none: string
  readonly notes: string
  readonly noNotes: string
  readonly requests: string
  readonly requestsLead: string
  readonly noRequests: string
  readonly requestColumns: Readonly<Record<'when' | 'app' | 'outcome' | 'device' | 'from', string>>
  readonly outcomes: Readonly<Record<RequestRow['outcome'], string>>
  readonly unknownApp: string
  readonly more: string
  readonly groupsTitle: (userId: string) => string
  readonly groupsDone: string
  readonly editTitle: (userId: string) => string
  readonly saved: string
  readonly fields: {
    readonly userId: string
    readonly userIdHint: string
    readonly aliases: string
    readonly aliasesHint: string
    readonly emails: string
    readonly emailsHint: string
    readonly emailsWrong: string
    readonly aliasesWrong: (most: number) => string
    readonly taken: string
    readonly notes: string
    readonly notesHint: string
  }
}

export const detailText = inBoth<DetailText>(
  {
    up: 'Accounts',
    suspended: 'This account is suspended: no app lets it in, and its phones do not ring.',
    off: (until, reason) =>
      `Until ${until} apps that accept it let this person in without a phone. Reason: ${reason}`,
    locked: (because) => `Something holds this account back: ${because}.`,
    because: {
      wrongPicks: (count) => (count === 1 ? 'one wrong pick' : `${count} wrong picks`),
      codeOnly: (until) => `only typed digits are trusted until ${until}`,
      unanswered: (count) =>
        count === 1 ? 'one request without an answer' : `${count} requests without an answer`,
      devices: (count) => (count === 1 ? 'one phone may only deny' : `${count} phones may only deny`),
      addresses: (count) =>
        count === 1
          ? 'one address was reported as not theirs'
          : `${count} addresses were reported as not theirs`,
    },
    quietNow:
      'These are this person’s quiet hours: nothing rings now. A request waits in their app until they open it.',
    harassed: (since, requests, denied) =>
      `Somebody keeps asking for this account, told on ${since}: ${requests} requests of seven days were not approved, ${denied} denied in one day. If the person knows nothing of them, their password is known to somebody: have it changed.`,
    quietHours: ({ days, from, to, timeZone }) =>
      `${from}–${to} (${timeZone})${days.length === 7 ? '' : `, on ${days.length} days of the week`}`,
    phones: 'Phones',
    noPhones: {
      title: 'No phone yet',
      lead: 'Without a phone this person cannot approve a login. Pair one now, or send an invitation.',
    },
    invite: 'Invite instead',
    deviceStates: {
      pending_confirm: 'Digits not compared yet',
      active: 'Active',
      suspended: 'May only deny',
      revoked: 'Removed',
    },
    connected: 'Connected now',
    lastUsed: (when) => `Last used ${when}`,
    neverUsed: 'Not used yet',
    asksPin: 'asks for a PIN',
    pinLocked:
      'Locked by five wrong PINs. Nobody can let it approve again: remove it, and have it paired anew.',
    asksBiometrics: {
      this_phone: 'asks for fingerprint, face or screen lock',
      may_be_copied:
        'asks for fingerprint, face or screen lock, of this or another phone of the person (its maker may copy it)',
    },
    asksNothing: 'asks for neither PIN nor fingerprint',
    addedOn: (when) => `Added ${when}`,
    remove: 'Remove',
    removeTitle: (name) => `Remove “${name}”?`,
    removeMeans: [
      'The phone is disconnected within a second and can approve nothing any more.',
      'To use it again, it must be paired again.',
      'The person is told.',
    ],
    removeLast: 'It is the last phone of this account: the person cannot log in until another is paired.',
    removed: (name) => `“${name}” was removed.`,
    letApprove: 'Let it approve again',
    letApproved: (name) => `“${name}” can approve again.`,
    thumbprint: 'Key',
    person: 'Person',
    facts: {
      displayName: 'Name',
      aliases: 'Also logs in as',
      emails: 'Notices go to',
      groups: 'Groups',
      locale: 'Language',
      externalId: 'Directory’s ID',
      quietHours: 'Quiet hours',
      added: 'Added',
      changed: 'Last changed',
    },
    none: 'none',
    notes: 'Notes',
    noNotes: 'No notes. What you write here only admins read.',
    requests: 'Recent requests',
    requestsLead: 'What the phones of this account were asked lately, and what became of it.',
    noRequests: 'Nothing was asked yet.',
    requestColumns: { when: 'When', app: 'App', outcome: 'Outcome', device: 'Phone', from: 'From' },
    outcomes: {
      redeemed: 'Approved',
      lapsed: 'Approved, not used',
      denied: 'Denied',
      reported: 'Reported: “This wasn’t me”',
      mismatched: 'Wrong pick',
      expired: 'Not answered in time',
      cancelled: 'Withdrawn',
    },
    unknownApp: 'an app that was removed',
    more: 'Show older ones',
    groupsTitle: (userId) => `Groups of ${userId}`,
    groupsDone: 'The groups are saved.',
    editTitle: (userId) => `Edit ${userId}`,
    saved: 'Saved.',
    fields: {
      userId: 'User ID',
      userIdHint: 'Who is paired stays paired. Apps must ask for the new ID, or for an alias.',
      aliases: 'Aliases',
      aliasesHint: 'Other names that log in to this account, one a line.',
      emails: 'E-mail for notices',
      emailsHint: 'At most two, one a line.',
      emailsWrong: 'At most two mail addresses, one a line.',
      aliasesWrong: (most) => `At most ${most} aliases, one a line, without spaces.`,
      taken: 'Somebody else logs in with this user ID or with one of these aliases.',
      notes: 'Notes',
      notesHint: 'Only admins read them.',
    },
  },
  {
    up: 'Konten',
    suspended: 'Dieses Konto ist gesperrt: keine App lässt es ein, und seine Handys klingeln nicht.',
    off: (until, reason) =>
      `Bis ${until} lassen Apps, die das annehmen, diese Person ohne Handy ein. Grund: ${reason}`,
    locked: (because) => `Etwas hält dieses Konto auf: ${because}.`,
    because: {
      wrongPicks: (count) => (count === 1 ? 'eine falsche Antwort' : `${count} falsche Antworten`),
      codeOnly: (until) => `bis ${until} zählen nur getippte Ziffern`,
      unanswered: (count) => (count === 1 ? 'eine Anfrage ohne Antwort' : `${count} Anfragen ohne Antwort`),
      devices: (count) =>
        count === 1 ? 'ein Handy kann nur ablehnen' : `${count} Handys können nur ablehnen`,
      addresses: (count) =>
        count === 1 ? 'eine Adresse wurde als fremd gemeldet' : `${count} Adressen wurden als fremd gemeldet`,
    },
    quietNow:
      'Diese Person hat gerade Ruhezeit: nichts klingelt. Eine Anfrage wartet in ihrer App, bis sie sie öffnet.',
    harassed: (since, requests, denied) =>
      `Jemand fragt immer wieder nach diesem Konto, mitgeteilt am ${since}: ${requests} Anfragen in sieben Tagen wurden nicht bestätigt, ${denied} an einem Tag abgelehnt. Weiß die Person nichts davon, kennt jemand ihr Passwort: lass es ändern.`,
    quietHours: ({ days, from, to, timeZone }) =>
      `${from}–${to} (${timeZone})${days.length === 7 ? '' : `, an ${days.length} Tagen der Woche`}`,
    phones: 'Handys',
    noPhones: {
      title: 'Noch kein Handy',
      lead: 'Ohne Handy kann diese Person keine Anmeldung zulassen. Kopple jetzt eines, oder schick eine Einladung.',
    },
    invite: 'Lieber einladen',
    deviceStates: {
      pending_confirm: 'Ziffern noch nicht verglichen',
      active: 'Aktiv',
      suspended: 'Kann nur ablehnen',
      revoked: 'Entfernt',
    },
    connected: 'Jetzt verbunden',
    lastUsed: (when) => `Zuletzt benutzt ${when}`,
    neverUsed: 'Noch nicht benutzt',
    asksPin: 'fragt nach einer PIN',
    pinLocked:
      'Durch fünf falsche PINs gesperrt. Niemand kann es wieder zulassen lassen: entferne es und lass es neu koppeln.',
    asksBiometrics: {
      this_phone: 'fragt nach Fingerabdruck, Gesicht oder Bildschirmsperre',
      may_be_copied:
        'fragt nach Fingerabdruck, Gesicht oder Bildschirmsperre, auf diesem oder einem anderen Handy der Person (der Hersteller darf es kopieren)',
    },
    asksNothing: 'fragt weder nach PIN noch nach Fingerabdruck',
    addedOn: (when) => `Hinzugefügt ${when}`,
    remove: 'Entfernen',
    removeTitle: (name) => `„${name}“ entfernen?`,
    removeMeans: [
      'Das Handy wird binnen einer Sekunde getrennt und kann nichts mehr zulassen.',
      'Um es wieder zu benutzen, muss es neu gekoppelt werden.',
      'Die Person wird benachrichtigt.',
    ],
    removeLast:
      'Es ist das letzte Handy dieses Kontos: die Person kann sich nicht anmelden, bis ein anderes gekoppelt ist.',
    removed: (name) => `„${name}“ wurde entfernt.`,
    letApprove: 'Wieder zulassen lassen',
    letApproved: (name) => `„${name}“ kann wieder zulassen.`,
    thumbprint: 'Schlüssel',
    person: 'Person',
    facts: {
      displayName: 'Name',
      aliases: 'Meldet sich auch an als',
      emails: 'Hinweise gehen an',
      groups: 'Gruppen',
      locale: 'Sprache',
      externalId: 'ID im Verzeichnis',
      quietHours: 'Ruhezeiten',
      added: 'Hinzugefügt',
      changed: 'Zuletzt geändert',
    },
    none: 'keine',
    notes: 'Notizen',
    noNotes: 'Keine Notizen. Was du hier schreibst, lesen nur Admins.',
    requests: 'Letzte Anfragen',
    requestsLead: 'Was die Handys dieses Kontos zuletzt gefragt wurden, und was daraus wurde.',
    noRequests: 'Es wurde noch nichts gefragt.',
    requestColumns: { when: 'Wann', app: 'App', outcome: 'Ergebnis', device: 'Handy', from: 'Von' },
    outcomes: {
      redeemed: 'Zugelassen',
      lapsed: 'Zugelassen, nicht benutzt',
      denied: 'Abgelehnt',
      reported: 'Gemeldet: „Das war ich nicht“',
      mismatched: 'Falsch gewählt',
      expired: 'Nicht rechtzeitig beantwortet',
      cancelled: 'Zurückgezogen',
    },
    unknownApp: 'eine App, die entfernt wurde',
    more: 'Ältere zeigen',
    groupsTitle: (userId) => `Gruppen von ${userId}`,
    groupsDone: 'Die Gruppen sind gespeichert.',
    editTitle: (userId) => `${userId} bearbeiten`,
    saved: 'Gespeichert.',
    fields: {
      userId: 'Benutzer-ID',
      userIdHint:
        'Was gekoppelt ist, bleibt gekoppelt. Apps müssen nach der neuen ID fragen, oder nach einem Alias.',
      aliases: 'Aliase',
      aliasesHint: 'Andere Namen, die sich bei diesem Konto anmelden, einer pro Zeile.',
      emails: 'E-Mail für Hinweise',
      emailsHint: 'Höchstens zwei, eine pro Zeile.',
      emailsWrong: 'Höchstens zwei E-Mail-Adressen, eine pro Zeile.',
      aliasesWrong: (most) => `Höchstens ${most} Aliase, einer pro Zeile, ohne Leerzeichen.`,
      taken: 'Jemand anderes meldet sich mit dieser Benutzer-ID oder mit einem dieser Aliase an.',
      notes: 'Notizen',
      notesHint: 'Nur Admins lesen sie.',
    },
  },
)
