// Bodies of /admin/v1/audit: what happened, entry by entry, and whether the chain that holds the entries together is whole.
import * as z from 'zod/mini'
import { bytesText, idText, timeMs } from '../values.js'

/** A name and what it stood for when it was read; null when nothing of that name is left. */
const name = z.nullable(z.string())

/** One entry. `sequence` and `hash` are its place in the chain: null for the second until it is sealed. */
export const auditEntry = z.strictObject({
  id: z.string(),
  atMs: timeMs,
  /** `noun.past_participle`, e.g. `account.added`, `login.redeemed`. */
  action: z.string(),
  /** `admin:<account id>`, `token:<id>`, `person:<account id>`, `device:<id>`, `app:<id>`, `operator`, `server`. */
  actor: z.string(),
  accountId: z.nullable(idText<'AccountId'>()),
  appId: z.nullable(idText<'AppId'>()),
  /** Ids, names, outcomes; of a login also the device's own signed answer. */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  sequence: z.nullable(z.int()),
  hash: z.nullable(bytesText(32, 32)),
  /** For people: looked up now, not part of the record. */
  names: z.strictObject({ actor: name, account: name, app: name }),
})
export type AuditEntryBody = z.infer<typeof auditEntry>

/** GET /admin/v1/audit, newest first. Query: `action` (exact, or `login.*`), `actor`, `account`, `app`, `fromMs`, `toMs`, `cursor`, `limit`. */
export const auditPage = z.strictObject({ items: z.array(auditEntry), next: z.nullable(z.string()) })
export type AuditPage = z.infer<typeof auditPage>

export const auditFaultKinds = [
  'changed',
  'removed',
  'inserted',
  'reordered',
  'truncated',
  'checkpoint_forged',
  'checkpoint_missing',
] as const

export const auditFault = z.strictObject({
  kind: z.enum(auditFaultKinds),
  /** Where in the chain. */
  sequence: z.int(),
  /** Of the entry there, when there is one. */
  entryId: z.nullable(z.string()),
  /** One sentence in English, for a log. */
  sentence: z.string(),
})
export type AuditFaultBody = z.infer<typeof auditFault>

/** POST /admin/v1/audit/verify. */
export const auditVerification = z.strictObject({
  ok: z.boolean(),
  /** Sealed entries read. */
  entries: z.int(),
  /** Entries that wait for their place: written within the last second, or the sealer stands still. */
  waiting: z.int(),
  checkpoints: z.int(),
  lastCheckpointAtMs: z.nullable(timeMs),
  /** The chain's end: keep it elsewhere, and a later cut cannot hide. */
  end: z.nullable(z.strictObject({ sequence: z.int(), hash: bytesText(32, 32) })),
  /** The first faults found, at most 100. */
  faults: z.array(auditFault),
  checkedAtMs: timeMs,
})
export type AuditVerification = z.infer<typeof auditVerification>
