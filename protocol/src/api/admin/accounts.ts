// HTTP bodies of /admin/v1/accounts: people, their names and devices, what they were asked lately, and how a phone is paired.
import * as z from 'zod/mini'
import { DISPLAY_NAME_MAX_BYTES } from '../../limits.js'
import { browserKnownNames } from '../browsers.js'
import { EMAILS_PER_ACCOUNT_MAX, emailText } from '../email.js'
import { quietHours } from '../quiet-hours.js'
import { idText, signableText, timeMs, userIdText } from '../values.js'
import { pageOf } from './page.js'
import { ringRow } from './rings.js'

/** Other login names of one account: enough for a person, little enough to show. */
export const ALIASES_MAX = 10
export const ACCOUNT_GROUPS_MAX = 100
export const NOTES_MAX_BYTES = 4000
export const REASON_MAX_BYTES = 500
/** No second factor for longer than this is a policy, not an exception. */
export const SECOND_FACTOR_OFF_MAX_DAYS = 30

/** Plain text of several lines. */
export const notesText = z
  .string()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  .check(z.maxLength(NOTES_MAX_BYTES), z.regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/))
export const localeName = z.enum(['en', 'de'])
/** A UUID in lower case, of a group. */
export const groupIdText = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/))
const displayNameText = signableText(DISPLAY_NAME_MAX_BYTES)
const emails = z.array(emailText).check(z.maxLength(EMAILS_PER_ACCOUNT_MAX))
const aliases = z.array(userIdText).check(z.maxLength(ALIASES_MAX))
const groupIds = z.array(groupIdText).check(z.maxLength(ACCOUNT_GROUPS_MAX))
const externalId = z.string().check(z.minLength(1), z.maxLength(255))

export const accountStates = ['active', 'suspended'] as const
export const groupRef = z.strictObject({ id: groupIdText, name: z.string() })
export type GroupRef = z.infer<typeof groupRef>

const accountRowShape = {
  id: idText<'AccountId'>(),
  userId: userIdText,
  displayName: z.string(),
  state: z.enum(accountStates),
  /** Phones that can approve. */
  activeDevices: z.int(),
  /** Apps, and phones' offline codes, that were confirmed; whether their codes count at a login, the policies say. */
  activeTotps: z.int(),
  activePasskeys: z.int(),
  emails: z.array(z.string()),
  /** Other names that log in. */
  aliases: z.array(z.string()),
  groups: z.array(groupRef),
  createdAtMs: timeMs,
  /** Until when apps that accept it let the account in without its phone; null: they do not. */
  secondFactorOffUntilMs: z.nullable(timeMs),
  /** What `If-Match` of an edit must name. */
  revision: z.int(),
} as const

/** One line of GET /admin/v1/accounts?q=&state=&device=with|without&group=&sort=userId|displayName|createdAt&order=asc|desc&cursor=&limit=. */
export const accountRow = z.strictObject(accountRowShape)
export type AccountRow = z.infer<typeof accountRow>
export const accountList = pageOf(accountRow)
export type AccountList = z.infer<typeof accountList>
export const accountSorts = ['userId', 'displayName', 'createdAt'] as const
export type AccountSort = (typeof accountSorts)[number]

export const deviceBody = z.strictObject({
  id: idText<'DeviceId'>(),
  name: z.string(),
  /** `suspended`: after too many wrong picks, it may only deny. */
  state: z.enum(['pending_confirm', 'active', 'suspended', 'revoked']),
  /** Base64url of SHA-256 of its key: what a web app pins. */
  thumbprint: z.string(),
  /** A socket of it is open now. */
  connected: z.boolean(),
  createdAtMs: timeMs,
  changedAtMs: timeMs,
  lastUsedAtMs: z.nullable(timeMs),
  /** It asks its person for a PIN of the app at each approval. */
  hasPin: z.boolean(),
  /** Five wrong ones in a row: for good. It is removed and paired anew; a resume is refused. */
  pinLocked: z.boolean(),
  /** Or for what its hardware checks; `may_be_copied`: the phone's maker may copy that to other phones of the same person. */
  biometrics: z.nullable(z.enum(['this_phone', 'may_be_copied'])),
})
export type DeviceBody = z.infer<typeof deviceBody>

/** What the account did lately that holds it back; `unlock` clears it. */
export const lockBody = z.strictObject({
  wrongPicks: z.int(),
  /** Until then only typed codes are trusted; null: symbols are. */
  codeOnlyUntilMs: z.nullable(timeMs),
  /** Requests that rang and were not approved, of the last hours. */
  unansweredPushes: z.int(),
  /** Addresses that the person said were not theirs. */
  reportedAddresses: z.int(),
  /** Requests after a first factor that nobody approved, of the last seven days, ringing or not. */
  unapprovedRequests: z.int(),
  /** Denied or reported in the last day, and since the last login. */
  deniedRequests: z.int(),
  /** When the person was last told that somebody asks and asks; null: never. */
  harassedAtMs: z.nullable(timeMs),
  suspendedDevices: z.int(),
  /** True when `unlock` would change something. */
  locked: z.boolean(),
})
export type LockBody = z.infer<typeof lockBody>

/** GET /admin/v1/accounts/{id}, and the answer to every change of an account. */
export const accountBody = z.strictObject({
  ...accountRowShape,
  locale: localeName,
  notes: z.string(),
  /** The identity provider's own id. */
  externalId: z.nullable(z.string()),
  secondFactorOff: z.nullable(z.strictObject({ untilMs: timeMs, reason: z.string() })),
  /** When nothing rings on the person's phones, as they wish; null: never. `now`: it is such a time. */
  quietHours: z.nullable(z.strictObject({ ...quietHours.shape, now: z.boolean() })),
  changedAtMs: timeMs,
  devices: z.array(deviceBody),
  lock: lockBody,
})
export type AccountBody = z.infer<typeof accountBody>

/** POST /admin/v1/accounts. A user ID without the pattern's suffix is completed, see `idPatternBody`. */
export const addAccountBody = z.strictObject({
  userId: userIdText,
  displayName: z.optional(displayNameText),
  emails: z.optional(emails),
  aliases: z.optional(aliases),
  groupIds: z.optional(groupIds),
  locale: z.optional(localeName),
  notes: z.optional(notesText),
  externalId: z.optional(externalId),
})
export type AddAccountBody = z.infer<typeof addAccountBody>

/** PATCH /admin/v1/accounts/{id} with `If-Match`: what is left out stays; a list replaces the whole list. */
export const editAccountBody = z.strictObject({
  userId: z.optional(userIdText),
  displayName: z.optional(displayNameText),
  emails: z.optional(emails),
  aliases: z.optional(aliases),
  groupIds: z.optional(groupIds),
  locale: z.optional(localeName),
  notes: z.optional(notesText),
  externalId: z.optional(z.nullable(externalId)),
})
export type EditAccountBody = z.infer<typeof editAccountBody>

/** POST /admin/v1/accounts/{id}/second-factor/disable: at most 30 days ahead. `/enable` takes no body. */
export const disableSecondFactorBody = z.strictObject({
  untilMs: timeMs,
  reason: signableText(REASON_MAX_BYTES, 1),
})
export type DisableSecondFactorBody = z.infer<typeof disableSecondFactorBody>

/** One line of GET /admin/v1/accounts/{id}/requests, the newest first. */
export const requestRow = z.strictObject({
  challengeId: idText<'ChallengeId'>(),
  appId: idText<'AppId'>(),
  appName: z.nullable(z.string()),
  /** How it ended. */
  outcome: z.enum(['redeemed', 'lapsed', 'denied', 'reported', 'mismatched', 'expired', 'cancelled']),
  mode: z.nullable(z.enum(['symbol', 'code', 'qr', 'link'])),
  /** As the app told them. */
  address: z.string(),
  browser: z.string(),
  browserKnown: z.enum(browserKnownNames),
  /** Where the address is, as the phone showed it; empty: not known. */
  place: z.string(),
  requestedAtMs: timeMs,
  endedAtMs: timeMs,
  /** The device that answered; null when none did, or its name is not known any more. */
  deviceId: z.nullable(idText<'DeviceId'>()),
  deviceName: z.nullable(z.string()),
  /** One a phone that it was for. Empty for a request that is older than what the server keeps of them. */
  rings: z.array(ringRow),
})
export type RequestRow = z.infer<typeof requestRow>
export const requestList = pageOf(requestRow)
export type RequestList = z.infer<typeof requestList>

/** 201 of POST /admin/v1/accounts/{id}/pairings. `link` is shown as a QR code, never mailed. */
export const pairingBegun = z.strictObject({
  ticketId: idText<'TicketId'>(),
  link: z.string(),
  expiresAtMs: timeMs,
})
export type PairingBegun = z.infer<typeof pairingBegun>
/** GET /admin/v1/pairings/{id}: once `accepted`, the phone shows six digits, and `confirmation` must be these. */
export const pairingBody = z.strictObject({
  state: z.enum(['open', 'accepted', 'confirmed', 'withdrawn', 'expired']),
  deviceName: z.optional(z.string()),
  confirmation: z.optional(z.string()),
})
export type PairingBody = z.infer<typeof pairingBody>
/** POST /admin/v1/pairings/{id}/confirm: the answer is the device. `/withdraw` takes no body. */
export const confirmPairingBody = z.strictObject({
  confirmation: z.string().check(z.regex(/^[0-9]{6}$/)),
})
export type ConfirmPairingBody = z.infer<typeof confirmPairingBody>
