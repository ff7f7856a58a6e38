// Mails in German; what notices say is in a file of its own.
import { notice } from './de-notices.js'
import type { MailWords } from './words.js'

export const de: MailWords = {
  greeting: (name) => `Guten Tag ${name},`,
  dateLocale: 'de-DE',
  userId: 'Benutzer-ID',
  when: 'Wann',
  support: (contact) => `Hilfe: ${contact}`,
  ownPage: 'Ihre Telefone und letzten Anfragen:',
  notMe: 'Das war ich nicht – mein Konto sofort sperren:',
  notice,
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
