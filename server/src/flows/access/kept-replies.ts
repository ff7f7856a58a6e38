// A write that is sent twice under one idempotency key happens once: the second sender gets what the first was told.
import { equalBytes, toBase64Url } from '@countersign/protocol'
import type { Actor } from '../../core/permissions.js'
import { actorText, mayAct, permissions } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { refused } from '../../core/refusal.js'

export interface RepeatableWrite {
  /** What the sender chose; it means nothing to anybody else's requests. */
  readonly key: string
  /** Everything that makes it this request: method, path, body. */
  readonly request: string
}

/**
 * Does the work, unless the same actor sent the same before: then its answer is given again.
 *
 * A refusal is not kept, for nothing happened. After a fault nobody knows what happened, so the key stays taken for its day:
 * whoever repeats is told to look first.
 *
 * Refuses with `value_invalid` when the key was used for another request, or with other rights, with `conflict` while the first is under way, and as
 * the work does.
 */
export async function onceByKey<A>(
  ports: Ports,
  actor: Actor,
  { key, request }: RepeatableWrite,
  work: () => Promise<Result<A>>,
): Promise<{ readonly result: Result<A>; readonly replayed: boolean }> {
  const keyHash = ports.vault.keyedHash('idempotency', utf8.encode(`${actorText(actor)}\n${key}`))
  const requestHash = ports.vault.sha256(utf8.encode(`${rightsText(actor)}\n${request}`))
  const nowMs = ports.clock.nowMs()
  const about = { one: placeOf(keyHash) }
  const taken = await ports.storage.transaction(
    (stores) => stores.keptReplies.take(keyHash, requestHash, nowMs),
    about,
  )
  if (!taken) return { result: await keptReply<A>(ports, keyHash, requestHash), replayed: true }
  const result = await work()
  if (result.ok) {
    const sealed = ports.vault.seal(utf8.encode(JSON.stringify(result)), placeOf(keyHash))
    await ports.storage.transaction((stores) => stores.keptReplies.keep(keyHash, sealed), about)
  } else await ports.storage.transaction((stores) => stores.keptReplies.release(keyHash), about)
  return { result, replayed: false }
}

/**
 * The same words of somebody who may do less by now are another request: an answer can hold a secret that is shown once, and whoever
 * lost the right to ask for it is not told again.
 */
function rightsText(actor: Actor): string {
  return permissions.filter((permission) => mayAct(actor, permission)).join(' ')
}

async function keptReply<A>(ports: Ports, keyHash: Uint8Array, requestHash: Uint8Array): Promise<Result<A>> {
  const kept = await ports.storage.read.keptReplies.of(keyHash)
  if (kept !== undefined && !equalBytes(kept.requestHash, requestHash)) return refused(OTHER_REQUEST)
  // Also when it was released in between: the sender may try again.
  if (kept?.sealedReply === undefined) return refused(UNDER_WAY)
  const json = ports.vault.unseal(kept.sealedReply, placeOf(keyHash))
  // Sound: sealed by this very function from an A of the same request.
  return JSON.parse(new TextDecoder().decode(json)) as Result<A>
}

const OTHER_REQUEST = {
  reason: 'value_invalid',
  path: 'Idempotency-Key',
  expected: 'a new key for another request',
} as const
const UNDER_WAY = {
  reason: 'conflict',
  what: 'request',
  because: 'the same request is under way, or nobody knows how it ended: look before it is sent again',
} as const

const utf8 = new TextEncoder()
const placeOf = (keyHash: Uint8Array): string => `kept_reply/${toBase64Url(keyHash)}/sealed_reply`
