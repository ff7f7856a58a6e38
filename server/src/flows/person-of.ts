// Somebody or nobody as a waiver is decided about them.
import type { AccountWithDevices } from '../core/ports.js'
import type { Person } from '../core/waiver.js'

export function personOf(found: AccountWithDevices | undefined): Person {
  if (found === undefined) return NOBODY
  const { account, devices } = found
  return {
    state: account.state,
    pairedDevices: devices.filter(({ state }) => state === 'active' || state === 'suspended').length,
    activeTotps: account.activeTotps,
    activePasskeys: account.activePasskeys,
    secondFactorOffUntilMs: account.secondFactorOff?.untilMs,
  }
}

const NOBODY: Person = {
  state: 'unknown',
  pairedDevices: 0,
  activeTotps: 0,
  activePasskeys: 0,
  secondFactorOffUntilMs: undefined,
}
