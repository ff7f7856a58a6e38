// Mails in English.
import type { FactRow } from './letter.js'
import type { FactTexts, MailWords } from './words.js'

const NOT_YOU = 'If this was not you, tell your administrator at once.'

const phone = ({ deviceName = '' }: FactTexts): readonly FactRow[] => [['Phone', deviceName]]

export const en: MailWords = {
  greeting: (name) => `Hello ${name},`,
  dateLocale: 'en-GB',
  userId: 'User ID',
  when: 'When',
  support: (contact) => `Help: ${contact}`,
  ownPage: 'See your phones and recent requests:',
  notMe: 'This wasn’t me – stop my account at once:',
  notice: {
    device_added: (facts) => ({
      subject: 'a phone was added',
      lead: 'A phone can now approve logins for you.',
      rows: phone(facts),
      advice: NOT_YOU,
    }),
    device_removed: (facts) => ({
      subject: 'a phone was removed',
      lead: 'A phone can no longer approve logins for you.',
      rows: phone(facts),
      advice: NOT_YOU,
    }),
    second_factor_disabled: ({ until = '', reason = '' }) => ({
      subject: 'logins without your phone',
      lead: 'An administrator lets you log in without your phone for a time.',
      rows: [
        ['Until', until],
        ['Reason', reason],
      ],
      advice: 'If you did not ask for this, tell your administrator at once.',
    }),
    login_reported: ({ appName = '', address = '', browser = '' }) => ({
      subject: 'a login was reported',
      lead: 'You said on your phone that a login was not yours. It was stopped.',
      rows: [
        ['App', appName],
        ['Address', address],
        ['Browser', browser],
      ],
      advice:
        'Somebody may know your password: change it. If you did not report this, tell your administrator.',
    }),
    addresses_changed: () => ({
      subject: 'your mail addresses were changed',
      lead: 'The addresses that notices like this one go to were changed.',
      rows: [],
      advice: NOT_YOU,
    }),
    role_given: ({ role = '' }) => ({
      subject: 'you may administer',
      lead: 'Your account was given a role in the administration.',
      rows: [['Role', role]],
      advice: 'If you do not expect this, tell your administrator at once.',
    }),
  },
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
