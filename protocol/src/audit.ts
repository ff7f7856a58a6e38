// The audit's two documents: what an entry's place in the chain is the hash of, and what the server signs of the chain's end (rules [AU…]).
import { bytesBetween, code, defineDocument, raw, u64 } from './canonical.js'

/** UTF-8 of a text that stands in the record, whatever its characters: a chain must take every entry. */
const recorded = (maxBytes: number) => bytesBetween(0, maxBytes)

/** What an entry may be at most, in bytes of UTF-8; facts are hashed, so their length is free. */
export const AUDIT_TEXT_MAX_BYTES = { entryId: 64, action: 64, actor: 255, accountId: 64, appId: 64 } as const

/** Its SHA-256 is the entry's hash; `previousHash` is that of the entry before, 32 zero bytes of the first. */
export const auditEntryDocument = defineDocument('countersign/v1/audit-entry', {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  sequence: [3, u64],
  previousHash: [4, raw(32)],
  entryId: [5, recorded(AUDIT_TEXT_MAX_BYTES.entryId)],
  atMs: [6, u64],
  action: [7, recorded(AUDIT_TEXT_MAX_BYTES.action)],
  actor: [8, recorded(AUDIT_TEXT_MAX_BYTES.actor)],
  /** Empty when the entry is about no account. */
  accountId: [9, recorded(AUDIT_TEXT_MAX_BYTES.accountId)],
  appId: [10, recorded(AUDIT_TEXT_MAX_BYTES.appId)],
  /** SHA-256 of the facts' JSON, byte for byte as it is kept and exported. */
  factsHash: [11, raw(32)],
} as const)

/** Signed by the root key: at `atMs` the chain had `sequence` entries and ended with `hash`. */
export const auditCheckpointDocument = defineDocument('countersign/v1/audit-checkpoint', {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  sequence: [3, u64],
  hash: [4, raw(32)],
  atMs: [5, u64],
} as const)
