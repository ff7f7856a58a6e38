// What is under way when an account is suspended or deleted: ended in the same transaction, told after it.
import type { AccountId } from '@countersign/protocol'
import { lifeOf, transition } from '../../core/challenge.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { ChallengeRecord, Device, Guard } from '../../core/records.js'
import { endUnderWay } from '../codes/end-under-way.js'
import { mustWin } from '../lost-race.js'
import { tellAccountSuspended, tellDevice, tellOutcome } from '../tell.js'
import { writeStep } from '../write-step.js'

/** What has to be told once the transaction is committed. */
export interface Barred {
  readonly ended: readonly ChallengeRecord[]
  readonly devices: readonly Device[]
}

/**
 * Ends open requests, spoils approvals that nobody redeemed yet ([ST7]), ends sessions, set-ups, recoveries and the code of the help
 * desk, and saves the guard, whose revision every request and every answer has to win: one that is decided at this moment loses and is decided anew.
 * @param guardAfter what stays of the guard.
 */
export async function barAccount(
  ports: Ports,
  stores: Stores,
  accountId: AccountId,
  guardAfter: (guard: Guard) => Guard = unchanged,
): Promise<Barred> {
  const nowMs = ports.clock.nowMs()
  const ended: ChallengeRecord[] = []
  for (const challenge of await stores.challenges.unfinishedOf(accountId)) {
    const next = transition(lifeOf(challenge, ports.settings.redeemWithinMs), { type: 'bar' }, nowMs)
    ended.push(await writeStep(ports, stores, challenge, next, nowMs))
  }
  mustWin(await stores.guards.save(guardAfter(await stores.guards.of(accountId)), nowMs))
  await stores.sessions.endAll(accountId)
  // Else what somebody began or was told before would go on when the account is let in again.
  await endUnderWay(ports, stores, accountId)
  // The sweep of every process tells them again, so that sockets close also where this one cannot reach.
  await stores.devices.touchAll(accountId, nowMs)
  return { ended, devices: await stores.devices.ofAccount(accountId) }
}

const unchanged = (guard: Guard): Guard => guard

/** Pages hear that it is over, and sockets close. */
export function tellBarred(ports: Ports, { ended, devices }: Barred): void {
  for (const challenge of ended) tellOutcome(ports, challenge)
  for (const device of devices)
    if (device.state === 'revoked') tellDevice(ports, device)
    else tellAccountSuspended(ports, device)
}
