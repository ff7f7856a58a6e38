// A try of a phone's PIN: judged by the sealed signature, and counted, durably, before anybody hears whether it was right (rules [PN…]).
import type { DeviceId } from '@countersign/protocol'
import type { DevicePin } from '../../core/pin.js'
import { isLocked, triesLeft, wasWrong } from '../../core/pin.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Device } from '../../core/records.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { mustWin } from '../lost-race.js'
import { notify } from '../notices.js'
import { tellDevice } from '../tell.js'
import type { Noting } from './verify-user.js'

export interface PinTry {
  readonly device: Pick<Device, 'id' | 'accountId' | 'name'>
  /** What the PIN key is said to have signed. */
  readonly message: Uint8Array
  /** Its signature, opened; undefined: what came opens as nothing. */
  readonly signature: Uint8Array | undefined
  /** The challenge, or the frame: tries are bounded for each. */
  readonly about: string
  /** Of an answer: it is spent by a wrong try too, so that the same answer again is no second one. */
  readonly counter: number | undefined
  readonly nowMs: number
}

/**
 * Looks whether a try is left, verifies the signature by the sealed key, and counts a wrong one in a transaction of its own. What
 * cannot be counted is not answered: right or wrong is said only after the commit that it was judged for ([PN4], decision 0034).
 *
 * Refuses with `verification_required` (the device has no PIN), `signature_wrong` (nothing that was sealed to this server: no try),
 * `pin_wrong`, and `device_suspended` from the last one on.
 */
export async function judgePin(ports: Ports, attempt: PinTry): Promise<Result<Noting>> {
  const { device, about, counter, message, signature } = attempt
  const pin = await ports.storage.read.pins.of(device.id)
  if (pin === undefined) return refused({ reason: 'verification_required' })
  const spent = refuseTry(pin, about)
  if (spent !== undefined) return refused(spent)
  if (counter !== undefined && wasWrong(pin, about, counter)) return refused(wrongPin(pin, about))
  if (signature?.length !== SIGNATURE_BYTES) return refused({ reason: 'signature_wrong' })
  if (ports.vault.verify(openKey(ports, pin), message, signature)) return accepted(rightPin(pin, about))
  return refused(await countWrong(ports, pin, attempt))
}

const SIGNATURE_BYTES = 64

/** Where the public PIN key of a device is kept; its sealed bytes open nowhere else. */
export function placeOfPin(deviceId: DeviceId): string {
  return `pin/${deviceId}/sealed_key`
}

/** The public PIN key: in memory for one verification. */
export function openKey({ vault }: Pick<Ports, 'vault'>, { deviceId, sealedKey }: DevicePin): Uint8Array {
  return vault.unseal(sealedKey, placeOfPin(deviceId))
}

/** [PN4]: no try is left, here or at all; then none is looked at. */
function refuseTry(pin: DevicePin, about: string): Refusal | undefined {
  if (isLocked(pin)) return { reason: 'device_suspended' }
  return triesLeft(pin, about).here === 0 ? wrongPin(pin, about) : undefined
}

function wrongPin(pin: Pick<DevicePin, 'wrong'>, about: string): Refusal {
  return { reason: 'pin_wrong', ...triesLeft(pin, about) }
}

/** Of tries at once none counts as right that came after the last one: they are looked at anew, and then not at all. */
function rightPin({ deviceId, pinId }: DevicePin, about: string): Noting {
  return async ({ pins }) => {
    const now = await pins.of(deviceId)
    mustWin(now?.pinId === pinId && refuseTry(now, about) === undefined)
    if (now !== undefined && now.wrong.length > 0) mustWin(await pins.saveWrong(now, []))
  }
}

async function countWrong(ports: Ports, judged: DevicePin, attempt: PinTry): Promise<Refusal> {
  const { device, about, counter = 0, nowMs } = attempt
  const { refusal, locked } = await ports.storage.transaction(
    async (stores) => {
      const pin = await stores.pins.of(device.id)
      mustWin(pin?.pinId === judged.pinId)
      const spent = pin && refuseTry(pin, about)
      if (pin === undefined || spent !== undefined)
        return { refusal: spent ?? wrongPin(judged, about), locked: false }
      if (attempt.counter !== undefined)
        mustWin(await stores.devices.spendCounter(device.id, counter, ['active'], nowMs))
      const wrong = [...pin.wrong, { about, counter, atMs: nowMs }]
      mustWin(await stores.pins.saveWrong(pin, wrong))
      if (isLocked({ wrong })) await lock(ports, stores, device, nowMs)
      return { refusal: wrongPin({ wrong }, about), locked: isLocked({ wrong }) }
    },
    { account: device.accountId },
  )
  const { id: deviceId, accountId } = device
  ports.log.warn('pin_wrong', { deviceId, accountId, about, locked })
  if (locked) tellDevice(ports, { id: deviceId, state: 'suspended' })
  return refusal
}

/** [PN5]: it may deny from now on, and nothing else, until it is paired again. Its person and the admins are told. */
async function lock(
  ports: Ports,
  stores: Stores,
  { id: deviceId, accountId, name: deviceName }: PinTry['device'],
  nowMs: number,
): Promise<void> {
  await stores.devices.changeState(deviceId, ['active'], 'suspended', nowMs)
  const facts = { deviceId, deviceName }
  await record(ports, stores, `device:${deviceId}`, { action: 'device.pin_locked', accountId, facts })
  await notify(ports, stores, accountId, 'pin_locked', { deviceName })
}
