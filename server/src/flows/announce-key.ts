// An admin wants a new signing key before its time: announced now, in force once everyone had time to learn it ([KS4]).
import type { KeyId } from '@countersign/protocol'
import { SIGNING_KEY_DAYS } from '@countersign/protocol'
import type { Actor } from '../core/permissions.js'
import type { Ports } from '../core/ports.js'
import { record } from './admin/action.js'
import { loadKeys } from './keep-keys.js'

/** Twice the hour for which web apps keep a key set. Running servers look for keys of another process each few seconds (app.ts). */
const ANNOUNCED_BEFORE_MS = 2 * 3_600_000
const DAY_MS = 86_400_000

export type KeyAnnounced =
  | { readonly result: 'announced' | 'next_exists'; readonly notBeforeMs: number }
  | { readonly result: 'published_elsewhere' }

/**
 * Looks whether a next key waits already, adds one, publishes it by a compare-and-set on the key set's version, loads it.
 * At most one next key waits at a time, so that the set stays small ([KS]: at most 16).
 */
export async function announceKey(ports: Ports, actor: Actor): Promise<KeyAnnounced> {
  const { signingKeys } = ports.storage.read
  const nowMs = ports.clock.nowMs()
  const version = await signingKeys.keySetVersion()
  const next = (await signingKeys.all()).find((key) => key.notBeforeMs > nowMs)
  if (next !== undefined) return { result: 'next_exists', notBeforeMs: next.notBeforeMs }

  const notBeforeMs = nowMs + ANNOUNCED_BEFORE_MS
  const notAfterMs = notBeforeMs + SIGNING_KEY_DAYS * DAY_MS
  const published = await ports.storage.transaction(async (stores) => {
    if (!(await stores.signingKeys.advanceKeySet(version, version + 1))) return false
    await record(ports, stores, actor, { action: 'key.announced', facts: { notBeforeMs, notAfterMs } })
    await stores.signingKeys.add(ports.vault.newSigningKey(ports.random.id<KeyId>(), notBeforeMs, notAfterMs))
    return true
  })
  if (!published) return { result: 'published_elsewhere' }
  ports.log.info('key_announced', { keySetVersion: version + 1, notBeforeMs })
  await loadKeys(ports)
  return { result: 'announced', notBeforeMs }
}
