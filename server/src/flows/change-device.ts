// A device is removed, or a suspended one may approve again.
import type { DeviceId, DeviceStateName } from '@countersign/protocol'
import type { Actor } from '../core/permissions.js'
import { isLocked } from '../core/pin.js'
import type { Ports, Stores } from '../core/ports.js'
import type { Device } from '../core/records.js'
import type { Refusal, Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { record } from './admin/action.js'
import { refuseAbove } from './admin/rank.js'
import { notify } from './notices.js'
import { tellDevice } from './tell.js'

const OPERATOR: Actor = { kind: 'operator' }

/**
 * Revokes the device for good, records and tells it. What it approved and nobody has redeemed is worth nothing from then on.
 * Revoking twice is no fault. Refuses with `device_unknown`, `not_permitted` (an admin above `by`).
 * @param by who does it; the caller saw that they may.
 */
export function revokeDevice(ports: Ports, id: DeviceId, by: Actor = OPERATOR): Promise<Result<Device>> {
  return change(ports, id, ['pending_confirm', 'active', 'suspended'], 'revoked', by)
}

/**
 * Lets a suspended device approve again, records and tells it. An active one stays as it is. The account's count of wrong
 * picks stays too: only a success clears it. Refuses with `device_unknown`, `device_revoked`, `device_not_confirmed`, and `conflict` when
 * wrong PINs locked it: that phone is removed and paired anew ([PN5]).
 * @param by who does it; the caller saw that they may.
 */
export function resumeDevice(ports: Ports, id: DeviceId, by: Actor = OPERATOR): Promise<Result<Device>> {
  return change(ports, id, ['suspended'], 'active', by)
}

async function change(
  ports: Ports,
  id: DeviceId,
  from: readonly DeviceStateName[],
  to: 'active' | 'revoked',
  by: Actor,
): Promise<Result<Device>> {
  const nowMs = ports.clock.nowMs()
  const { changed, device, above, pinLocked } = await ports.storage.transaction(async (stores) => {
    const before = await stores.devices.byId(id)
    // In the transaction that counts: the account may have been given a role since the caller looked.
    const above = before && (await refuseAbove(stores, by, before.accountId))
    if (above !== undefined) return { changed: false, device: before, above }
    // [PN5]: whoever tried PINs would else have five more for the asking, and the next admin in a good mood five more.
    if (to === 'active' && (await isPinLocked(stores, id)))
      return { changed: false, device: before, pinLocked: true }
    const won = await stores.devices.changeState(id, from, to, nowMs)
    const after = await stores.devices.byId(id)
    if (!won || after === undefined) return { changed: false, device: after }
    const { accountId, name } = after
    // Whoever found the phone has its offline code as well.
    if (to === 'revoked') await stores.totps.removeOfDevice(id)
    if (to === 'revoked') await stores.pins.remove(id)
    await record(ports, stores, by, {
      action: to === 'revoked' ? 'device.revoked' : 'device.resumed',
      accountId,
      facts: { deviceId: id, deviceName: name, before: before?.state ?? null },
    })
    // Nobody was ever told of a phone that was not confirmed.
    if (to === 'revoked' && before?.state !== 'pending_confirm')
      await notify(ports, stores, accountId, 'device_removed', { deviceName: name })
    return { changed: true, device: after }
  })
  if (above !== undefined) return refused(above)
  if (device === undefined) return refused({ reason: 'device_unknown' })
  if (pinLocked === true) return refused({ reason: 'conflict', what: 'pin', because: 'locked' })
  if (device.state !== to) return refused(whyNot(device))
  if (changed) {
    ports.log.info('device_changed', { deviceId: id, accountId: device.accountId, state: to })
    tellDevice(ports, device)
  }
  return accepted(device)
}

async function isPinLocked({ pins }: Stores, id: DeviceId): Promise<boolean> {
  const pin = await pins.of(id)
  return pin !== undefined && isLocked(pin)
}

function whyNot({ state }: Device): Refusal {
  return state === 'pending_confirm' ? { reason: 'device_not_confirmed' } : { reason: 'device_revoked' }
}
