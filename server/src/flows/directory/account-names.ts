// The login names of an account: written as one set, and nobody else's.
import { normaliseUserId } from '@countersign/protocol'
import { ALIASES_MAX } from '@countersign/protocol/admin'
import type { Stores } from '../../core/ports.js'
import type { Account } from '../../core/records.js'
import type { Refusal } from '../../core/refusal.js'
import { isUserId } from '../../core/user-id.js'

/** What people typed → aliases as they are kept: normalised, each once, without the user ID itself. */
export function aliasesFrom(typed: readonly string[], userId: string): readonly string[] {
  const names = new Set(typed.map(normaliseUserId))
  names.delete(userId)
  return [...names].toSorted()
}

export function refuseNames(userId: string, aliases: readonly string[]): Refusal | undefined {
  if (!isUserId(userId)) return { reason: 'text_invalid', field: 'userId' }
  if (aliases.length > ALIASES_MAX)
    return { reason: 'value_invalid', path: 'aliases', expected: `at most ${ALIASES_MAX} names` }
  return aliases.every(isUserId)
    ? undefined
    : { reason: 'value_invalid', path: 'aliases', expected: 'names without spaces' }
}

/** Refuses with `conflict` when somebody else has one of them; the caller's transaction is then rolled back. */
export async function saveNames(
  { directory }: Pick<Stores, 'directory'>,
  { id, userId }: Pick<Account, 'id' | 'userId'>,
  aliases: readonly string[],
): Promise<Refusal | undefined> {
  const taken = await directory.setLoginNames(id, [userId, ...aliases])
  return taken.length === 0
    ? undefined
    : { reason: 'conflict', what: 'login name', because: `taken: ${taken.join(', ')}` }
}
