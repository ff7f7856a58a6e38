// What a phone says about its PIN, and what it hears: a frame to its flow and back (rules [PN…]).
import type { DeviceId, PinHeld, PinTries, ServerFrame } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { Device } from '../core/records.js'
import type { Refusal } from '../core/refusal.js'
import { outwardCode } from '../core/refusal.js'
import { pinHeldOf } from '../flows/verification/pin-held.js'
import type { SetPinFrame } from '../flows/verification/set-pin.js'
import { setPin } from '../flows/verification/set-pin.js'

/** A person sets it once, and mistypes the old one now and then. Each change is told, also by mail: a thief must not drown that. */
const FRAMES_MAX = 10
const FRAMES_SECONDS = 600

/** The PIN that counts from now on, or a refusal that names what it is about. */
export async function answerPinFrame(
  ports: Ports,
  deviceId: DeviceId,
  nonce: Uint8Array,
  frame: SetPinFrame,
): Promise<ServerFrame> {
  const about = frame.type
  if (!(await ports.fabric.allow(`pin:${deviceId}`, FRAMES_MAX, FRAMES_SECONDS)))
    return { type: 'refusal', code: 'too_many_requests', about }
  const set = await setPin(ports, deviceId, nonce, frame)
  const device = await ports.storage.read.devices.byId(deviceId)
  if (set.ok && device !== undefined) return { type: 'pin_state', pin: await pinHeldOf(ports, device) }
  if (set.ok) return { type: 'refusal', code: 'device_unknown', about }
  const { refusal } = set
  ports.log.info('pin_refused', { deviceId, reason: refusal.reason })
  return { type: 'refusal', code: outwardCode(refusal), about, ...triesOf(refusal) }
}

/** What a refusal says of the tries that are left ([PN4]). */
export function triesOf(refusal: Refusal): { readonly tries?: PinTries } {
  return refusal.reason === 'pin_wrong' ? { tries: { left: refusal.left, here: refusal.here } } : {}
}

/** What a welcome says of it. A pairing that was not confirmed learns nothing about the account. */
export async function pinFor(ports: Ports, device: Device): Promise<{ readonly pin?: PinHeld }> {
  return device.state === 'pending_confirm' ? {} : { pin: await pinHeldOf(ports, device) }
}
