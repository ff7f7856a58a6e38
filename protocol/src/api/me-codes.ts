// HTTP body of /me/v1/codes: a person's own other ways in. What changes them has the bodies of the entry `./admin`.
import * as z from 'zod/mini'
import { backupCodesBody, totpBody } from './admin/codes.js'
import { codeWay } from './codes.js'

/**
 * GET /me/v1/codes. POST /me/v1/totps `BeginTotpBody` 201 `TotpBegun` · POST /me/v1/totps/{id}/confirm `ConfirmTotpBody` 200 `TotpBody` ·
 * DELETE /me/v1/totps/{id} 204 · POST /me/v1/backup-codes 201 `BackupCodesMade`: each needs a fresh approval (`approval_needed`).
 */
export const myCodes = z.strictObject({
  totps: z.array(totpBody),
  backupCodes: backupCodesBody,
  /** Which kinds some app lets this person use; nothing is offered beyond them. */
  allowed: z.array(codeWay),
})
export type MyCodes = z.infer<typeof myCodes>
