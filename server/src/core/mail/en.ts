// Mails in English; what notices say is in a file of its own.
import { notice } from './en-notices.js'
import type { MailWords } from './words.js'

export const en: MailWords = {
  greeting: (name) => `Hello ${name},`,
  dateLocale: 'en-GB',
  userId: 'User ID',
  when: 'When',
  support: (contact) => `Help: ${contact}`,
  ownPage: 'See your phones and recent requests:',
  notMe: 'This wasn’t me – stop my account at once:',
  notice,
  invitation: {
    subject: (server) => `${server}: pair your phone`,
    lead: (server) => `Logins at ${server} will be approved on your phone. This invitation sets it up once.`,
    steps:
      'You need your phone and your start code. The code is not in this mail: your administrator gives it to you in another way.',
    linkLabel: 'Open this page, best on a computer:',
    until: (date) => `The invitation is good until ${date}.`,
    notYou: 'If you did not expect this mail, do nothing, and never give your start code to anybody.',
  },
  reminder: {
    subject: (server) => `${server}: your phone is not paired yet`,
    lead: (server) => `You have not paired a phone with ${server} yet. The invitation still waits for you.`,
    steps: 'You need your phone and your start code. If you do not have the code, ask your administrator.',
    linkLabel: 'Open this page, best on a computer:',
    until: (date) => `The invitation is good until ${date}.`,
    notYou: 'If you did not expect this mail, do nothing, and never give your start code to anybody.',
  },
  test: (server) => ({
    subject: `${server}: test of the mail settings`,
    lead: 'This is a test. If you can read it, the mail settings are right.',
  }),
}
