// A person's own phones: which there are, and how one is removed.
import type { DeviceId } from '@countersign/protocol'
import type { MyDevice, MyDevices } from '@countersign/protocol/me'
import type { Device } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { actorOf } from '../access/sessions.js'
import { revokeDevice } from '../change-device.js'
import { personAction } from './person-action.js'

/** Without those that were removed; oldest first. */
export const myDevices = personAction(
  'me.device.list',
  undefined,
  async (ports, { accountId }, _: undefined): Promise<Result<MyDevices>> => {
    const devices = await ports.storage.read.devices.ofAccount(accountId)
    return accepted({ items: devices.flatMap(shownDevice) })
  },
  { afterRecovery: true },
)

/**
 * Removes a phone for good, tells it, and tells the person everywhere else. Also the last one: whoever lost it must be able to
 * (NIST SP 800-63B-4 §4.5); the page says what that means. Twice is no fault.
 * Refuses with `not_found`, also when it is somebody else's.
 */
export const removeMyDevice = personAction(
  'me.device.remove',
  'revoke',
  async (ports, session, { id }: { readonly id: DeviceId }): Promise<Result<undefined>> => {
    const device = await ports.storage.read.devices.byId(id)
    if (device?.accountId !== session.accountId) return refused({ reason: 'not_found', what: 'device' })
    const revoked = await revokeDevice(ports, id, actorOf(session))
    return revoked.ok ? accepted(undefined) : revoked
  },
  { afterRecovery: true },
)

/** Nothing for a removed one. */
export function shownDevice({ id, name, state, createdAtMs, lastUsedAtMs }: Device): readonly MyDevice[] {
  return state === 'revoked' ? [] : [{ id, name, state, createdAtMs, lastUsedAtMs: lastUsedAtMs ?? null }]
}
