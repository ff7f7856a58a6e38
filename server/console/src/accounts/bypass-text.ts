// The words of codes that a help desk tells somebody, and of the account's card of other ways in.
import type { BypassCodeRow } from '@countersign/protocol/admin'
import { inBoth } from '../text/language.js'

export const bypassLengths = [15, 60, 240, 1440] as const
export type BypassLength = `${(typeof bypassLengths)[number]}`

interface BypassText {
  readonly ways: string
  readonly waysLead: string
  readonly blocked: (way: string, until: string) => string
  readonly blockedForGood: (way: string) => string
  readonly unlock: string
  readonly way: Readonly<Record<'totp' | 'backup' | 'bypass', string>>
  readonly title: string
  readonly lead: string
  readonly none: string
  readonly make: string
  readonly makeTitle: (userId: string) => string
  readonly makeMeans: readonly string[]
  readonly reason: string
  readonly reasonHint: string
  readonly reasonMissing: string
  readonly howLong: string
  readonly lengths: Readonly<Record<BypassLength, string>>
  readonly submit: string
  readonly madeLead: (userId: string, until: string) => string
  readonly madeHow: string
  readonly told: string
  readonly done: string
  readonly states: Readonly<Record<BypassCodeRow['state'], string>>
  readonly until: (when: string) => string
  readonly usedAt: (when: string) => string
  readonly madeAt: (when: string, by: string) => string
  readonly makers: Readonly<Record<'admin' | 'token' | 'operator' | 'other', string>>
  readonly revoke: string
  readonly revoked: string
  readonly older: string
}

export const bypassText = inBoth<BypassText>(
  {
    ways: 'Other ways in',
    waysLead: 'What lets this person in when the phone cannot be asked, where the policies allow it.',
    blocked: (way, until) => `After too many wrong ones, ${way} do not count until ${until}.`,
    blockedForGood: (way) =>
      `After far too many wrong ones, ${way} do not count any more, until they are set up anew or you unlock the account.`,
    unlock: 'Unlock',
    way: { totp: 'codes from an app', backup: 'backup codes', bypass: 'help desk codes' },
    title: 'Help desk code',
    lead: 'One code for one login, for somebody on the telephone whose phone is lost or broken.',
    none: 'None was made lately.',
    make: 'Make a code',
    makeTitle: (userId) => `Make a code for ${userId}`,
    makeMeans: [
      'Whoever has the password and this code gets in once: make sure you talk to the right person.',
      'The person is told, and the audit keeps your reason. A code made before counts no more.',
    ],
    reason: 'Reason',
    reasonHint: 'What happened, and how you made sure who is asking.',
    reasonMissing: 'Give a reason: it is kept in the audit.',
    howLong: 'How long it counts',
    lengths: { 15: '15 minutes', 60: 'One hour', 240: 'Four hours', 1440: 'One day' },
    submit: 'Make the code',
    madeLead: (userId, until) =>
      `Tell this to ${userId}: it counts once, until ${until}, and is shown only now.`,
    madeHow:
      'At the login they choose “Use another way” and type it. Never send it by a way that others read.',
    told: 'I have told it to the person',
    done: 'Done',
    states: { open: 'Open', used: 'Used', revoked: 'Revoked', expired: 'Expired' },
    until: (when) => `counts until ${when}`,
    usedAt: (when) => `used ${when}`,
    madeAt: (when, by) => `made ${when} ${by}`,
    makers: {
      admin: 'by an admin',
      token: 'by a program',
      operator: 'on the command line',
      other: 'by the server',
    },
    revoke: 'Revoke',
    revoked: 'The code counts no more.',
    older: 'Those from before',
  },
  {
    ways: 'Andere Wege hinein',
    waysLead:
      'Was diese Person einlässt, wenn das Handy nicht gefragt werden kann, wo die Richtlinien es erlauben.',
    blocked: (way, until) => `Nach zu vielen falschen werden ${way} bis ${until} nicht angesehen.`,
    blockedForGood: (way) =>
      `Nach viel zu vielen falschen werden ${way} nicht mehr angesehen, bis sie neu eingerichtet sind oder du das Konto freigibst.`,
    unlock: 'Freigeben',
    way: { totp: 'Codes aus einer App', backup: 'Backup-Codes', bypass: 'Codes vom Helpdesk' },
    title: 'Code vom Helpdesk',
    lead: 'Ein Code für eine Anmeldung, für jemanden am Telefon, dessen Handy verloren oder kaputt ist.',
    none: 'In letzter Zeit wurde keiner erstellt.',
    make: 'Code erstellen',
    makeTitle: (userId) => `Code für ${userId} erstellen`,
    makeMeans: [
      'Wer das Passwort und diesen Code hat, kommt einmal hinein: sei sicher, dass du mit der richtigen Person sprichst.',
      'Die Person wird benachrichtigt, und das Protokoll behält deinen Grund. Ein Code von vorher zählt nicht mehr.',
    ],
    reason: 'Grund',
    reasonHint: 'Was geschehen ist, und woran du erkannt hast, wer fragt.',
    reasonMissing: 'Gib einen Grund an: er bleibt im Protokoll.',
    howLong: 'Wie lange er zählt',
    lengths: { 15: '15 Minuten', 60: 'Eine Stunde', 240: 'Vier Stunden', 1440: 'Einen Tag' },
    submit: 'Code erstellen',
    madeLead: (userId, until) =>
      `Sag ihn ${userId}: er zählt einmal, bis ${until}, und wird nur jetzt gezeigt.`,
    madeHow:
      'An der Anmeldung einen anderen Weg wählen und ihn eintippen. Verschick ihn nie so, dass andere mitlesen.',
    told: 'Ich habe ihn der Person gesagt',
    done: 'Fertig',
    states: { open: 'Offen', used: 'Benutzt', revoked: 'Zurückgezogen', expired: 'Abgelaufen' },
    until: (when) => `zählt bis ${when}`,
    usedAt: (when) => `benutzt ${when}`,
    madeAt: (when, by) => `erstellt ${when} ${by}`,
    makers: {
      admin: 'von einem Admin',
      token: 'von einem Programm',
      operator: 'an der Kommandozeile',
      other: 'vom Server',
    },
    revoke: 'Zurückziehen',
    revoked: 'Der Code zählt nicht mehr.',
    older: 'Die von vorher',
  },
)
