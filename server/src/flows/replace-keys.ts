// A signing key is in wrong hands: every signing key ends now, and a new one signs at once. For a change in peace: announce-key.ts.
import type { KeyId } from '@countersign/protocol'
import { SIGNING_KEY_DAYS } from '@countersign/protocol'
import type { Actor } from '../core/permissions.js'
import type { Ports } from '../core/ports.js'
import { record } from './admin/action.js'
import { endRequests } from './end-what-is-open.js'
import { loadKeys } from './keep-keys.js'

const DAY_MS = 86_400_000

export type KeysReplaced =
  | { readonly result: 'replaced'; readonly ended: readonly KeyId[] }
  | { readonly result: 'published_elsewhere' }

/**
 * Removes every key and adds one, published by a compare-and-set on the key set's version. All of them lie in one place under one
 * seal, so whoever has one may have all. The new key stands in for the time of those that go: receipts of what was decided then are
 * signed with it ([RC2], [KS3]). Open requests are cancelled, since no phone believes their signatures any more: people ask again.
 */
export async function replaceKeys(ports: Ports, actor: Actor): Promise<KeysReplaced> {
  const { signingKeys } = ports.storage.read
  const nowMs = ports.clock.nowMs()
  const version = await signingKeys.keySetVersion()
  const old = await signingKeys.all()
  const ended = old.map(({ id }) => id)
  const notBeforeMs = Math.min(nowMs, ...old.map((key) => key.notBeforeMs))
  const notAfterMs = nowMs + SIGNING_KEY_DAYS * DAY_MS
  const published = await ports.storage.transaction(async (stores) => {
    if (!(await stores.signingKeys.advanceKeySet(version, version + 1))) return false
    for (const id of ended) await stores.signingKeys.remove(id)
    await stores.signingKeys.add(ports.vault.newSigningKey(ports.random.id<KeyId>(), notBeforeMs, notAfterMs))
    await endRequests(ports, stores)
    await record(ports, stores, actor, { action: 'key.replaced', facts: { ended, notAfterMs } })
    return true
  })
  if (!published) return { result: 'published_elsewhere' }
  ports.log.warn('keys_replaced', { keySetVersion: version + 1, ended: ended.length })
  await loadKeys(ports)
  return { result: 'replaced', ended }
}
