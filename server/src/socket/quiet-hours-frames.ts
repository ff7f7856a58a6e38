// What a phone says about its person's quiet hours, and what it hears: frames to flows and back (rules [FT…]).
import type { DeviceFrame, DeviceId, ServerFrame } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import { outwardCode } from '../core/refusal.js'
import { quietHoursOnPhone, setQuietHoursOnPhone } from '../flows/quiet-hours.js'

export type QuietHoursFrame = Extract<DeviceFrame, { type: 'set_quiet_hours' | 'ask_quiet_hours' }>

/** The account's quiet hours as they are then, or a refusal that names what it is about. */
export async function answerQuietHoursFrame(
  ports: Ports,
  deviceId: DeviceId,
  frame: QuietHoursFrame,
): Promise<ServerFrame> {
  const result =
    frame.type === 'set_quiet_hours'
      ? await setQuietHoursOnPhone(ports, deviceId, frame.hours)
      : await quietHoursOnPhone(ports, deviceId)
  if (result.ok) return { type: 'quiet_hours', hours: result.value }
  ports.log.info('quiet_hours_refused', { deviceId, about: frame.type, ...result.refusal })
  return { type: 'refusal', code: outwardCode(result.refusal), about: frame.type }
}
