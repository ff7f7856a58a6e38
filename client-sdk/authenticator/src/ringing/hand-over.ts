// Gives a push subscription to the server of one account, with a wake of its own; used by the page, and by the worker when a browser renews it.
import type { Device } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'
import { fromBase64Url, PUSH_WAKE_BYTES, toBase64Url } from '@countersign/protocol'
import type { RingRecords } from './records.js'

/** The part of a W3C PushSubscription that a server needs. */
export type Subscribed = Pick<PushSubscription, 'endpoint' | 'getKey'>

/** Resolves when the server has it. Rejects with DeviceError; then nothing is remembered that was not before. */
export async function handOver(
  device: Pick<Device, 'pairing' | 'push'>,
  subscription: Subscribed,
  records: RingRecords,
): Promise<void> {
  const { endpoint } = subscription
  const { deviceId } = device.pairing
  const before = (await records.all()).find((record) => record.deviceId === deviceId)
  const wake = toBase64Url(crypto.getRandomValues(new Uint8Array(PUSH_WAKE_BYTES)))
  // Before the server has it: it may ring at once.
  await records.save({ deviceId, wake, endpoint })
  try {
    const [p256dh, auth] = [keyOf(subscription, 'p256dh'), keyOf(subscription, 'auth')]
    await device.push.subscribe({ endpoint, p256dh, auth, wake })
  } catch (error) {
    if (before === undefined) await records.remove(deviceId)
    else await records.save(before)
    throw error
  }
}

/** Makes the browser's subscription, or takes the one it has for this very server key. */
export async function subscribeBrowser(manager: PushManager, serverKey: string): Promise<PushSubscription> {
  const key = fromBase64Url(serverKey)
  if (key === undefined) throw new DeviceError('server_refused', 'the key of its pushes is no base64url')
  const known = await manager.getSubscription()
  // One of another key would make `subscribe` fail (W3C Push API §7.3, InvalidStateError): the server has a new key.
  if (known !== null && !isOf(known, serverKey)) await known.unsubscribe()
  return manager.subscribe({ userVisibleOnly: true, applicationServerKey: new Uint8Array(key) })
}

function isOf({ options }: PushSubscription, serverKey: string): boolean {
  const key = options.applicationServerKey
  return key !== null && toBase64Url(new Uint8Array(key)) === serverKey
}

function keyOf(subscription: Subscribed, name: PushEncryptionKeyName): string {
  const key = subscription.getKey(name)
  // RFC 8291: without both keys nothing can be sealed for this browser.
  if (key === null) throw new DeviceError('crypto_unavailable', `the subscription has no ${name}`)
  return toBase64Url(new Uint8Array(key))
}
