// From a stored pairing to a device: finds its key again, or says clearly that it has vanished.
import { Device } from './device.js'
import type { DeviceOptions } from './device-options.js'
import { DeviceError } from './error.js'
import type { Keystore } from './keystore.js'

/**
 * Opens the pairing's key and makes its device, not started yet. Rejects with `keys_vanished` when the keystore has lost the
 * key, e.g. because a browser cleared its storage: offer to pair again.
 */
export async function openDevice(
  options: Omit<DeviceOptions, 'key'> & { readonly keystore: Keystore },
): Promise<Device> {
  const key = await options.keystore.open(options.pairing.keyId)
  if (key !== undefined) return new Device({ ...options, key })
  const { kind } = options.keystore
  throw new DeviceError('keys_vanished', `the ${kind} keystore does not have this device's key`)
}
