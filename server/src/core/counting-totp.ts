// Whether the codes of an app, or of a phone of ours, count under some terms now.
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { Totp } from './codes.js'
import type { Device } from './records.js'
import { isAsStrongAs } from './totp.js'

/** What the policies ask of time-based codes. */
export type CodeTerms = Pick<DecidedSettings, 'totpDigits' | 'totpAlgorithm' | 'userVerification'>

/** @param devices those of the account. */
export function countsNow(totp: Totp, devices: readonly Device[], terms: CodeTerms): boolean {
  // [UV4]: a phone makes its code for whoever holds it.
  if (totp.deviceId !== undefined && terms.userVerification !== 'none') return false
  return isHeld(totp, devices) && isAsStrongAs(totp, terms)
}

/**
 * Whether it was confirmed; and the offline code of a phone counts only as long as the phone may approve, and asks nobody for a PIN or
 * biometrics when it does: its code would be the way round them ([UV4]).
 */
export function isHeld({ state, deviceId }: Totp, devices: readonly Device[]): boolean {
  if (state !== 'active') return false
  if (deviceId === undefined) return true
  return devices.some(({ id, state, verifies }) => id === deviceId && state === 'active' && !verifies)
}
