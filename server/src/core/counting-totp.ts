// Whether the codes of an app, or of a phone of ours, count under some terms now.
import type { Totp } from './codes.js'
import type { Device } from './records.js'
import { isAsStrongAs } from './totp.js'

/** @param devices those of the account. */
export function countsNow(
  totp: Totp,
  devices: readonly Device[],
  terms: Parameters<typeof isAsStrongAs>[1],
): boolean {
  return isHeld(totp, devices) && isAsStrongAs(totp, terms)
}

/** Whether it was confirmed; and the offline code of a phone counts only as long as the phone may approve. */
export function isHeld({ state, deviceId }: Totp, devices: readonly Device[]): boolean {
  if (state !== 'active') return false
  return deviceId === undefined || devices.some(({ id, state }) => id === deviceId && state === 'active')
}
