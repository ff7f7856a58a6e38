// A kind of code was set up anew: what was tried against the old one is forgotten ([CD8]).
import type { AccountId, CodeWay } from '@countersign/protocol'
import { freshCodeGuard } from '../../core/code-tries.js'
import type { CodePool } from '../../core/codes.js'
import type { Ports, Stores } from '../../core/ports.js'
import { mustWin } from '../lost-race.js'

const pools: readonly CodePool[] = ['app', 'idFirst']

/** Inside the transaction that makes the new one, run by `untilSettled`. */
export async function forgetTries(
  { clock }: Pick<Ports, 'clock'>,
  { codeGuards }: Pick<Stores, 'codeGuards'>,
  accountId: AccountId,
  way: CodeWay,
): Promise<void> {
  for (const pool of pools) {
    const { revision } = await codeGuards.of(accountId, way, pool)
    if (revision === 0) continue
    mustWin(await codeGuards.save({ ...freshCodeGuard(accountId, way, pool), revision }, clock.nowMs()))
  }
}
