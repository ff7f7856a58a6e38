// What notices say by mail, in German.
import { areFew } from '../backup-codes.js'
import type { FactRow } from './letter.js'
import type { FactTexts, MailWords } from './words.js'

export const notice: MailWords['notice'] = {
  device_added: (facts) => ({
    subject: 'ein Telefon ist hinzugekommen',
    lead: 'Ein Telefon kann jetzt Anmeldungen für Sie bestätigen.',
    rows: phone(facts),
    advice: NOT_YOU,
  }),
  device_removed: (facts) => ({
    subject: 'ein Telefon wurde entfernt',
    lead: 'Ein Telefon kann keine Anmeldungen mehr für Sie bestätigen.',
    rows: phone(facts),
    advice: NOT_YOU,
  }),
  second_factor_disabled: ({ until = '', reason = '' }) => ({
    subject: 'Anmeldung ohne Ihr Telefon',
    lead: 'Die Administration lässt Sie eine Zeit lang ohne Ihr Telefon anmelden.',
    rows: [
      ['Bis', until],
      ['Grund', reason],
    ],
    advice: 'Haben Sie nicht darum gebeten, sagen Sie es bitte sofort Ihrer Administration.',
  }),
  quiet_hours_changed: ({ from = '', to = '', timeZone = '' }) => ({
    subject: from === '' ? 'Ihre Ruhezeiten wurden beendet' : 'Ihre Ruhezeiten wurden geändert',
    lead:
      from === ''
        ? 'Anfragen klingeln auf Ihrem Telefon wieder zu jeder Zeit.'
        : 'In dieser Zeit klingeln Anfragen auf Ihrem Telefon nicht: Wer dann nach Ihnen fragt, bleibt unbemerkt, bis Sie die App öffnen.',
    rows: from === '' ? [] : [['Zeit', `${from}–${to} (${timeZone})`]],
    advice: NOT_YOU,
  }),
  login_harassment: (facts) => ({
    subject: 'jemand fragt immer wieder nach Ihnen',
    lead: 'Ihr Telefon wurde immer wieder gefragt, ob es jemanden hereinlässt, und niemand hat zugestimmt.',
    rows: [
      ['Nicht bestätigt', `${facts['requests'] ?? ''} in sieben Tagen`],
      ['Abgelehnt', `${facts['denied'] ?? ''} an einem Tag`],
      ...whereFrom(facts),
    ],
    advice:
      'Waren das nicht Sie, kennt jemand Ihr Passwort: Ändern Sie es jetzt, bestätigen Sie nichts, was Sie nicht selbst begonnen haben, und sagen Sie es Ihrer Administration.',
  }),
  login_reported: (facts) => ({
    subject: 'eine Anmeldung wurde gemeldet',
    lead: 'Sie haben auf Ihrem Telefon gemeldet, dass eine Anmeldung nicht von Ihnen war. Sie wurde verhindert.',
    rows: whereFrom(facts),
    advice:
      'Vielleicht kennt jemand Ihr Passwort: Ändern Sie es. Haben Sie nichts gemeldet, sagen Sie es Ihrer Administration.',
  }),
  addresses_changed: () => ({
    subject: 'Ihre Mailadressen wurden geändert',
    lead: 'Die Adressen, an die Nachrichten wie diese gehen, wurden geändert.',
    rows: [],
    advice: NOT_YOU,
  }),
  role_given: ({ role = '' }) => ({
    subject: 'Sie dürfen verwalten',
    lead: 'Ihr Konto hat eine Rolle in der Verwaltung erhalten.',
    rows: [['Rolle', role]],
    advice: 'Erwarten Sie das nicht, sagen Sie es bitte sofort Ihrer Administration.',
  }),
  browser_added: (facts) => ({
    subject: 'Anmeldung mit einem neuen Browser',
    lead: 'Sie wurden mit einem Browser angemeldet, der noch nicht bekannt war.',
    rows: [...whereFrom(facts), ['Ort', facts['place'] ?? '']],
    advice: NOT_YOU,
  }),
  totp_added: (facts) => ({
    subject: 'Codes aus einer App wurden eingerichtet',
    lead: 'Codes, die ein Telefon oder eine App anzeigt, lassen Sie jetzt herein, wenn Ihr Telefon nicht gefragt werden kann.',
    rows: codeApp(facts),
    advice: NOT_YOU,
  }),
  totp_removed: (facts) => ({
    subject: 'Codes aus einer App wurden entfernt',
    lead: 'Codes, die ein Telefon oder eine App anzeigt, lassen Sie nicht mehr herein.',
    rows: codeApp(facts),
    advice: NOT_YOU,
  }),
  biometrics_added: ({ deviceName = '' }) => ({
    subject: 'Biometrie wurde eingerichtet',
    lead: 'Fingerabdruck, Gesicht oder Bildschirmsperre dieses Telefons bestätigen ab jetzt Anmeldungen mit ihm zusammen.',
    rows: [['Telefon', deviceName]],
    advice: NOT_YOU,
  }),
  biometrics_removed: ({ deviceName = '' }) => ({
    subject: 'Biometrie wurde ausgeschaltet',
    lead: 'Fingerabdruck, Gesicht oder Bildschirmsperre dieses Telefons bestätigen keine Anmeldungen mehr.',
    rows: [['Telefon', deviceName]],
    advice: NOT_YOU,
  }),
  pin_set: (facts) => ({
    subject: 'auf einem Telefon wurde eine PIN festgelegt',
    lead: 'Ab jetzt fragt dieses Telefon nach seiner PIN, bevor es eine Anmeldung bestätigt.',
    rows: phone(facts),
    advice: NOT_YOU,
  }),
  pin_changed: (facts) => ({
    subject: 'die PIN eines Telefons wurde geändert',
    lead: 'Die bisherige PIN gilt nicht mehr.',
    rows: phone(facts),
    advice: NOT_YOU,
  }),
  pin_locked: (facts) => ({
    subject: 'ein Telefon wurde durch falsche PINs gesperrt',
    lead: 'Auf ihm wurde fünfmal hintereinander eine falsche PIN eingegeben. Es kann Anmeldungen ablehnen, aber keine mehr bestätigen. Um wieder damit zu bestätigen, entfernen Sie es und koppeln Sie es neu.',
    rows: phone(facts),
    advice: NOT_YOU,
  }),
  passkey_added: ({ name = '' }) => ({
    subject: 'ein Passkey wurde hinzugefügt',
    lead: 'Mit ihm können Sie sich jetzt anmelden, ohne Telefon.',
    rows: [['Passkey', name]],
    advice: NOT_YOU,
  }),
  passkey_removed: ({ name = '' }) => ({
    subject: 'ein Passkey wurde entfernt',
    lead: 'Mit ihm kann sich niemand mehr anmelden.',
    rows: [['Passkey', name]],
    advice: NOT_YOU,
  }),
  backup_codes_made: () => ({
    subject: 'neue Backup-Codes',
    lead: 'Für Ihr Konto wurden neue Backup-Codes erstellt. Alle älteren sind jetzt wertlos.',
    rows: [],
    advice: NOT_YOU,
  }),
  backup_codes_removed: () => ({
    subject: 'Ihre Backup-Codes wurden entfernt',
    lead: 'Ihre Backup-Codes sind wertlos geworden. Eine gedruckte Liste können Sie wegwerfen.',
    rows: [],
    advice: NOT_YOU,
  }),
  backup_code_used: (facts) => ({
    subject: 'ein Backup-Code wurde verwendet',
    lead: 'Jemand hat einen Ihrer Backup-Codes eingegeben, und er war richtig. Dieser Code ist verbraucht.',
    rows: [...whereFrom(facts), ['Code', beginning(facts)], ['Übrige Codes', facts['left'] ?? '']],
    advice: areFew(Number(facts['left']))
      ? `Sie haben nur noch wenige Backup-Codes: Erstellen Sie bald neue. ${NOT_YOU}`
      : NOT_YOU,
  }),
  bypass_code_made: ({ until = '', reason = '' }) => ({
    subject: 'ein Code vom Helpdesk',
    lead: 'Der Helpdesk hat einen Code erstellt, der Sie einmal ohne Ihr Telefon hereinlässt. Er sagt Ihnen den Code selbst, nie per Mail.',
    rows: [
      ['Gilt bis', until],
      ['Grund', reason],
    ],
    advice: 'Haben Sie nicht darum gebeten, sagen Sie es bitte sofort Ihrer Administration.',
  }),
  bypass_code_used: (facts) => ({
    subject: 'ein Code vom Helpdesk wurde verwendet',
    lead: 'Jemand hat den Code eingegeben, den der Helpdesk für Sie erstellt hat, und er war richtig. Er ist verbraucht.',
    rows: whereFrom(facts),
    advice: NOT_YOU,
  }),
  codes_blocked: (facts) => ({
    subject: 'zu viele falsche Codes',
    lead: 'Für Ihr Konto wurden zu viele falsche Codes eingegeben. Codes dieser Art werden eine Weile nicht angesehen; Ihr Telefon kann gefragt werden wie immer.',
    rows: [['Art', WAYS[facts['way'] ?? ''] ?? ''], ...whereFrom(facts)],
    advice:
      'Waren Sie das nicht, kennt vielleicht jemand Ihr Passwort: Ändern Sie es, und sagen Sie es Ihrer Administration.',
  }),
  recovery_started: (facts) => ({
    subject: 'jemand stellt Ihr Konto wieder her',
    lead: 'Jemand hat zwei Codes Ihres Kontos eingegeben und darf jetzt ein neues Telefon damit verbinden.',
    rows: whereFrom(facts),
    advice: NOT_YOU,
  }),
  account_stopped: () => ({
    subject: 'Ihr Konto wurde gesperrt',
    lead: 'Sie, oder jemand, der Ihre Nachrichten liest, haben gesagt: „Das war ich nicht“. Mit Ihrem Konto kann sich jetzt niemand anmelden.',
    rows: [],
    advice:
      'Sprechen Sie mit Ihrer Administration: Sie klärt, was geschehen ist, und lässt Sie wieder herein.',
  }),
}

const NOT_YOU = 'Waren Sie das nicht, sagen Sie es bitte sofort Ihrer Administration.'

const phone = ({ deviceName = '' }: FactTexts): readonly FactRow[] => [['Telefon', deviceName]]

/** The codes of a phone of ours bear its name, those of another app the one that the person gave. */
const codeApp = (facts: FactTexts): readonly FactRow[] => [...phone(facts), ['Name', facts['name'] ?? '']]

const whereFrom = ({ appName = '', address = '', browser = '' }: FactTexts): readonly FactRow[] => [
  ['Anwendung', appName],
  ['Adresse', address],
  ['Browser', browser],
]

/** Of a code: its first group, which is no secret, so that it can be crossed out on paper. */
const beginning = ({ selector = '' }: FactTexts): string => (selector === '' ? '' : `${selector}-…`)

const WAYS: Readonly<Record<string, string>> = {
  totp: 'Codes aus einer App',
  backup: 'Backup-Codes',
  bypass: 'Codes vom Helpdesk',
}
