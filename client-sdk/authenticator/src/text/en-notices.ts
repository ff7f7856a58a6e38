// What a person was told about their account, and what the server says about itself, in English.

/** `name`: of the phone or the app that it is about; empty when it is about neither. */
type Said = (name: string) => string

/** By kind; a kind that is not here is left out. */
const said: Readonly<Record<string, Said>> = {
  device_added: (name) => `A phone was paired: ${name}`,
  device_removed: (name) => `A phone was removed: ${name}`,
  second_factor_disabled: () => 'Your account is let in without a phone for a time',
  login_reported: (name) => `A login at ${name} was reported as not yours`,
  addresses_changed: () => 'The addresses where you are told were changed',
  role_given: () => 'You were made an admin',
}

export const noticesEn = {
  title: 'What you were told',
  lead: 'If one of these was not you, tell your help desk at once.',
  empty: 'Nothing yet',
  emptyLead: 'When a phone is added or removed, or a login is reported, you read it here.',
  unread: (count: number) =>
    count === 1 ? 'Something changed in your account' : `${count} changes in your account`,
  open: 'Read',
  help: 'Help',
  contact: 'Contact',
  said,
}
