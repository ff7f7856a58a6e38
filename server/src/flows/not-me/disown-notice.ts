// "This wasn't me" about a notice, said by a phone of the account over its own socket, or by the person at /me.
import type { DeviceId } from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { personAction } from '../me/person-action.js'
import { stopAccount } from './stop-account.js'

/** The socket has shown the phone's key; a suspended phone may say it, too. Refuses with `device_unknown`, and as `stopAccount` does. */
export async function disownOnPhone(
  ports: Ports,
  deviceId: DeviceId,
  noticeId: string,
): Promise<Result<undefined>> {
  const device = await ports.storage.read.devices.byId(deviceId)
  if (device?.state !== 'active' && device?.state !== 'suspended')
    return refused({ reason: 'device_unknown' })
  const { accountId } = device
  const stopped = await stopAccount(ports, { accountId, noticeId, by: `device:${deviceId}` })
  return stopped.ok ? accepted(undefined) : stopped
}

/** Ends this session as well. Refuses with `not_found`, also when it is somebody else's or about nothing that can be stopped. */
export const disownNotice = personAction(
  'me.notice.disown',
  undefined,
  async (ports, { accountId }, { id }: { readonly id: string }): Promise<Result<undefined>> => {
    const stopped = await stopAccount(ports, { accountId, noticeId: id, by: `person:${accountId}` })
    return stopped.ok ? accepted(undefined) : refused({ reason: 'not_found', what: 'notice' })
  },
)
