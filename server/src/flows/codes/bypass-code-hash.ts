// What a bypass code is compared by: computed here alone, for whoever makes one and whoever checks one.
import type { AccountId } from '@countersign/protocol'
import { bypassPreimage } from '../../core/bypass-codes.js'
import type { Ports } from '../../core/ports.js'

/** Keyed with a key outside the database: twelve digits could be tried through. */
export function bypassCodeHash(
  { vault }: Pick<Ports, 'vault'>,
  accountId: AccountId,
  code: string,
): Uint8Array {
  return vault.keyedHash('bypass-code', bypassPreimage(accountId, code))
}
