// HTTP bodies of signing in to the console, of the first owner's setup, of admins and of API tokens.
import * as z from 'zod/mini'
import { TEXT_MAX_BYTES } from '../../limits.js'
import { bytesText, codeText, idText, signableText, timeMs, userIdText } from '../values.js'
import { pageOf } from './page.js'
import { permissionName, roleName } from './permissions.js'

/** POST /admin/v1/session/start and /me/v1/session/start. */
export const startSignInBody = z.strictObject({ userId: userIdText })
export type StartSignInBody = z.infer<typeof startSignInBody>
/** The page shows `code` and waits at GET /v1/watch; the cookie that came along finishes. The same shape for an ID that nobody has. */
export const signInStarted = z.strictObject({
  challengeId: idText<'ChallengeId'>(),
  watchToken: bytesText(32, 32),
  code: codeText,
  delivery: z.enum(['push', 'pull']),
  expiresAtMs: timeMs,
})
export type SignInStarted = z.infer<typeof signInStarted>

/** Who is signed in. `role` is null for a person at /me. */
export const sessionBody = z.strictObject({
  id: z.string(),
  accountId: idText<'AccountId'>(),
  userId: userIdText,
  displayName: z.string(),
  role: z.nullable(roleName),
  permissions: z.array(permissionName),
  /** The end whatever happens; it ends earlier when nothing is done for `idleMinutes`. */
  expiresAtMs: timeMs,
  idleMinutes: z.int().check(z.positive()),
  /** `codes`: after a recovery, by two typed codes; little may be done. */
  by: z.enum(['phone', 'codes', 'passkey']),
  /** Until when what adds or takes away a way in is done without asking the phone again; see POST …/session/approval. */
  freshUntilMs: timeMs,
  server: z.strictObject({ name: z.string(), version: z.string() }),
})
export type SessionBody = z.infer<typeof sessionBody>

/**
 * POST …/session/approval (no body; 201 `SignInStarted`) asks the phone for a fresh approval; the page shows the code and waits at
 * GET /v1/watch. POST …/session/approval/finish spends it; 200 `SessionBody`. For whatever was refused with `approval_needed`.
 */
export const finishApprovalBody = z.strictObject({ challengeId: idText<'ChallengeId'>() })
export type FinishApprovalBody = z.infer<typeof finishApprovalBody>

export const sessionRow = z.strictObject({
  id: z.string(),
  kind: z.enum(['admin', 'person']),
  accountId: idText<'AccountId'>(),
  userId: userIdText,
  /** The one that asks. */
  current: z.boolean(),
  createdAtMs: timeMs,
  seenAtMs: timeMs,
  expiresAtMs: timeMs,
  address: z.string(),
  browser: z.string(),
})
export type SessionRow = z.infer<typeof sessionRow>
export const sessionList = pageOf(sessionRow)
export type SessionList = z.infer<typeof sessionList>

/** POST /admin/v1/setup/begin: `secret` is what follows `#setup=` in the link of `countersign init`. */
export const beginSetupBody = z.strictObject({
  secret: bytesText(32, 32),
  userId: userIdText,
  displayName: signableText(TEXT_MAX_BYTES.userId, 1),
  email: z.optional(z.string().check(z.maxLength(254), z.regex(/^[^\s@]+@[^\s@]+$/))),
})
export type BeginSetupBody = z.infer<typeof beginSetupBody>
/** `link` is shown as a QR code; only this browser goes on from here. */
export const setupBegun = z.strictObject({
  ticketId: idText<'TicketId'>(),
  link: z.string(),
  expiresAtMs: timeMs,
})
export type SetupBegun = z.infer<typeof setupBegun>
/** GET /admin/v1/setup/pairing: once `accepted`, the phone shows six digits, and they must be these. */
export const setupPairing = z.strictObject({
  state: z.enum(['open', 'accepted', 'confirmed', 'withdrawn', 'expired']),
  deviceName: z.optional(z.string()),
  confirmation: z.optional(z.string()),
})
export type SetupPairing = z.infer<typeof setupPairing>
/** POST /admin/v1/setup/confirm: the answer is a SessionBody, and the owner is signed in. */
export const confirmSetupBody = z.strictObject({ confirmation: z.string().check(z.regex(/^[0-9]{6}$/)) })
export type ConfirmSetupBody = z.infer<typeof confirmSetupBody>

export const adminRow = z.strictObject({
  accountId: idText<'AccountId'>(),
  userId: userIdText,
  displayName: z.string(),
  role: roleName,
  createdAtMs: timeMs,
  /** As the audit names who did it: `admin:<account id>`, `operator`. */
  createdBy: z.string(),
})
export type AdminRow = z.infer<typeof adminRow>
export const adminList = pageOf(adminRow)
export type AdminList = z.infer<typeof adminList>
/** PUT /admin/v1/admins/{accountId}. */
export const putAdminBody = z.strictObject({ role: roleName })
export type PutAdminBody = z.infer<typeof putAdminBody>

export const TOKEN_NAME_MAX_BYTES = 64
/** A token that lives longer than a leap year is forgotten by the people who made it. */
export const TOKEN_MAX_DAYS = 366

export const tokenRow = z.strictObject({
  id: z.string(),
  name: z.string(),
  permissions: z.array(permissionName),
  createdBy: z.string(),
  createdAtMs: timeMs,
  expiresAtMs: timeMs,
  usedAtMs: z.nullable(timeMs),
  revokedAtMs: z.nullable(timeMs),
})
export type TokenRow = z.infer<typeof tokenRow>
export const tokenList = pageOf(tokenRow)
export type TokenList = z.infer<typeof tokenList>
/** POST /admin/v1/tokens: at most the permissions that the maker has, for at most 366 days. */
export const addTokenBody = z.strictObject({
  name: signableText(TOKEN_NAME_MAX_BYTES, 1),
  permissions: z.array(permissionName).check(z.minLength(1)),
  expiresAtMs: timeMs,
})
export type AddTokenBody = z.infer<typeof addTokenBody>
/** `secret` is `cst_<id>_<secret>`, shown this once. */
export const tokenAdded = z.strictObject({ token: tokenRow, secret: z.string() })
export type TokenAdded = z.infer<typeof tokenAdded>
