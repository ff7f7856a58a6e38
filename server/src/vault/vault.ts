// The server's keys at work: signs as the server, verifies devices, hashes and seals; everything through node:crypto.
import type { KeyObject } from 'node:crypto'
import {
  createHmac,
  createPublicKey,
  createSecretKey,
  hash,
  hkdfSync,
  randomFillSync,
  sign,
  verify,
} from 'node:crypto'
import type { KeyId, SignedKeySet } from '@countersign/protocol'
import {
  auditCheckpointDocument,
  idToBytes,
  keyAlgorithm,
  keyRole,
  keySetDocument,
  serverIdPreimage,
  toBase64Url,
} from '@countersign/protocol'
import type { Clock, Vault } from '../core/ports.js'
import type { Checkpoint } from '../core/ports-audit.js'
import type { SigningKeyRecord } from '../core/records.js'
import { privateKeyOf, rawPublicKey } from './ed25519.js'
import { KeyCache } from './key-cache.js'
import { p256KeyOf } from './p256.js'
import type { PinSeal } from './pin-seal.js'
import { createPinSeal } from './pin-seal.js'
import type { RootKeys } from './root-keys.js'
import { seal, unseal } from './seal.js'

/**
 * The vault of one server. `load` must have been called before it signs as the server.
 *
 * @param keys the root seed and the sealing master, 32 bytes each; the caller may wipe them afterwards
 * @param clock dates the key set
 */
export function createVault(keys: RootKeys, clock: Clock): Vault {
  const rootKey = privateKeyOf(keys.root)
  const rootPublicKey = rawPublicKey(rootKey)
  const rootVerifier = createPublicKey(rootKey)
  const serverId = sha256(serverIdPreimage(rootPublicKey))
  const sealingKey = derivedKey(keys.master, 'seal')
  const pinSeal = createPinSeal(keys.master, serverId)
  const hashingKeys = {
    'expected-choice': derivedKey(keys.master, 'expected-choice'),
    'watch-token': derivedKey(keys.master, 'watch-token'),
    'app-key': derivedKey(keys.master, 'app-key'),
    'pseudo-account': derivedKey(keys.master, 'pseudo-account'),
    'api-token': derivedKey(keys.master, 'api-token'),
    'sign-in': derivedKey(keys.master, 'sign-in'),
    session: derivedKey(keys.master, 'session'),
    'setup-link': derivedKey(keys.master, 'setup-link'),
    idempotency: derivedKey(keys.master, 'idempotency'),
    'step-up': derivedKey(keys.master, 'step-up'),
    'known-browser': derivedKey(keys.master, 'known-browser'),
    'audit-entry': derivedKey(keys.master, 'audit-entry'),
    invitation: derivedKey(keys.master, 'invitation'),
    'invitation-pairing': derivedKey(keys.master, 'invitation-pairing'),
    'bypass-code': derivedKey(keys.master, 'bypass-code'),
    'backup-code': derivedKey(keys.master, 'backup-code'),
    'set-up': derivedKey(keys.master, 'set-up'),
    recovery: derivedKey(keys.master, 'recovery'),
    'not-me': derivedKey(keys.master, 'not-me'),
    passkey: derivedKey(keys.master, 'passkey'),
    'passkey-sign-in': derivedKey(keys.master, 'passkey-sign-in'),
    fabric: derivedKey(keys.master, 'fabric'),
  } as const
  const deviceKeys = new KeyCache()
  let loaded: Loaded | undefined

  return {
    serverId,
    signingKey(nowMs) {
      const key = keyInForce(ready(loaded).signingKeys, nowMs)
      return { keyId: key.id, sign: (message) => ed25519(key.privateKey, message) }
    },
    signWith(keyId, message) {
      const key = ready(loaded).signingKeys.find(({ id }) => id === keyId)
      if (key === undefined) throw new Error(`signing key ${keyId}: not loaded`)
      return ed25519(key.privateKey, message)
    },
    hasKey: (keyId) => ready(loaded).signingKeys.some(({ id }) => id === keyId),
    keySet: () => ready(loaded).keySet,
    keySetVersion: () => ready(loaded).keySetVersion,
    load(records, keySetVersion) {
      const signingKeys = records.map((record) => ({
        ...record,
        privateKey: privateKeyOf(unseal(sealingKey, record.sealedPrivateKey, placeOf(record.id))),
      }))
      const body = keySetBody(records, pinSeal, keySetVersion, serverId, clock.nowMs())
      const keySet = {
        rootKey: toBase64Url(rootPublicKey),
        body: toBase64Url(body),
        signature: toBase64Url(ed25519(rootKey, keySetDocument.message(body))),
      }
      loaded = { signingKeys, keySetVersion, keySet }
    },
    newSigningKey(id, notBeforeMs, notAfterMs) {
      const seed = randomFillSync(new Uint8Array(32))
      const publicKey = rawPublicKey(privateKeyOf(seed))
      const sealedPrivateKey = seal(sealingKey, seed, placeOf(id))
      seed.fill(0)
      return { id, publicKey, sealedPrivateKey, notBeforeMs, notAfterMs }
    },
    verify(publicKey, message, signature) {
      // node:crypto refuses S ≥ L itself (test/vault/verify.test.ts); low-order keys are refused where a key is registered.
      if (publicKey.length !== 32 || signature.length !== 64) return false
      const key = deviceKeys.get(publicKey)
      return key !== undefined && verify(null, message, key, signature)
    },
    verifyP256(publicKey, message, signature) {
      if (signature.length !== 64) return false
      const key = p256KeyOf(publicKey)
      return key !== undefined && verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
    },
    sha256,
    hmacSha256: (key, bytes) => hmac(key, bytes),
    keyedHash: (label, bytes) => hmac(hashingKeys[label], bytes),
    signCheckpoint: (checkpoint) => ed25519(rootKey, checkpointMessage(serverId, checkpoint)),
    isOwnCheckpoint({ signature, ...checkpoint }) {
      const message = checkpointMessageIfAny(serverId, checkpoint)
      if (message === undefined || signature.length !== 64) return false
      return verify(null, message, rootVerifier, signature)
    },
    seal: (plain, boundTo) => seal(sealingKey, plain, boundTo),
    unseal: (sealed, boundTo) => unseal(sealingKey, sealed, boundTo),
    openPin: (sealed) => pinSeal.open(sealed),
  }
}

interface SigningKey extends SigningKeyRecord {
  readonly privateKey: KeyObject
}

interface Loaded {
  readonly signingKeys: readonly SigningKey[]
  readonly keySetVersion: number
  readonly keySet: SignedKeySet
}

function ready(loaded: Loaded | undefined): Loaded {
  if (loaded === undefined) throw new Error('the vault has no signing keys yet: load them first')
  return loaded
}

/** Of the keys valid now, the one that began last: the announced successor takes over the moment it may. */
function keyInForce(keys: readonly SigningKey[], nowMs: number): SigningKey {
  const [latest] = keys
    .filter((key) => key.notBeforeMs <= nowMs && nowMs <= key.notAfterMs)
    .sort((a, b) => b.notBeforeMs - a.notBeforeMs)
  if (latest === undefined) throw new Error('no signing key is valid now')
  return latest
}

function keySetBody(
  records: readonly SigningKeyRecord[],
  pinSeal: PinSeal,
  keySetVersion: number,
  serverId: Uint8Array,
  issuedAtMs: number,
): Uint8Array {
  const signing = records.map((record) => ({
    keyId: idToBytes(record.id),
    role: keyRole.challenge,
    algorithm: keyAlgorithm.ed25519,
    publicKey: record.publicKey,
    notBeforeMs: record.notBeforeMs,
    notAfterMs: record.notAfterMs,
  }))
  const sealing = {
    keyId: pinSeal.keyId,
    role: keyRole.sealing,
    algorithm: keyAlgorithm.p256,
    publicKey: pinSeal.publicKey,
    notBeforeMs: 0,
    notAfterMs: Number.MAX_SAFE_INTEGER,
  }
  const keys = [...signing, sealing]
  return keySetDocument.encode({ version: 1, serverId, keySetVersion, issuedAtMs, keys })
}

function checkpointMessage(
  serverId: Uint8Array,
  { sequence, hash, atMs }: Omit<Checkpoint, 'signature'>,
): Uint8Array {
  const body = auditCheckpointDocument.encode({ version: 1, serverId, sequence, hash, atMs })
  return auditCheckpointDocument.message(body)
}

/** A row that somebody wrote by hand may hold anything: what is no checkpoint is not ours. */
function checkpointMessageIfAny(
  serverId: Uint8Array,
  checkpoint: Omit<Checkpoint, 'signature'>,
): Uint8Array | undefined {
  try {
    return checkpointMessage(serverId, checkpoint)
  } catch {
    return undefined
  }
}

/** Where a challenge key is kept; its sealed bytes open nowhere else. */
function placeOf(id: KeyId): string {
  return `signing_key/${id}/sealed_private_key`
}

/** RFC 5869 §3.2: one key a purpose, told apart by `info`. The master is uniform, so it needs no salt (§3.1). */
function derivedKey(master: Uint8Array, label: string): KeyObject {
  const bytes = hkdfSync('sha256', master, new Uint8Array(0), `countersign/v1/vault/${label}`, 32)
  return createSecretKey(new Uint8Array(bytes))
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'))
}

function hmac(key: Uint8Array | KeyObject, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(bytes).digest())
}

function ed25519(key: KeyObject, message: Uint8Array): Uint8Array {
  return new Uint8Array(sign(null, message, key))
}
