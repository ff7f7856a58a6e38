// What a person was told about their account, and what the server says about itself, in English.

import { BACKUP_CODES_LOW } from '@countersign/protocol'

/** `name`: of the phone or the app that it is about; empty when it is about neither. `left`: of backup codes. */
type Said = (name: string, left: string) => string

/** By kind; a kind that is not here is left out. */
const said: Readonly<Record<string, Said>> = {
  device_added: (name) => `A phone was paired: ${name}`,
  device_removed: (name) => `A phone was removed: ${name}`,
  second_factor_disabled: () => 'Your account is let in without a phone for a time',
  login_reported: (name) => `A login at ${name} was reported as not yours`,
  addresses_changed: () => 'The addresses where you are told were changed',
  role_given: () => 'You were made an admin',
  browser_added: (name) => `You were signed in from a new browser${name && ` at ${name}`}`,
  totp_added: (name) => `Codes from an app were set up: ${name}`,
  totp_removed: (name) => `Codes from an app were removed: ${name}`,
  totp_used: (name) => `A code from an app was used${name && ` at ${name}`}`,
  biometrics_added: (name) => `Biometrics approve on a phone now: ${name}`,
  biometrics_removed: (name) => `Biometrics approve no more on a phone: ${name}`,
  pin_set: (name) => `A PIN was set on a phone: ${name}`,
  pin_changed: (name) => `The PIN of a phone was changed: ${name}`,
  pin_locked: (name) => `A phone was locked by wrong PINs: ${name}`,
  passkey_added: (name) => `A passkey was added: ${name}`,
  passkey_removed: (name) => `A passkey was removed: ${name}`,
  backup_codes_made: () => 'New backup codes were made; those from before are worth nothing',
  backup_codes_removed: () => 'Your backup codes were removed',
  backup_code_used: (name, left) =>
    `A backup code was used${name && ` at ${name}`}. ${left} left${Number(left) <= BACKUP_CODES_LOW ? ': make a new set soon' : ''}`,
  bypass_code_made: () => 'The help desk made a code that lets you in once without your phone',
  bypass_code_used: (name) => `The code that the help desk made for you was used${name && ` at ${name}`}`,
  codes_blocked: (name) => `Too many wrong codes were typed${name && ` at ${name}`}`,
  recovery_started: () => 'Somebody typed two of your codes to pair a new phone',
  quiet_hours_changed: () => 'Your quiet hours were changed',
  login_harassment: (name) =>
    `Somebody keeps asking for you${name && ` at ${name}`}. If it is not you, change your password`,
  logins_denied: () => 'Since your login before, requests were denied',
  account_stopped: () => 'Your account was stopped: “This wasn’t me”',
}

export const noticesEn = {
  title: 'What you were told',
  lead: 'If one of these was not you, say so at once, here or to your help desk.',
  empty: 'Nothing yet',
  emptyLead: 'When a phone is added or removed, or a login is reported, you read it here.',
  unread: (count: number) =>
    count === 1 ? 'Something changed in your account' : `${count} changes in your account`,
  open: 'Read',
  help: 'Help',
  contact: 'Contact',
  said,
}
