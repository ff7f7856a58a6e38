// The server's key set: which challenge keys a pinned server stands for, signed by its root key (rules [KS…]).

import type { ValuesOf } from './canonical.js'
import {
  bytesBetween,
  code,
  concat,
  defineDocument,
  domainPrefix,
  nested,
  raw,
  repeated,
  u32,
  u64,
} from './canonical.js'

/** What a key of the set is for. One key, one role. */
export const keyRole = { challenge: 1, sealing: 2 } as const
/** The algorithm a key of the set is used with; it belongs to the key, never to a message. */
export const keyAlgorithm = { ed25519: 1, p256: 2 } as const

const keyFields = {
  keyId: [1, raw(16)],
  role: [2, code([keyRole.challenge, keyRole.sealing])],
  algorithm: [3, code([keyAlgorithm.ed25519, keyAlgorithm.p256])],
  publicKey: [4, bytesBetween(32, 133)],
  notBeforeMs: [5, u64],
  notAfterMs: [6, u64],
} as const

const keySetFields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  keySetVersion: [3, u32],
  issuedAtMs: [4, u64],
  keys: [5, repeated(nested(keyFields), 16)],
} as const

export type ServerKey = ValuesOf<typeof keyFields>
export type KeySet = ValuesOf<typeof keySetFields>

/** Signed by the server root `SR`; a receiver refuses a `keySetVersion` lower than the one it has. */
export const keySetDocument = defineDocument('countersign/v1/keyset', keySetFields)

/** The bytes whose SHA-256 is the server id that devices and apps pin. */
export function serverIdPreimage(rootPublicKey: Uint8Array): Uint8Array {
  return concat([domainPrefix('countersign/v1/server-id'), rootPublicKey])
}

/** The key of a set that a device seals to at a time, or undefined: this server takes no PIN. */
export function sealingKeyAt(keySet: KeySet, atMs: number): ServerKey | undefined {
  return keySet.keys.find(
    (key) =>
      key.role === keyRole.sealing &&
      key.algorithm === keyAlgorithm.p256 &&
      key.notBeforeMs <= atMs &&
      atMs <= key.notAfterMs,
  )
}

/** The challenge key of a set that may have signed something at a time, or undefined. */
export function challengeKeyAt(keySet: KeySet, keyId: Uint8Array, atMs: number): ServerKey | undefined {
  return keySet.keys.find(
    (key) =>
      key.role === keyRole.challenge &&
      key.keyId.every((byte, i) => byte === keyId[i]) &&
      key.notBeforeMs <= atMs &&
      atMs <= key.notAfterMs,
  )
}
