// The audit's chain: the bytes of a link, and the links of a batch of entries that get their places together.
import { auditEntryDocument } from '@countersign/protocol'
import type { ChainLink, SavedEntry } from './ports-audit.js'

/** What precedes the first entry. */
export const CHAIN_START: ChainLink = { sequence: 0, hash: new Uint8Array(32) }

export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** The hash of an entry at the place after `previous`. Throws RangeError for a record that no server of ours wrote. */
export function linkHash(
  sha256: Sha256,
  serverId: Uint8Array,
  previous: ChainLink,
  { id, atMs, entry, factsText }: Omit<SavedEntry, 'link' | 'mark'>,
): Uint8Array {
  const body = auditEntryDocument.encode({
    version: 1,
    serverId,
    sequence: previous.sequence + 1,
    previousHash: previous.hash,
    entryId: utf8(id),
    atMs,
    action: utf8(entry.action),
    actor: utf8(entry.actor),
    accountId: utf8(entry.accountId ?? ''),
    appId: utf8(entry.appId ?? ''),
    factsHash: sha256(utf8(factsText)),
  })
  return sha256(auditEntryDocument.message(body))
}

/**
 * What the mark of an entry is a keyed hash of. The chain shows that an entry did not change since it got its place; the mark, that it
 * was this server that wrote it, and not somebody who can write the database and let the server seal it.
 */
export function markedBytes({ id, atMs, entry, factsText }: Omit<SavedEntry, 'link' | 'mark'>): Uint8Array {
  const { action, actor, accountId = null, appId = null } = entry
  return utf8(JSON.stringify([id, atMs, action, actor, accountId, appId, factsText]))
}

/** One link an entry, in their order, after `end`. */
export function linksAfter(
  sha256: Sha256,
  serverId: Uint8Array,
  end: ChainLink,
  entries: readonly SavedEntry[],
): readonly ChainLink[] {
  let last = end
  return entries.map((entry) => {
    last = { sequence: last.sequence + 1, hash: linkHash(sha256, serverId, last, entry) }
    return last
  })
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
