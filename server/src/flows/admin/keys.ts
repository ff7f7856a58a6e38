// The keys that the server signs with: which there are, until when, and the next one before its time.
import { SIGNING_KEY_ANNOUNCE_DAYS, toBase64Url } from '@countersign/protocol'
import type { SigningKeyBody, SigningKeysBody } from '@countersign/protocol/admin'
import type { Ports } from '../../core/ports.js'
import type { SigningKeyRecord } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { announceKey } from '../announce-key.js'
import { action } from './action.js'

const DAY_MS = 86_400_000
const FINGERPRINT_BYTES = 8

export const listKeys = action(
  'key.list',
  'settings:read',
  async (ports): Promise<Result<SigningKeysBody>> => accepted(await keysNow(ports)),
)

/** Announces the next key; it signs two hours from now. Refuses with `conflict` when one waits already, or another server was first. */
export const rotateKey = action(
  'key.rotate',
  'keys:write',
  async (ports, actor): Promise<Result<SigningKeysBody>> => {
    const announced = await announceKey(ports, actor)
    if (announced.result === 'next_exists')
      return refused({ reason: 'conflict', what: 'key', because: 'the next key is announced already' })
    if (announced.result === 'published_elsewhere')
      return refused({ reason: 'conflict', what: 'key', because: 'another server changed the keys just now' })
    return accepted(await keysNow(ports))
  },
)

async function keysNow(ports: Ports): Promise<SigningKeysBody> {
  const { vault, clock, storage } = ports
  const nowMs = clock.nowMs()
  const signing = vault.signingKey(nowMs).keyId
  const keys = [...(await storage.read.signingKeys.all())].sort((a, b) => a.notBeforeMs - b.notBeforeMs)
  const last = keys.at(-1)
  return {
    serverId: toBase64Url(vault.serverId),
    keySetVersion: vault.keySetVersion(),
    items: keys.map((key) => shown(ports, key, signing, nowMs)),
    rotatesAtMs: last === undefined ? null : last.notAfterMs - SIGNING_KEY_ANNOUNCE_DAYS * DAY_MS,
  }
}

function shown({ vault }: Ports, key: SigningKeyRecord, signing: string, nowMs: number): SigningKeyBody {
  const { id, publicKey, notBeforeMs, notAfterMs } = key
  const digest = vault.sha256(publicKey).subarray(0, FINGERPRINT_BYTES)
  const fingerprint = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return { id, state: stateOf(key, signing, nowMs), fingerprint, notBeforeMs, notAfterMs }
}

function stateOf(
  { id, notBeforeMs, notAfterMs }: SigningKeyRecord,
  signing: string,
  nowMs: number,
): SigningKeyBody['state'] {
  if (id === signing) return 'signing'
  if (notBeforeMs > nowMs) return 'announced'
  return notAfterMs > nowMs ? 'retiring' : 'ended'
}
