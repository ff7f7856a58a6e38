// Which codes somebody could type now, whatever the policies say of them.
import type { AccountId, CodeWay } from '@countersign/protocol'
import type { DecidedSettings } from '@countersign/protocol/admin'
import { countsNow } from '../core/counting-totp.js'
import type { Stores } from '../core/ports.js'
import type { Device } from '../core/records.js'

export interface CodesAtHand {
  /** Apps and active phones whose codes are as strong as the terms ask for. */
  readonly totps: number
  readonly backupCodesLeft: number
  readonly hasBypassCode: boolean
}

export async function codesAtHand(
  { totps, backupCodes, bypassCodes }: Pick<Stores, 'totps' | 'backupCodes' | 'bypassCodes'>,
  accountId: AccountId,
  devices: readonly Device[],
  terms: DecidedSettings,
  nowMs: number,
): Promise<CodesAtHand> {
  const apps = await totps.ofAccount(accountId)
  const printed = await backupCodes.ofAccount(accountId)
  return {
    totps: apps.filter((totp) => countsNow(totp, devices, terms)).length,
    backupCodesLeft: printed.filter(({ state }) => state === 'active').length,
    hasBypassCode: (await bypassCodes.openOf(accountId, nowMs)) !== undefined,
  }
}

/** Those of them that count by the terms. */
export function waysAtHand(
  { otherWays }: DecidedSettings,
  { totps, backupCodesLeft, hasBypassCode }: CodesAtHand,
): CodeWay[] {
  const has = { totp: totps > 0, backup: backupCodesLeft > 0, bypass: hasBypassCode }
  return otherWays.filter((way) => has[way])
}
