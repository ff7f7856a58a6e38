// What flows need of the storage of PINs.
import type { DeviceId } from '@countersign/protocol'
import type { DevicePin, WrongPin } from './pin.js'

export interface PinStores {
  readonly pins: PinStore
}

/** Keeps `Device.verifies` true for a device that has one. */
export interface PinStore {
  of(deviceId: DeviceId): Promise<DevicePin | undefined>
  /** The first of its device; false when there is one. */
  add(pin: DevicePin): Promise<boolean>
  /** Compare-and-set: in place of the one of this id, with no wrong try against it. */
  replace(formerPinId: string, pin: DevicePin): Promise<boolean>
  /** Compare-and-set on the id and on the number of wrong ones that were read. */
  saveWrong(read: DevicePin, wrong: readonly WrongPin[]): Promise<boolean>
  remove(deviceId: DeviceId): Promise<void>
}
