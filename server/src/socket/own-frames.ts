// What a phone says about itself and its person, each frame answered by one: to its flow and back. And what a welcome says of the same things.
import type { DeviceFrame, DeviceId, PinHeld, ServerFrame } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { Device } from '../core/records.js'
import { outwardCode } from '../core/refusal.js'
import type { OfflineCodeState } from '../flows/codes/offline-code.js'
import { disownOnPhone } from '../flows/not-me/disown-notice.js'
import type { PushHeld } from '../flows/push/set-subscription.js'
import { pushFor, setPushSubscription } from '../flows/push/set-subscription.js'
import type { BiometricsHeld } from './biometrics-frames.js'
import { answerBiometricsFrame, biometricsFor } from './biometrics-frames.js'
import type { OfflineCodeFrame } from './offline-code-frames.js'
import { answerOfflineCodeFrame, offlineCodeFor } from './offline-code-frames.js'
import { answerPinFrame, pinFor } from './pin-frames.js'
import type { QuietHoursFrame } from './quiet-hours-frames.js'
import { answerQuietHoursFrame } from './quiet-hours-frames.js'

export type OwnFrame =
  | OfflineCodeFrame
  | QuietHoursFrame
  | Extract<DeviceFrame, { type: 'set_biometrics' | 'set_pin' | 'set_push' | 'disown_notice' }>

/** Who speaks, and the nonce of this socket's `hello`: what a device signs for this socket alone names it. */
export interface Speaker {
  readonly deviceId: DeviceId
  readonly nonce: Uint8Array
}

export function answerOwnFrame(
  ports: Ports,
  { deviceId, nonce }: Speaker,
  frame: OwnFrame,
): Promise<ServerFrame> {
  switch (frame.type) {
    case 'ask_offline_code':
    case 'confirm_offline_code':
    case 'end_offline_code':
      return answerOfflineCodeFrame(ports, deviceId, frame)
    case 'set_quiet_hours':
    case 'ask_quiet_hours':
      return answerQuietHoursFrame(ports, deviceId, frame)
    case 'set_biometrics':
      return answerBiometricsFrame(ports, deviceId, nonce, frame)
    case 'set_pin':
      return answerPinFrame(ports, deviceId, nonce, frame)
    case 'set_push':
      return setPushSubscription(ports, deviceId, nonce, frame)
    case 'disown_notice':
      return answerDisown(ports, deviceId, frame)
  }
}

/** The part of a welcome that says what this device has here. */
export type Held = OfflineCodeState & BiometricsHeld & PushHeld & { readonly pin?: PinHeld }

export async function heldBy(ports: Ports, device: Device): Promise<Held> {
  return {
    ...(await offlineCodeFor(ports, device)),
    ...(await biometricsFor(ports, device)),
    ...(await pinFor(ports, device)),
    ...(await pushFor(ports, device)),
  }
}

async function answerDisown(
  ports: Ports,
  deviceId: DeviceId,
  { type, noticeId }: Extract<DeviceFrame, { type: 'disown_notice' }>,
): Promise<ServerFrame> {
  const stopped = await disownOnPhone(ports, deviceId, noticeId)
  if (stopped.ok) return { type: 'account_stopped', noticeId }
  return { type: 'refusal', code: outwardCode(stopped.refusal), about: type }
}
