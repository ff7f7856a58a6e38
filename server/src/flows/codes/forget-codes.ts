// What lets an account in beside its phones goes: when it is deleted, or becomes somebody else's.
import type { AccountId } from '@countersign/protocol'
import type { Stores } from '../../core/ports.js'

/** Inside the transaction that takes the account from its person: nothing of it is told, for the account is told of itself. */
export async function forgetCodes(
  stores: Pick<Stores, 'totps' | 'passkeys' | 'backupCodes' | 'bypassCodes' | 'codeGuards'>,
  accountId: AccountId,
): Promise<void> {
  await stores.totps.removeOf(accountId)
  await stores.passkeys.removeOf(accountId)
  await stores.backupCodes.removeOf(accountId)
  await stores.bypassCodes.removeOf(accountId)
  await stores.codeGuards.removeOf(accountId)
}
