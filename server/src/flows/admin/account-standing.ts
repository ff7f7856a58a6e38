// Whether an account lets anybody in: suspended, resumed, deleted, unlocked, and for a time without its phone.
import type { AccountId, DeviceId } from '@countersign/protocol'
import type { AccountBody } from '@countersign/protocol/admin'
import { SECOND_FACTOR_OFF_MAX_DAYS } from '@countersign/protocol/admin'
import { blocked } from '../../core/code-tries.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { SecondFactorOff } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { clearedGuard } from '../../core/throttle.js'
import { allOrNothing } from '../all-or-nothing.js'
import { remove } from '../directory/remove.js'
import type { Afterwards } from '../directory/suspend.js'
import { changeable, resume, suspend } from '../directory/suspend.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { tellDevice } from '../tell.js'
import { shownAccount } from './accounts.js'
import { action, record } from './action.js'

type Named = { readonly id: AccountId }
type Change = (ports: Ports, stores: Stores, by: Actor, id: AccountId) => Promise<Result<Afterwards>>

/** Refuses as `suspend` does. */
export const suspendAccount = action('account.suspend', 'accounts:write', (ports, actor, { id }: Named) =>
  changeAndShow(ports, actor, id, suspend),
)

/** Refuses as `resume` does. */
export const resumeAccount = action('account.resume', 'accounts:write', (ports, actor, { id }: Named) =>
  changeAndShow(ports, actor, id, resume),
)

/** For good: its user ID is free again, nothing personal stays. Refuses as `remove` does. */
export const deleteAccount = action(
  'account.delete',
  'accounts:write',
  (ports, actor, { id }: Named): Promise<Result<undefined>> => change(ports, actor, id, remove),
)

/**
 * After the help desk knows who calls: wrong picks, wrong codes, doubts, spent pushes and reports are forgotten, and phones that
 * may only deny approve again. Unlocking what is not locked is no fault. Refuses with `not_found`, `not_permitted` (an admin above the actor).
 */
export const unlockAccount = action('account.unlock', 'accounts:pair', (ports, actor, { id }: Named) =>
  changeAndShow(ports, actor, id, unlock),
)

/**
 * Apps that accept it let the account in without its phone until a time, at most 30 days ahead; the person is told.
 * Refuses with `not_found`, `not_permitted` (an admin above the actor), `value_invalid` (the end).
 */
export const disableSecondFactor = action(
  'second_factor.disable',
  'accounts:bypass',
  async (ports, actor, { id, untilMs, reason }: Named & SecondFactorOff): Promise<Result<AccountBody>> => {
    const inMs = untilMs - ports.clock.nowMs()
    if (inMs <= 0 || inMs > SECOND_FACTOR_OFF_MAX_DAYS * DAY_MS)
      return refused({ reason: 'value_invalid', path: 'untilMs', expected: END_EXPECTED })
    return changeAndShow(ports, actor, id, (_, stores, by) =>
      switchSecondFactor(ports, stores, by, id, { untilMs, reason }),
    )
  },
  { fresh: true },
)

/** From now on its phone is asked again. Twice is no fault. Refuses with `not_found`, `not_permitted`. */
export const enableSecondFactor = action(
  'second_factor.enable',
  'accounts:bypass',
  (ports, actor, { id }: Named) =>
    changeAndShow(ports, actor, id, (_, stores, by) => switchSecondFactor(ports, stores, by, id, undefined)),
)

const DAY_MS = 86_400_000
const END_EXPECTED = `a time from now on, at most ${SECOND_FACTOR_OFF_MAX_DAYS} days ahead`

async function changeAndShow(
  ports: Ports,
  actor: Actor,
  id: AccountId,
  work: Change,
): Promise<Result<AccountBody>> {
  const changed = await change(ports, actor, id, work)
  return changed.ok ? shownAccount(ports, id) : changed
}

async function change(ports: Ports, actor: Actor, id: AccountId, work: Change): Promise<Result<undefined>> {
  const changed = await untilSettled(() => allOrNothing(ports, (stores) => work(ports, stores, actor, id)))
  if (!changed.ok) return changed
  changed.value()
  return accepted(undefined)
}

async function unlock(ports: Ports, stores: Stores, by: Actor, id: AccountId): Promise<Result<Afterwards>> {
  const changing = await changeable(stores, by, id)
  if (!changing.ok) return changing
  const nowMs = ports.clock.nowMs()
  mustWin(await stores.guards.save(clearedGuard(await stores.guards.of(id)), nowMs))
  const unblockedCodes = await blockedKinds(stores, id, nowMs)
  await stores.codeGuards.removeOf(id)
  const resumed: DeviceId[] = []
  for (const device of await stores.devices.ofAccount(id))
    if (await stores.devices.changeState(device.id, ['suspended'], 'active', nowMs)) resumed.push(device.id)
  await record(ports, stores, by, {
    action: 'account.unlocked',
    accountId: id,
    facts: { resumedDevices: resumed, unblockedCodes },
  })
  return accepted(() => {
    for (const deviceId of resumed) tellDevice(ports, { id: deviceId, state: 'active' })
  })
}

/** What the audit is told of: the kinds of codes that were held back. */
async function blockedKinds(
  { codeGuards }: Stores,
  id: AccountId,
  nowMs: number,
): Promise<readonly string[]> {
  const guards = await codeGuards.ofAccount(id)
  const held = guards.filter((guard) => blocked(guard, nowMs) !== undefined)
  return [...new Set(held.map(({ way }) => way))]
}

async function switchSecondFactor(
  ports: Ports,
  stores: Stores,
  by: Actor,
  id: AccountId,
  off: SecondFactorOff | undefined,
): Promise<Result<Afterwards>> {
  const changing = await changeable(stores, by, id)
  if (!changing.ok) return changing
  const { account, aliases } = changing.value
  const nothing: Afterwards = () => undefined
  if (off === undefined && account.secondFactorOff === undefined) return accepted(nothing)
  const after = { ...account, secondFactorOff: off, changedAtMs: ports.clock.nowMs() }
  mustWin(await stores.directory.save(after, aliases))
  if (off === undefined) {
    await record(ports, stores, by, { action: 'second_factor.enabled', accountId: id })
    return accepted(nothing)
  }
  const facts = { untilMs: off.untilMs, reason: off.reason }
  await record(ports, stores, by, { action: 'second_factor.disabled', accountId: id, facts })
  await notify(ports, stores, id, 'second_factor_disabled', facts)
  return accepted(nothing)
}
