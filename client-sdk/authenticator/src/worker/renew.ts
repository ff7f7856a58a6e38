// The browser took a subscription away or gave a new one: every account that this phone is woken for is told at once, without the page.
import type { Device } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'
import type { DeviceId } from '@countersign/protocol'
import { handOver, subscribeBrowser } from '../ringing/hand-over.js'
import type { RingRecords } from '../ringing/records.js'
import type { Registration } from './scope.js'

export interface RenewPlace {
  readonly records: RingRecords
  readonly registration: Pick<Registration, 'pushManager'>
  readonly withDevice: (deviceId: DeviceId, work: (device: Device) => Promise<void>) => Promise<void>
}

/** W3C Push API §11.4. What does not succeed is mended when the app is next opened. */
export async function renew({ records, registration, withDevice }: RenewPlace): Promise<void> {
  // One after the other: the browser has one subscription for all of them.
  for (const { deviceId } of await records.all())
    await withDevice(deviceId, async (device) => {
      // Answered when connected: then the key of the server's pushes is known.
      await device.pull()
      const { serverKey } = device.push.status
      if (serverKey === undefined) return
      await handOver(device, await subscribeBrowser(registration.pushManager, serverKey), records)
    }).catch(onlyExpected)
}

function onlyExpected(error: unknown): void {
  // A browser that refuses, a server that is not reachable: the page says so, and asks again.
  if (!(error instanceof DeviceError || error instanceof DOMException)) throw error
}
