// What a phone is told of its own PIN: which one counts, how many wrong ones there may be, and whether one is worth having ([PN7]).
import type { PinHeld } from '@countersign/protocol'
import { triesLeft } from '../../core/pin.js'
import type { Ports } from '../../core/ports.js'
import type { Device } from '../../core/records.js'
import { possibleWays } from '../codes/possible-ways.js'

export async function pinHeldOf(ports: Ports, device: Device): Promise<PinHeld> {
  const pin = device.verifies ? await ports.storage.read.pins.of(device.id) : undefined
  const { asksForUser: isWanted } = await possibleWays(ports, device.accountId)
  // About nothing yet: what is left in all.
  return { pinId: pin?.pinId ?? null, triesLeft: triesLeft(pin ?? { wrong: [] }, '').left, isWanted }
}
