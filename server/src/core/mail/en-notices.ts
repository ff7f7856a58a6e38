// What notices say by mail, in English.
import { areFew } from '../backup-codes.js'
import type { FactRow } from './letter.js'
import type { FactTexts, MailWords } from './words.js'

export const notice: MailWords['notice'] = {
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
  login_reported: (facts) => ({
    subject: 'a login was reported',
    lead: 'You said on your phone that a login was not yours. It was stopped.',
    rows: whereFrom(facts),
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
  browser_added: (facts) => ({
    subject: 'a login from a new browser',
    lead: 'You were signed in from a browser that was not known before.',
    rows: [...whereFrom(facts), ['Place', facts['place'] ?? '']],
    advice: NOT_YOU,
  }),
  totp_added: (facts) => ({
    subject: 'codes from an app were set up',
    lead: 'Codes that a phone or an app shows can now let you in when your phone cannot be asked.',
    rows: codeApp(facts),
    advice: NOT_YOU,
  }),
  totp_removed: (facts) => ({
    subject: 'codes from an app were removed',
    lead: 'Codes that a phone or an app shows can no longer let you in.',
    rows: codeApp(facts),
    advice: NOT_YOU,
  }),
  biometrics_added: ({ deviceName = '' }) => ({
    subject: 'biometrics were set up',
    lead: 'From now on a fingerprint, a face or the screen lock of this phone approves logins together with it.',
    rows: [['Phone', deviceName]],
    advice: NOT_YOU,
  }),
  biometrics_removed: ({ deviceName = '' }) => ({
    subject: 'biometrics were turned off',
    lead: 'Fingerprint, face or screen lock of this phone approve no more logins.',
    rows: [['Phone', deviceName]],
    advice: NOT_YOU,
  }),
  pin_set: (facts) => ({
    subject: 'a PIN was set on a phone',
    lead: 'From now on this phone asks for its PIN before it approves a login.',
    rows: phone(facts),
    advice: NOT_YOU,
  }),
  pin_changed: (facts) => ({
    subject: 'the PIN of a phone was changed',
    lead: 'The PIN before it is worth nothing any more.',
    rows: phone(facts),
    advice: NOT_YOU,
  }),
  pin_locked: (facts) => ({
    subject: 'a phone was locked by wrong PINs',
    lead: 'A wrong PIN was typed on it five times in a row. It can deny logins, and approve none any more. To approve with it again, remove it and pair it anew.',
    rows: phone(facts),
    advice: NOT_YOU,
  }),
  passkey_added: ({ name = '' }) => ({
    subject: 'a passkey was added',
    lead: 'It can now let you in, without your phone.',
    rows: [['Passkey', name]],
    advice: NOT_YOU,
  }),
  passkey_removed: ({ name = '' }) => ({
    subject: 'a passkey was removed',
    lead: 'It can no longer let you in.',
    rows: [['Passkey', name]],
    advice: NOT_YOU,
  }),
  backup_codes_made: () => ({
    subject: 'new backup codes',
    lead: 'A new set of backup codes was made for your account. Every set from before is worth nothing now.',
    rows: [],
    advice: NOT_YOU,
  }),
  backup_codes_removed: () => ({
    subject: 'your backup codes were removed',
    lead: 'Your backup codes are worth nothing any more. A printed list can be thrown away.',
    rows: [],
    advice: NOT_YOU,
  }),
  backup_code_used: (facts) => ({
    subject: 'a backup code was used',
    lead: 'Somebody typed one of your backup codes, and it was right. That code is used up.',
    rows: [...whereFrom(facts), ['Code', beginning(facts)], ['Codes left', facts['left'] ?? '']],
    advice: areFew(Number(facts['left']))
      ? `You have few backup codes left: make a new set soon. ${NOT_YOU}`
      : NOT_YOU,
  }),
  bypass_code_made: ({ until = '', reason = '' }) => ({
    subject: 'a code from the help desk',
    lead: 'The help desk made a code that lets you in once without your phone. It tells you the code itself, never by mail.',
    rows: [
      ['Good until', until],
      ['Reason', reason],
    ],
    advice: 'If you did not ask for this, tell your administrator at once.',
  }),
  bypass_code_used: (facts) => ({
    subject: 'a code from the help desk was used',
    lead: 'Somebody typed the code that the help desk made for you, and it was right. It is used up.',
    rows: whereFrom(facts),
    advice: NOT_YOU,
  }),
  codes_blocked: (facts) => ({
    subject: 'too many wrong codes',
    lead: 'Too many wrong codes were typed for your account. Codes of this kind do not count for a while; your phone can be asked as always.',
    rows: [['Kind', WAYS[facts['way'] ?? ''] ?? ''], ...whereFrom(facts)],
    advice: 'If this was not you, somebody may know your password: change it, and tell your administrator.',
  }),
  recovery_started: (facts) => ({
    subject: 'somebody is recovering your account',
    lead: 'Somebody typed two codes of your account and may now pair a new phone with it.',
    rows: whereFrom(facts),
    advice: NOT_YOU,
  }),
  account_stopped: () => ({
    subject: 'your account was stopped',
    lead: 'You, or somebody who reads your messages, said “This wasn’t me”. Nobody can log in with your account now.',
    rows: [],
    advice: 'Talk to your administrator: they find out what happened, and let you in again.',
  }),
  quiet_hours_changed: ({ from = '', to = '', timeZone = '' }) => ({
    subject: from === '' ? 'your quiet hours were ended' : 'your quiet hours were changed',
    lead:
      from === ''
        ? 'Requests ring on your phone at all hours again.'
        : 'In these hours requests do not ring on your phone: whoever asks for you then is not noticed until you open the app.',
    rows: from === '' ? [] : [['Hours', `${from}–${to} (${timeZone})`]],
    advice: NOT_YOU,
  }),
  login_harassment: (facts) => ({
    subject: 'somebody keeps asking for you',
    lead: 'Your phone was asked again and again to let somebody in, and nobody approved.',
    rows: [
      ['Not approved', `${facts['requests'] ?? ''} in seven days`],
      ['Denied', `${facts['denied'] ?? ''} in one day`],
      ...whereFrom(facts),
    ],
    advice:
      'If these were not you, somebody knows your password: change it now, approve nothing that you did not begin yourself, and tell your administrator.',
  }),
}

const NOT_YOU = 'If this was not you, tell your administrator at once.'

const phone = ({ deviceName = '' }: FactTexts): readonly FactRow[] => [['Phone', deviceName]]

/** The codes of a phone of ours bear its name, those of another app the one that the person gave. */
const codeApp = (facts: FactTexts): readonly FactRow[] => [...phone(facts), ['Name', facts['name'] ?? '']]

const whereFrom = ({ appName = '', address = '', browser = '' }: FactTexts): readonly FactRow[] => [
  ['App', appName],
  ['Address', address],
  ['Browser', browser],
]

/** Of a code: its first group, which is no secret, so that it can be crossed out on paper. */
const beginning = ({ selector = '' }: FactTexts): string => (selector === '' ? '' : `${selector}-…`)

const WAYS: Readonly<Record<string, string>> = {
  totp: 'codes from an app',
  backup: 'backup codes',
  bypass: 'codes from the help desk',
}
