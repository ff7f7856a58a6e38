// HTTP bodies of /v1/recovery: the page for whoever lost every phone. Two codes of different kinds open a short session at /me (rules [RV…]).
import * as z from 'zod/mini'
import { codeWay, typedCode } from './codes.js'
import { timeMs, userIdText } from './values.js'

/** POST /v1/recovery/begin. The same answer for an ID that nobody has; the cookie that comes along is what goes on. */
export const beginRecoveryBody = z.strictObject({ userId: userIdText })
export type BeginRecoveryBody = z.infer<typeof beginRecoveryBody>
/** 201. */
export const recoveryBegun = z.strictObject({ expiresAtMs: timeMs })
export type RecoveryBegun = z.infer<typeof recoveryBegun>

/** POST /v1/recovery/code: first one, then one of another kind. */
export const proveRecoveryBody = z.strictObject({ code: typedCode })
export type ProveRecoveryBody = z.infer<typeof proveRecoveryBody>
/** 200. `signedIn`: the browser has a session at /me now, for half an hour. */
export const recoveryProven = z.strictObject({ shown: codeWay, signedIn: z.boolean() })
export type RecoveryProven = z.infer<typeof recoveryProven>
