// What a phone says about its biometrics, and what it hears: a frame to its flow and back (rules [BI…]).
import type { DeviceId, ServerFrame } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { Device } from '../core/records.js'
import { outwardCode } from '../core/refusal.js'
import type { SetBiometricsFrame } from '../flows/verification/set-biometrics.js'
import { setBiometrics } from '../flows/verification/set-biometrics.js'
import { triesOf } from './pin-frames.js'

/** A person sets it up once. Each change is told, also by mail: a thief must not drown that. */
const FRAMES_MAX = 10
const FRAMES_SECONDS = 600

/** The credential that counts from now on, or a refusal that names what it is about. */
export async function answerBiometricsFrame(
  ports: Ports,
  deviceId: DeviceId,
  nonce: Uint8Array,
  frame: SetBiometricsFrame,
): Promise<ServerFrame> {
  const about = frame.type
  if (!(await ports.fabric.allow(`biometrics:${deviceId}`, FRAMES_MAX, FRAMES_SECONDS)))
    return { type: 'refusal', code: 'too_many_requests', about }
  const set = await setBiometrics(ports, deviceId, nonce, frame)
  if (set.ok)
    return { type: 'biometrics_state', credentialId: set.value === undefined ? null : toBase64Url(set.value) }
  ports.log.info('biometrics_refused', { deviceId, reason: set.refusal.reason })
  return { type: 'refusal', code: outwardCode(set.refusal), about, ...triesOf(set.refusal) }
}

/** What a welcome says of it. */
export interface BiometricsHeld {
  readonly biometrics?: string
}

/** A pairing that was not confirmed has none. */
export async function biometricsFor({ storage }: Ports, device: Device): Promise<BiometricsHeld> {
  if (!device.verifies) return {}
  const held = await storage.read.biometrics.ofDevice(device.id)
  return held === undefined ? {} : { biometrics: toBase64Url(held.credentialId) }
}
