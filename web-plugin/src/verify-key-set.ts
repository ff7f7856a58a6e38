// From a key set as the server publishes it to one that may be trusted: the pinned server id is the only anchor.
import { createHash } from 'node:crypto'
import type { KeySet, SignedKeySet } from '@countersign/protocol'
import {
  equalBytes,
  fromBase64Url,
  keySetDocument,
  serverIdPreimage,
  signedKeySet,
} from '@countersign/protocol'
import { isSignedBy } from './ed25519.js'

/** A key set that {@link verifyKeySet} has checked; nothing else makes one. */
export type VerifiedKeySet = KeySet & { readonly brand: 'VerifiedKeySet' }

export type KeySetRejection = 'malformed' | 'server_other' | 'signature_wrong' | 'version_fell'

export type KeySetResult =
  | { readonly ok: true; readonly keySet: VerifiedKeySet }
  | { readonly ok: false; readonly reason: KeySetRejection }

/**
 * Checks a key set against the pinned server id: SHA-256 of the root key, the root's signature, then the version.
 *
 * @param signed the body of `GET /v1/keyset`, still untrusted
 * @param serverId the pinned id, base64url of 32 bytes
 * @param lowestVersion the highest version seen so far: an older set could bring a withdrawn key back
 */
export function verifyKeySet(signed: SignedKeySet, serverId: string, lowestVersion = 0): KeySetResult {
  const shape = signedKeySet.safeParse(signed)
  const pinned = fromBase64Url(serverId)
  if (!shape.success || pinned === undefined) return { ok: false, reason: 'malformed' }
  const rootKey = decoded(shape.data.rootKey)
  const body = decoded(shape.data.body)
  const rootHash = createHash('sha256').update(serverIdPreimage(rootKey)).digest()
  if (!equalBytes(rootHash, pinned)) return { ok: false, reason: 'server_other' }
  if (!isSignedBy(rootKey, keySetDocument.message(body), decoded(shape.data.signature)))
    return { ok: false, reason: 'signature_wrong' }
  const parsed = keySetDocument.parse(body)
  if (!parsed.ok) return { ok: false, reason: 'malformed' }
  if (!equalBytes(parsed.value.serverId, pinned)) return { ok: false, reason: 'server_other' }
  if (parsed.value.keySetVersion < lowestVersion) return { ok: false, reason: 'version_fell' }
  // Sound: this is the one place that makes the brand, after every check above.
  return { ok: true, keySet: parsed.value as VerifiedKeySet }
}

/** The schema has just refused everything that is not base64url. */
function decoded(text: string): Uint8Array {
  return fromBase64Url(text) ?? new Uint8Array(0)
}
