// Somebody or nobody as a waiver is decided about them.
import type { AccountWithDevices } from '../core/ports.js'
import type { Person } from '../core/waiver.js'

export function personOf(found: AccountWithDevices | undefined): Person {
  if (found === undefined) return { state: 'unknown', pairedDevices: 0, secondFactorOffUntilMs: undefined }
  const { account, devices } = found
  return {
    state: account.state,
    pairedDevices: devices.filter(({ state }) => state === 'active' || state === 'suspended').length,
    secondFactorOffUntilMs: account.secondFactorOff?.untilMs,
  }
}
