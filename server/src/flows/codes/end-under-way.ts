// What somebody began with codes, or was told, and may still go on with: ended where the account, or what it may do, changes hands.
import type { AccountId } from '@countersign/protocol'
import type { Ports, Stores } from '../../core/ports.js'

/** An open code of the help desk, a recovery between its two codes, a set-up. Inside the transaction that changes the account. */
export async function endUnderWay(
  { clock }: Pick<Ports, 'clock'>,
  { bypassCodes, recoveries, setUps }: Pick<Stores, 'bypassCodes' | 'recoveries' | 'setUps'>,
  accountId: AccountId,
): Promise<void> {
  const spoken = await bypassCodes.openOf(accountId, clock.nowMs())
  if (spoken !== undefined) await bypassCodes.revoke(spoken.id)
  await recoveries.removeOf(accountId)
  await setUps.withdrawOf(accountId)
}
