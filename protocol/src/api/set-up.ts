// HTTP bodies of /set-up/v1: the page where somebody whom a login led there sets up a second factor (rules [SU…]).
import * as z from 'zod/mini'
import { bytesText, timeMs } from './values.js'

/**
 * POST /set-up/v1/begin, with the part of the link after `#`: from here on only this browser goes on, by its cookie. Everything else is
 * opened by that cookie: POST /backup-codes 201 `BackupCodesMade` · POST /pairing 201 `SetUpPairingBegun` · GET /pairing `PairingBody` ·
 * POST /pairing/confirm `ConfirmPairingBody` 200 `SetUpBody` · POST /pairing/withdraw 204 · POST /totps `BeginTotpBody` 201 `TotpBegun` ·
 * POST /totps/{id}/confirm `ConfirmTotpBody` 200 `TotpBody` · POST /finish 200 `SetUpFinished`.
 */
export const beginSetUpBody = z.strictObject({ secret: bytesText(32, 32) })
export type BeginSetUpBody = z.infer<typeof beginSetUpBody>

/** Also GET /set-up/v1/state: how far this browser is. */
export const setUpBody = z.strictObject({
  userId: z.string(),
  displayName: z.string(),
  /** Where the login was, and where it goes on. */
  appName: z.string(),
  returnTo: z.string(),
  /** `open` until a phone, or an app with codes, counts. */
  state: z.enum(['open', 'done']),
  /** Backup codes are made first: nothing else begins without them. */
  hasBackupCodes: z.boolean(),
  /** Whether a phone counts; done without one, an app with codes does. */
  hasPhone: z.boolean(),
  /** Whether an app with codes can be set up now: beside the phone, or at a login, where its codes let in there, instead of one. */
  mayUseTotp: z.boolean(),
  expiresAtMs: timeMs,
})
export type SetUpBody = z.infer<typeof setUpBody>

export const setUpPairingBegun = z.strictObject({ link: z.string(), expiresAtMs: timeMs })
export type SetUpPairingBegun = z.infer<typeof setUpPairingBegun>

/** Where the browser goes: the login there asks for what was set up. */
export const setUpFinished = z.strictObject({ returnTo: z.string() })
export type SetUpFinished = z.infer<typeof setUpFinished>
