// Speaks to the server as one account for a moment, from the worker: the same keys, the same checks as the page's.
import type { Device, Keystore, PairingStore } from '@countersign/client-sdk'
import { DeviceError, openDevice } from '@countersign/client-sdk'
import type { DeviceId } from '@countersign/protocol'

export interface DeviceStores {
  readonly keystore: () => Promise<Keystore>
  readonly pairings: PairingStore
}

/** Opens the account's device, works with it, closes it. Rejects with `keys_vanished` when its key or the pairing is gone. */
export async function withDevice<T>(
  deviceId: DeviceId,
  { keystore, pairings }: DeviceStores,
  work: (device: Device) => Promise<T>,
): Promise<T> {
  const pairing = (await pairings.all()).find((known) => known.deviceId === deviceId)
  if (pairing === undefined) throw new DeviceError('keys_vanished', 'the pairing is gone')
  let started: () => void = () => undefined
  const isStarted = new Promise<void>((resolve) => {
    started = resolve
  })
  const device = await openDevice({
    pairing,
    store: pairings,
    keystore: await keystore(),
    // A worker lives for seconds: there is nothing to wake up from.
    wakeSignal: () => () => undefined,
    onEvent: (event) => event.type === 'connection' && started(),
  })
  try {
    device.start()
    await isStarted
    return await work(device)
  } finally {
    device.stop()
  }
}
