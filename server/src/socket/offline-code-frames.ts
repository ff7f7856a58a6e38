// What a phone says about its offline code, and what it hears: frames to flows and back (rules [OC…]).
import type { DeviceFrame, DeviceId, ErrorCode, ServerFrame } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { Device } from '../core/records.js'
import type { Refusal } from '../core/refusal.js'
import { outwardCode } from '../core/refusal.js'
import type { OfflineCodeState } from '../flows/codes/offline-code.js'
import {
  beginOfflineCode,
  confirmOfflineCode,
  endOfflineCode,
  offlineCodeOf,
} from '../flows/codes/offline-code.js'

export type OfflineCodeFrame = Extract<
  DeviceFrame,
  { type: 'ask_offline_code' | 'confirm_offline_code' | 'end_offline_code' }
>

/** A person sets it up once. Each of these writes to the database, and each code that is set up is told: a thief must not drown that. */
const FRAMES_MAX = 20
const FRAMES_SECONDS = 600

/** Does what the phone asks; the answer names what it is about, so that no other wait is ended by it ([OC7]). */
export async function answerOfflineCodeFrame(
  ports: Ports,
  deviceId: DeviceId,
  frame: OfflineCodeFrame,
): Promise<ServerFrame> {
  const no = (code: ErrorCode): ServerFrame => ({ type: 'refusal', code, about: frame.type })
  const refuse = (refusal: Refusal): ServerFrame => {
    ports.log.info('offline_code_refused', { deviceId, about: frame.type, reason: refusal.reason })
    return no(outwardCode(refusal))
  }
  if (!(await ports.fabric.allow(`offline-code:${deviceId}`, FRAMES_MAX, FRAMES_SECONDS)))
    return no('too_many_requests')
  const device = await ports.storage.read.devices.byId(deviceId)
  if (device === undefined) return no('device_unknown')
  switch (frame.type) {
    case 'ask_offline_code': {
      const drawn = await beginOfflineCode(ports, device)
      if (!drawn.ok) return refuse(drawn.refusal)
      const { secret, ...terms } = drawn.value
      return { type: 'offline_code', ...terms, secret: toBase64Url(secret) }
    }
    case 'confirm_offline_code': {
      const confirmed = await confirmOfflineCode(ports, device, frame)
      if (confirmed.ok) return { type: 'offline_code_state', totpId: frame.totpId, state: 'active' }
      if (confirmed.refusal.reason !== 'code_refused') return refuse(confirmed.refusal)
      return { type: 'offline_code_state', totpId: frame.totpId, state: 'refused' }
    }
    case 'end_offline_code': {
      const ended = await endOfflineCode(ports, device)
      if (!ended.ok) return refuse(ended.refusal)
      return { type: 'offline_code_state', totpId: null, state: 'ended' }
    }
  }
}

/** What a welcome says. A pairing that was not confirmed learns nothing about the account. */
export async function offlineCodeFor(ports: Ports, device: Device): Promise<OfflineCodeState> {
  if (device.state === 'pending_confirm') return { offlineCode: null, mayHaveOfflineCode: false }
  const kept = await offlineCodeOf(ports, device)
  // [UV4]: no login takes a code of a phone that has a PIN or biometrics.
  return device.verifies ? { ...kept, mayHaveOfflineCode: false } : kept
}
