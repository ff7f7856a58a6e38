// HTTP bodies of /admin/v1/policies: the ordered list, what a change would lock out, and why something applies.
import * as z from 'zod/mini'
import { codeWays } from '../../codes.js'
import {
  CHALLENGE_TTL_MAX_SECONDS,
  CHALLENGE_TTL_MIN_SECONDS,
  POLICIES_MAX,
  POLICY_CONDITIONS_MAX,
  SET_UP_GRACE_DAYS_MAX,
  SYMBOLS_SHOWN,
  SYMBOLS_SHOWN_MAX,
} from '../../limits.js'
import { codeWay } from '../codes.js'
import { idText, plainIdText, signableText, timeMs, userIdText } from '../values.js'

const clockTime = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/
/** As above, and `24:00` for the end of a day. */
const closingTime = /^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

/**
 * Hours of some days, in one time zone. `to` at or before `from` means the next day: `22:00` to `06:00` on `fri` ends on Saturday
 * morning. `from` counts, `to` does not.
 */
export const policyTime = z.strictObject({
  days: z.array(z.enum(weekdays)).check(z.minLength(1), z.maxLength(7)),
  from: z.string().check(z.regex(clockTime)),
  to: z.string().check(z.regex(closingTime)),
  /** IANA name, e.g. `Europe/Berlin` or `UTC`. */
  timeZone: z.string().check(z.minLength(1), z.maxLength(64)),
})
export type PolicyTime = z.infer<typeof policyTime>

/** When a policy applies: every list that is not empty must be met, by any one of its entries. Four empty lists: always. */
export const policyConditions = z.strictObject({
  appIds: z.array(idText<'AppId'>()).check(z.maxLength(POLICY_CONDITIONS_MAX)),
  /** The account is in any of these groups. */
  groupIds: z.array(plainIdText).check(z.maxLength(POLICY_CONDITIONS_MAX)),
  /** CIDR ranges, IPv4 or IPv6: `192.0.2.0/24`, `2001:db8::/32`, or a single address. The app tells the address. */
  networks: z
    .array(z.string().check(z.minLength(2), z.maxLength(49)))
    .check(z.maxLength(POLICY_CONDITIONS_MAX)),
  times: z.array(policyTime).check(z.maxLength(POLICY_CONDITIONS_MAX)),
})
export type PolicyConditions = z.infer<typeof policyConditions>

export const requirements = ['required', 'optional', 'off'] as const
export type Requirement = (typeof requirements)[number]
/** Whether an account without a second factor may set one up at a login: its first factor is then all that vouches for it. */
export const setUps = ['by_invitation', 'at_login'] as const
export type SetUp = (typeof setUps)[number]
/** What a login needs on the phone beside the tap: nothing, the PIN or biometrics, biometrics alone. */
export const userVerifications = ['none', 'any', 'biometrics'] as const
export type UserVerification = (typeof userVerifications)[number]
/** How a match is transferred, from the weakest to the strongest. */
export const matches = ['symbol', 'code', 'qr'] as const
export type MatchName = (typeof matches)[number]
/** When Web Push wakes a phone: when no connected phone shows the request, always, or never and the person opens the app. */
export const rings = ['when_needed', 'always', 'never'] as const
export type Ring = (typeof rings)[number]
/** Whether passkeys count in the place of the phone: not at all, as an offer, or they alone. */
export const passkeyUses = ['off', 'offered', 'required'] as const
export type PasskeyUse = (typeof passkeyUses)[number]
export const totpAlgorithms = ['SHA1', 'SHA256'] as const
export type TotpAlgorithm = (typeof totpAlgorithms)[number]
const totpDigits = z.union([z.literal(6), z.literal(8)])

export const profiles = ['balanced', 'strict', 'nist'] as const
export type Profile = (typeof profiles)[number]

/** What a policy says. What it leaves out, a policy further down decides, or the server's default. At least one member. */
export const policySettings = z.strictObject({
  /**
   * Whether an app that accepts waivers gets one: `required` never, `optional` for an account without an active phone, `off` always.
   * Apps that do not accept waivers always ask the phone.
   */
  requirement: z.optional(z.enum(requirements)),
  /** A bundle of match, symbols and life. The same policy's own values go first, but cannot lower its match. */
  profile: z.optional(z.enum(profiles)),
  /** The weakest match: an app, a doubt or a second browser can still raise `symbol` to `code`. */
  match: z.optional(z.enum(matches)),
  /** The weakest match for a browser that is not known to be this person's ([KB…]). */
  newBrowserMatch: z.optional(z.enum(matches)),
  userVerification: z.optional(z.enum(userVerifications)),
  ring: z.optional(z.enum(rings)),
  passkeys: z.optional(z.enum(passkeyUses)),
  symbolsShown: z.optional(z.int().check(z.gte(SYMBOLS_SHOWN), z.lte(SYMBOLS_SHOWN_MAX))),
  challengeTtlSeconds: z.optional(
    z.int().check(z.gte(CHALLENGE_TTL_MIN_SECONDS), z.lte(CHALLENGE_TTL_MAX_SECONDS)),
  ),
  /** The codes that count when the phone cannot be asked; an empty list: none. */
  otherWays: z.optional(z.array(codeWay).check(z.maxLength(codeWays.length))),
  /** The least that codes from an app must have: what is weaker does not count any more, and new ones are made so. */
  totpDigits: z.optional(totpDigits),
  totpAlgorithm: z.optional(z.enum(totpAlgorithms)),
  setUp: z.optional(z.enum(setUps)),
  /** Days from the first offer in which a person may say "later", at apps that accept waivers. */
  setUpGraceDays: z.optional(z.int().check(z.gte(0), z.lte(SET_UP_GRACE_DAYS_MAX))),
})
export type PolicySettings = z.infer<typeof policySettings>

export const policyBody = z.strictObject({
  id: plainIdText,
  name: signableText(64, 1),
  enabled: z.boolean(),
  when: policyConditions,
  // Named as in a sentence; nothing awaits a parsed body, and `then` is an object here, so no promise is mistaken for one.
  // biome-ignore lint/suspicious/noThenProperty: "when … then …" is the word of the contract
  then: policySettings,
})
export type PolicyBody = z.infer<typeof policyBody>

/** One policy as it is given: a new one has no id yet. */
export const policyGiven = z.strictObject({ ...policyBody.shape, id: z.optional(plainIdText) })
export type PolicyGiven = z.infer<typeof policyGiven>

const givenList = z.array(policyGiven).check(z.maxLength(POLICIES_MAX))

/** PUT /admin/v1/policies with `If-Match`, and POST /admin/v1/policies/preview: the whole list, the topmost first. */
export const putPoliciesBody = z.strictObject({ policies: givenList })
export type PutPoliciesBody = z.infer<typeof putPoliciesBody>

/** What holds where no policy says anything, or what holds in the end. */
export const decidedSettings = z.strictObject({
  requirement: z.enum(requirements),
  match: z.enum(matches),
  newBrowserMatch: z.enum(matches),
  userVerification: z.enum(userVerifications),
  ring: z.enum(rings),
  passkeys: z.enum(passkeyUses),
  symbolsShown: z.int(),
  challengeTtlSeconds: z.int(),
  otherWays: z.array(codeWay),
  totpDigits,
  totpAlgorithm: z.enum(totpAlgorithms),
  setUp: z.enum(setUps),
  setUpGraceDays: z.int(),
})
export type DecidedSettings = z.infer<typeof decidedSettings>

/** GET /admin/v1/policies, and 200 of PUT. */
export const policySetBody = z.strictObject({
  policies: z.array(policyBody),
  defaults: decidedSettings,
  /** What each profile stands for; what it leaves out, a policy further down decides. */
  profiles: z.record(z.enum(profiles), z.partial(z.omit(decidedSettings, { requirement: true }))),
  revision: z.int(),
})
export type PolicySetBody = z.infer<typeof policySetBody>

/** An account that some login would lock out: what it asks for, the account does not have. */
export const lockedOut = z.strictObject({
  accountId: idText<'AccountId'>(),
  userId: userIdText,
  displayName: z.string(),
  /** True when the list as it is now would let this account in everywhere. */
  newly: z.boolean(),
  /** One login that would fail: the app (null: any app), an address (empty: any), a time (null: any), and what requires it (null: the default). */
  example: z.strictObject({
    appId: z.nullable(idText<'AppId'>()),
    address: z.string(),
    atMs: z.nullable(timeMs),
    policy: z.nullable(z.strictObject({ id: plainIdText, name: z.string() })),
  }),
})
export type LockedOut = z.infer<typeof lockedOut>

/** 200 of POST /admin/v1/policies/preview: accounts that some app, address or time locks out; those with an active phone where biometrics or passkeys are asked for. */
export const policyPreview = z.strictObject({
  /**
   * Active accounts without an active phone: nobody else can be locked out by a requirement alone. Whoever has the second factor off for a
   * time is not among them while it lasts.
   */
  withoutDevice: z.int(),
  lockedOutBefore: z.int(),
  lockedOutAfter: z.int(),
  /** Locked out by the new list, but not by the present one; and the other way round. */
  newlyLockedOut: z.int(),
  freed: z.int(),
  /** At most 50 of those locked out after the change, the newly locked out first. */
  items: z.array(lockedOut),
})
export type PolicyPreview = z.infer<typeof policyPreview>

export const settingNames = [
  'requirement',
  'match',
  'newBrowserMatch',
  'userVerification',
  'ring',
  'passkeys',
  'symbolsShown',
  'challengeTtlSeconds',
  'otherWays',
  'totpDigits',
  'totpAlgorithm',
  'setUp',
  'setUpGraceDays',
] as const
export type SettingName = (typeof settingNames)[number]

/** Who decided a setting: a policy by its own value or by its profile, or the server's default. */
export const decidedBy = z.strictObject({
  by: z.enum(['policy', 'profile', 'default']),
  policyId: z.nullable(plainIdText),
  policyName: z.nullable(z.string()),
})
export type DecidedBy = z.infer<typeof decidedBy>

/** Why a policy applies or not: the first thing that is not met, or `met`. */
export const policyVerdict = z.enum([
  'met',
  'disabled',
  'other_app',
  'other_group',
  'other_network',
  'other_time',
])
export type PolicyVerdict = z.infer<typeof policyVerdict>

/** GET /admin/v1/policies/explain?account=&app=&address=&atMs=: the very decision that a login at that time would get. */
export const policyExplained = z.strictObject({
  facts: z.strictObject({
    /** Null: nobody has this user ID, or the account is deleted. */
    accountId: z.nullable(idText<'AccountId'>()),
    userId: userIdText,
    accountState: z.enum(['active', 'suspended', 'deleted', 'unknown']),
    activeDevices: z.int(),
    /** Of those, how many have biometrics set up. */
    biometricDevices: z.int(),
    activePasskeys: z.int(),
    /** Apps and phones whose codes count by these settings. */
    totps: z.int(),
    backupCodesLeft: z.int(),
    groupIds: z.array(plainIdText),
    secondFactorOffUntilMs: z.nullable(timeMs),
    appId: idText<'AppId'>(),
    address: z.string(),
    atMs: timeMs,
  }),
  settings: decidedSettings,
  decidedBy: z.record(z.enum(settingNames), decidedBy),
  /** Every policy in order. */
  considered: z.array(
    z.strictObject({
      policyId: plainIdText,
      policyName: z.string(),
      applies: z.boolean(),
      because: policyVerdict,
    }),
  ),
  /**
   * What an app that accepts waivers gets, and what one that does not. `passkey`: the login page asks for a passkey, and for nothing else.
   * `locked_out`: what is asked for the person does not have.
   */
  outcome: z.strictObject({
    withWaiver: z.enum(['challenge', 'passkey', 'locked_out', 'waived']),
    /** Of an app that sends people to the set-up page. */
    withSetUp: z.enum(['challenge', 'passkey', 'locked_out', 'set_up']),
    /** Until when the person may say "later" there; null: not, or no set-up. */
    laterUntilMs: z.nullable(timeMs),
    withoutWaiver: z.enum(['challenge', 'passkey', 'locked_out']),
    waivedBecause: z.nullable(z.enum(['not_required', 'trusted_network', 'second_factor_off'])),
    /** Active phones that can approve now: none where passkeys are required, those with biometrics where these are asked for. */
    devicesAtHand: z.int(),
    /** A passkey lets the person in now: it counts, and there is one. */
    passkeyAtHand: z.boolean(),
    /** The codes that let the person in now: allowed, and at hand. */
    codesAtHand: z.array(codeWay),
  }),
})
export type PolicyExplained = z.infer<typeof policyExplained>
