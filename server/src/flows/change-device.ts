// An admin removes a device, or lets a suspended one approve again.
import type { DeviceId, DeviceStateName } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { Device } from '../core/records.js'
import type { Refusal, Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { tellDevice } from './tell.js'

/**
 * Revokes the device for good and tells it. What it approved and nobody has redeemed is worth nothing from then on.
 * Revoking twice is no fault. Refuses with `device_unknown`.
 */
export function revokeDevice(ports: Ports, id: DeviceId): Promise<Result<Device>> {
  return change(ports, id, ['pending_confirm', 'active', 'suspended'], 'revoked')
}

/**
 * Lets a suspended device approve again and tells it. An active one stays as it is. The account's count of wrong picks
 * stays too: only a success clears it. Refuses with `device_unknown`, `device_revoked`, `device_not_confirmed`.
 */
export function resumeDevice(ports: Ports, id: DeviceId): Promise<Result<Device>> {
  return change(ports, id, ['suspended'], 'active')
}

async function change(
  ports: Ports,
  id: DeviceId,
  from: readonly DeviceStateName[],
  to: 'active' | 'revoked',
): Promise<Result<Device>> {
  const nowMs = ports.clock.nowMs()
  const { changed, device } = await ports.storage.transaction(async (stores) => ({
    changed: await stores.devices.changeState(id, from, to, nowMs),
    device: await stores.devices.byId(id),
  }))
  if (device === undefined) return refused({ reason: 'device_unknown' })
  if (device.state !== to) return refused(whyNot(device))
  if (changed) {
    ports.log.info('device_changed', { deviceId: id, accountId: device.accountId, state: to })
    tellDevice(ports, device)
  }
  return accepted(device)
}

function whyNot({ state }: Device): Refusal {
  return state === 'pending_confirm' ? { reason: 'device_not_confirmed' } : { reason: 'device_revoked' }
}
