// Who may answer: what a device's state and counter allow, before its choice is looked at (rules [AN2], [AN4], [AN5]).
import type { DecisionName, DeviceStateName } from '@countersign/protocol'
import type { Device } from './records.js'
import type { Refusal } from './refusal.js'

/** The states a device may be in to make this decision. Stopping an attack needs less than letting someone in. */
export function statesThatMay(decision: DecisionName): readonly DeviceStateName[] {
  return decision === 'approve' ? ['active'] : ['active', 'suspended']
}

/** Why this device may not even be heard, whatever it says. */
export function refuseSpeaker(device: Pick<Device, 'state'>): Refusal | undefined {
  switch (device.state) {
    case 'active':
    case 'suspended':
      return undefined
    case 'pending_confirm':
      return { reason: 'device_not_confirmed' }
    case 'revoked':
      return { reason: 'device_revoked' }
    default:
      return closed(device.state)
  }
}

/** Why this decision would have no effect, once its signature is good and the challenge open. */
export function refuseDecision(
  device: Pick<Device, 'state' | 'counter'>,
  decision: DecisionName,
  counter: number,
): Refusal | undefined {
  if (!statesThatMay(decision).includes(device.state)) return { reason: 'device_suspended' }
  if (counter <= device.counter) return { reason: 'counter_replayed', counter }
  return undefined
}

function closed(_: never): Refusal {
  return { reason: 'device_revoked' }
}
