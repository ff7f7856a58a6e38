// Denies everything that waits for one account, from a notification: the same on the page and in the worker.
import type { Device, Outcome } from '@countersign/client-sdk'
import { DeviceError } from '@countersign/client-sdk'

/** What became of it. Words for each are in worker/notifications.ts. */
export type DenyResult = 'denied' | 'nothing_open' | 'too_late' | 'keys_vanished' | 'failed'

/**
 * Asks the server what is open, and denies all of it. Only requests that the device has verified are answered, and only with a
 * denial. Never rejects but for a bug.
 */
export async function denyOpen(device: Pick<Device, 'pull' | 'requests' | 'deny'>): Promise<DenyResult> {
  try {
    await device.pull()
    const open = device.requests.map(({ challengeId }) => challengeId)
    if (open.length === 0) return 'nothing_open'
    return resultOf(await Promise.all(open.map((challengeId) => device.deny(challengeId))))
  } catch (error) {
    return faultOf(error)
  }
}

export function faultOf(error: unknown): DenyResult {
  if (!(error instanceof DeviceError)) throw error
  if (error.code === 'request_expired' || error.code === 'request_unknown') return 'nothing_open'
  return error.code === 'keys_vanished' ? 'keys_vanished' : 'failed'
}

/** The worst of several is what must be said. */
function resultOf(outcomes: readonly Outcome[]): DenyResult {
  if (outcomes.some(({ state }) => state === 'redeemed')) return 'too_late'
  return outcomes.every(({ state }) => state === 'expired' || state === 'cancelled')
    ? 'nothing_open'
    : 'denied'
}
