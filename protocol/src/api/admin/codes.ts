// HTTP bodies of /admin/v1/accounts/{id}/totps, /backup-codes and /bypass-codes: what lets a person in when the phone cannot be asked.
import * as z from 'zod/mini'
import { BYPASS_CODE_MAX_MINUTES } from '../../limits.js'
import { codeWay } from '../codes.js'
import { idText, plainIdText, signableText, timeMs } from '../values.js'
import { REASON_MAX_BYTES } from './accounts.js'
import { totpAlgorithms } from './policies.js'

export const TOTP_NAME_MAX_BYTES = 64
export const totpName = signableText(TOTP_NAME_MAX_BYTES, 1)
const reason = signableText(REASON_MAX_BYTES, 1)

export const totpBody = z.strictObject({
  id: plainIdText,
  name: z.string(),
  /** Set for the offline code of a paired phone. */
  deviceId: z.nullable(idText<'DeviceId'>()),
  algorithm: z.enum(totpAlgorithms),
  digits: z.int(),
  createdAtMs: timeMs,
  lastUsedAtMs: z.nullable(timeMs),
})
export type TotpBody = z.infer<typeof totpBody>

/** POST …/totps {name}. 201: shown once; counts after POST …/totps/{id}/confirm {code}. */
export const beginTotpBody = z.strictObject({ name: totpName })
export type BeginTotpBody = z.infer<typeof beginTotpBody>
export const totpBegun = z.strictObject({
  id: plainIdText,
  /** For the QR code: an `otpauth://` link. */
  link: z.string(),
  /** The secret alone, base 32 in groups of four, for typing. */
  secret: z.string(),
  expiresAtMs: timeMs,
})
export type TotpBegun = z.infer<typeof totpBegun>
export const confirmTotpBody = z.strictObject({ code: z.string().check(z.minLength(1), z.maxLength(64)) })
export type ConfirmTotpBody = z.infer<typeof confirmTotpBody>

/** One backup code as it may be shown again: its first group. */
export const backupCodeRow = z.strictObject({ selector: z.string(), usedAtMs: z.nullable(timeMs) })
/** GET …/backup-codes. `madeAtMs` null: there is no set. */
export const backupCodesBody = z.strictObject({
  madeAtMs: z.nullable(timeMs),
  left: z.int(),
  codes: z.array(backupCodeRow),
})
export type BackupCodesBody = z.infer<typeof backupCodesBody>
/** 201 of POST …/backup-codes: the only time they are shown. Those before count no more. */
export const backupCodesMade = z.strictObject({ madeAtMs: timeMs, codes: z.array(z.string()) })
export type BackupCodesMade = z.infer<typeof backupCodesMade>

/** Less than it takes to tell and type it helps nobody. */
export const BYPASS_CODE_MIN_MINUTES = 5
/** POST …/bypass-codes. */
export const makeBypassCodeBody = z.strictObject({
  reason,
  minutes: z.optional(z.int().check(z.gte(BYPASS_CODE_MIN_MINUTES), z.lte(BYPASS_CODE_MAX_MINUTES))),
})
export type MakeBypassCodeBody = z.infer<typeof makeBypassCodeBody>
/** 201: the only time it is shown. A code made before counts no more. */
export const bypassCodeMade = z.strictObject({ id: plainIdText, code: z.string(), expiresAtMs: timeMs })
export type BypassCodeMade = z.infer<typeof bypassCodeMade>
export const bypassCodeRow = z.strictObject({
  id: plainIdText,
  state: z.enum(['open', 'used', 'revoked', 'expired']),
  reason: z.string(),
  /** As the audit names who made it. */
  madeBy: z.string(),
  madeAtMs: timeMs,
  expiresAtMs: timeMs,
  usedAtMs: z.nullable(timeMs),
})
export type BypassCodeRow = z.infer<typeof bypassCodeRow>

/** Of an account's bypass codes: more than a help desk tells one person in a month. */
export const BYPASS_CODES_SHOWN = 20

/** GET /admin/v1/accounts/{id}/codes: all of it at once, for the account's page. DELETE …/totps/{id}, …/backup-codes, …/bypass-codes/{id}. */
export const accountCodes = z.strictObject({
  totps: z.array(totpBody),
  backupCodes: backupCodesBody,
  /** Newest first, at most BYPASS_CODES_SHOWN. */
  bypassCodes: z.array(bypassCodeRow),
  /** Kinds that wrong codes hold back now, and until when; null: until they are set up anew, or unlocked. */
  blocked: z.array(z.strictObject({ way: codeWay, untilMs: z.nullable(timeMs) })),
})
export type AccountCodes = z.infer<typeof accountCodes>
