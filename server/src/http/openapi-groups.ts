// The groups that operations are listed by, and the ways a caller says who it is, as the OpenAPI document names them.

export interface Group {
  readonly name: string
  readonly description: string
}

/** In the order of the documentation: first what a web app needs, then what an admin needs. */
export const groups = [
  { name: 'Challenges', description: 'One question to the phones of one account, and its outcome.' },
  { name: 'Codes', description: 'Logins by a typed code, when the phone cannot be asked.' },
  {
    name: 'Passkeys',
    description:
      'Logins by a passkey on the app’s own login page: nothing that a page in between could relay.',
  },
  { name: 'Enrolments', description: 'An app makes IDs for people of its own who have none.' },
  { name: 'Pairing', description: 'How a phone becomes a device of an account.' },
  {
    name: 'Invitations',
    description: 'How a person who was invited by a link gets a pairing ticket for their first phone.',
  },
  {
    name: 'Recovery',
    description:
      'What a person does who lost every phone, or hears of something on their account that was not them.',
  },
  { name: 'Server', description: 'Who the server is, and what it signs with.' },
  {
    name: 'Signing in',
    description:
      'How an admin signs in to the console: with Countersign itself, by a user ID and six digits, and how the first owner is made.',
  },
  { name: 'Accounts', description: 'People: their names, their phones, and whether they are let in.' },
  { name: 'Groups', description: 'Groups of accounts, which policies name.' },
  { name: 'Apps', description: 'Web apps that may ask, their keys and their looks.' },
  { name: 'Branding', description: 'How the server looks to people, and how user IDs are completed.' },
  { name: 'Admins', description: 'Who administers, in which role, and which programs may.' },
  {
    name: 'Policies',
    description:
      'Who must use a second factor, how strong, where and when; and why a login is asked what it is.',
  },
  { name: 'Overview', description: 'What happens now, in numbers, and what needs an admin.' },
  { name: 'Audit', description: 'What happened, by whom, in a chain that shows tampering.' },
  { name: 'Settings', description: 'How this server behaves, its keys and its backups.' },
  { name: 'Webhooks and mail', description: 'What leaves the server: to programs, and to people.' },
  { name: 'Onboarding', description: 'Many people at once: lists that are imported, and invitations.' },
  {
    name: 'Set-up',
    description:
      'How somebody whom a login or an enrolment led there sets up a second factor: for the page `/set-up/`, by the cookie of the browser that opened the link. Whatever changes something also needs `Origin` of this server and the header `Countersign-Request: 1`.',
  },
  {
    name: 'Own account',
    description: 'What a person sees and does about their own account, signed in at `/me`.',
  },
] as const satisfies readonly Group[]

export type SecurityScheme = Readonly<Record<string, string>>

export const securitySchemes = {
  app: {
    type: 'http',
    scheme: 'bearer',
    description: 'The API key of an app: `Authorization: Bearer cs_…`, made by `countersign app add`.',
  },
  watcher: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'The watch token of one challenge: `Authorization: Watch <token>`.',
  },
  admin: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API token: `Authorization: Bearer cst_…`, made by `countersign token add`. It may do what it was given, until it expires.',
  },
  console: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-countersign',
    description:
      'The console’s cookie, set by signing in. Whatever changes something also needs `Origin` of this server and the header `Countersign-Request: 1`.',
  },
  person: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-countersign-me',
    description:
      'The cookie of the page /me, set by signing in there. Whatever changes something also needs `Origin` of this server and the header `Countersign-Request: 1`.',
  },
} as const satisfies Readonly<Record<string, SecurityScheme>>

export type SchemeName = keyof typeof securitySchemes

/** Who may call, by what an operation asks for: any one of these schemes is enough. */
export const schemesOf = {
  app: ['app'],
  watcher: ['watcher'],
  admin: ['console', 'admin'],
  person: ['person'],
  anyone: [],
} as const satisfies Readonly<Record<string, readonly SchemeName[]>>
