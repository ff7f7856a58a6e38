// Mails in German.
import type { FactRow } from './letter.js'
import type { FactTexts, MailWords } from './words.js'

const NOT_YOU = 'Waren Sie das nicht, sagen Sie es bitte sofort Ihrer Administration.'

const phone = ({ deviceName = '' }: FactTexts): readonly FactRow[] => [['Telefon', deviceName]]

export const de: MailWords = {
  greeting: (name) => `Guten Tag ${name},`,
  dateLocale: 'de-DE',
  userId: 'Benutzer-ID',
  when: 'Wann',
  support: (contact) => `Hilfe: ${contact}`,
  ownPage: 'Ihre Telefone und letzten Anfragen:',
  notMe: 'Das war ich nicht – mein Konto sofort sperren:',
  notice: {
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
    login_reported: ({ appName = '', address = '', browser = '' }) => ({
      subject: 'eine Anmeldung wurde gemeldet',
      lead: 'Sie haben auf Ihrem Telefon gemeldet, dass eine Anmeldung nicht von Ihnen war. Sie wurde verhindert.',
      rows: [
        ['Anwendung', appName],
        ['Adresse', address],
        ['Browser', browser],
      ],
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
  },
  invitation: {
    subject: (server) => `${server}: Verbinden Sie Ihr Telefon`,
    lead: (server) =>
      `Anmeldungen bei ${server} bestätigen Sie künftig auf Ihrem Telefon. Diese Einladung richtet es einmal ein.`,
    steps:
      'Sie brauchen Ihr Telefon und Ihren Startcode. Der Code steht nicht in dieser Mail: Sie erhalten ihn von Ihrer Administration auf anderem Weg.',
    linkLabel: 'Öffnen Sie diese Seite, am besten an einem Computer:',
    until: (date) => `Die Einladung gilt bis ${date}.`,
    notYou:
      'Haben Sie diese Mail nicht erwartet, tun Sie nichts, und geben Sie Ihren Startcode an niemanden weiter.',
  },
  reminder: {
    subject: (server) => `${server}: Ihr Telefon ist noch nicht verbunden`,
    lead: (server) =>
      `Sie haben noch kein Telefon mit ${server} verbunden. Die Einladung wartet weiter auf Sie.`,
    steps:
      'Sie brauchen Ihr Telefon und Ihren Startcode. Haben Sie den Code nicht, fragen Sie Ihre Administration.',
    linkLabel: 'Öffnen Sie diese Seite, am besten an einem Computer:',
    until: (date) => `Die Einladung gilt bis ${date}.`,
    notYou:
      'Haben Sie diese Mail nicht erwartet, tun Sie nichts, und geben Sie Ihren Startcode an niemanden weiter.',
  },
  test: (server) => ({
    subject: `${server}: Probe der Maileinstellungen`,
    lead: 'Dies ist eine Probe. Wenn Sie sie lesen können, stimmen die Maileinstellungen.',
  }),
}
