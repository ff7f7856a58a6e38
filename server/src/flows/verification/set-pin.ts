// A phone's PIN becomes known, or another takes its place: agreed to by the phone's key, and by what verified its person till now ([PN6]).
import type { DeviceFrame, DeviceId } from '@countersign/protocol'
import {
  equalBytes,
  idToBytes,
  isAcceptableKey,
  PIN_KEY_BYTES,
  pinKeyDocument,
  pinSetByCredentialDocument,
  pinSetDocument,
} from '@countersign/protocol'
import { refuseDecision } from '../../core/answer.js'
import type { DevicePin } from '../../core/pin.js'
import { isLocked } from '../../core/pin.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Device } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { givenBytes } from '../given-bytes.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { judgePin, openKey, placeOfPin } from './judge-pin.js'
import { judgeAssertion } from './verify-biometrics.js'
import type { Noting } from './verify-user.js'

export type SetPinFrame = Extract<DeviceFrame, { type: 'set_pin' }>

/**
 * Rebuilds what the device says it signed, verifies it, opens what it sealed, has the person agree by what verified them till now,
 * and keeps the key, sealed. The person is told. The same frame again changes nothing, and is answered as the first was.
 *
 * The order is a rule: nothing about the new key is looked at before the old PIN was judged and counted. A key derived from a
 * guess would else be told from others for nothing, by a refusal or by the time it takes.
 *
 * @param nonce of the `hello` of the socket that the frame came on.
 * Refuses with `device_*`, `signature_wrong`, `pin_wrong`, `verification_required` (there is a PIN or a credential, and nothing of it
 * agrees), `key_refused` (of low order, the device's own key, or the key of the PIN before).
 */
export function setPin(
  ports: Ports,
  deviceId: DeviceId,
  nonce: Uint8Array,
  frame: SetPinFrame,
): Promise<Result<void>> {
  return untilSettled(() => attempt(ports, deviceId, nonce, frame))
}

async function attempt(
  ports: Ports,
  deviceId: DeviceId,
  nonce: Uint8Array,
  frame: SetPinFrame,
): Promise<Result<void>> {
  const device = await ports.storage.read.devices.byId(deviceId)
  if (device === undefined) return refused({ reason: 'device_unknown' })
  const silenced = refuseDecision(device, 'approve', device.counter + 1)
  if (silenced !== undefined) return refused(silenced)
  const body = rebuild(ports, device, nonce, frame)
  if (!ports.vault.verify(device.publicKey, pinSetDocument.message(body), givenBytes(frame.signature)))
    return refused({ reason: 'signature_wrong' })
  const former = await ports.storage.read.pins.of(deviceId)
  if (former?.pinId === frame.pinId) return accepted(undefined)
  const claim = await opened(ports, device, nonce, frame)
  if (claim === undefined) return refused({ reason: 'signature_wrong' })

  const agreed = await agreement(ports, device, { former, claim, body, frame })
  if (!agreed.ok) return agreed
  const fault = faultOf(ports, device, former, claim)
  if (fault !== undefined) return refused(fault)
  await keep(ports, device, former, agreed.value, {
    deviceId,
    pinId: frame.pinId,
    sealedKey: ports.vault.seal(claim.pinKey, placeOfPin(deviceId)),
    wrong: [],
    setAtMs: ports.clock.nowMs(),
  })
  ports.log.info('pin_set', { deviceId, accountId: device.accountId, isFirst: former === undefined })
  return accepted(undefined)
}

function rebuild(
  { vault }: Ports,
  { id, accountId }: Device,
  nonce: Uint8Array,
  { pinId, sealed }: SetPinFrame,
): Uint8Array {
  return pinSetDocument.encode({
    version: 1,
    serverId: vault.serverId,
    accountId: idToBytes(accountId),
    deviceId: idToBytes(id),
    nonce,
    pinId: givenBytes(pinId),
    sealed: givenBytes(sealed),
  })
}

/** What was sealed: the new key, what it signed, and, where the PIN before agrees, its signature over the same. */
interface Claim {
  readonly pinKey: Uint8Array
  readonly message: Uint8Array
  readonly byNew: Uint8Array
  readonly byFormer: Uint8Array | undefined
}

const SIGNATURE_BYTES = 64

async function opened(
  ports: Ports,
  { id, accountId }: Device,
  nonce: Uint8Array,
  { pinId, sealed }: SetPinFrame,
): Promise<Claim | undefined> {
  const plain = await ports.vault.openPin(givenBytes(sealed))
  const short = PIN_KEY_BYTES + SIGNATURE_BYTES
  if (plain?.length !== short && plain?.length !== short + SIGNATURE_BYTES) return undefined
  const pinKey = plain.subarray(0, PIN_KEY_BYTES)
  const body = pinKeyDocument.encode({
    version: 1,
    serverId: ports.vault.serverId,
    accountId: idToBytes(accountId),
    deviceId: idToBytes(id),
    nonce,
    pinId: givenBytes(pinId),
    pinKey,
  })
  return {
    pinKey,
    message: pinKeyDocument.message(body),
    byNew: plain.subarray(PIN_KEY_BYTES, short),
    byFormer: plain.length === short ? undefined : plain.subarray(short),
  }
}

interface Agreeing {
  readonly former: DevicePin | undefined
  readonly claim: Claim
  readonly body: Uint8Array
  readonly frame: SetPinFrame
}

/** The first PIN of a device that has nothing needs its key alone: nobody can be asked for what is not there. The person is told. */
async function agreement(
  ports: Ports,
  device: Device,
  { former, claim, body, frame: { type: about, proof } }: Agreeing,
): Promise<Result<Noting>> {
  const nowMs = ports.clock.nowMs()
  if (former !== undefined && isLocked(former)) return refused({ reason: 'device_suspended' })
  if (proof !== undefined) {
    const message = pinSetByCredentialDocument.message(body)
    return judgeAssertion(ports, { device, proof, message, nowMs })
  }
  if (!device.verifies) return accepted(async () => undefined)
  if (former === undefined || claim.byFormer === undefined)
    return refused({ reason: 'verification_required' })
  const { message, byFormer: signature } = claim
  return judgePin(ports, { device, message, signature, about, counter: undefined, nowMs })
}

function faultOf(
  ports: Ports,
  { publicKey }: Device,
  former: DevicePin | undefined,
  { pinKey, message, byNew }: Claim,
):
  | { readonly reason: 'key_refused'; readonly because: 'low_order' | 'known' }
  | { readonly reason: 'signature_wrong' }
  | undefined {
  if (!isAcceptableKey(pinKey)) return { reason: 'key_refused', because: 'low_order' }
  // One key, one role. And a change makes a new key: the same seed under a second mask would give both PINs away.
  const isKnown = equalBytes(pinKey, publicKey) || (former && equalBytes(pinKey, openKey(ports, former)))
  if (isKnown) return { reason: 'key_refused', because: 'known' }
  return ports.vault.verify(pinKey, message, byNew) ? undefined : { reason: 'signature_wrong' }
}

async function keep(
  ports: Ports,
  { id: deviceId, accountId, name: deviceName }: Device,
  former: DevicePin | undefined,
  agreed: Noting,
  pin: DevicePin,
): Promise<void> {
  await ports.storage.transaction(async (stores) => {
    await requireActive(stores, deviceId)
    await agreed(stores)
    mustWin(await (former === undefined ? stores.pins.add(pin) : stores.pins.replace(former.pinId, pin)))
    const isFirst = former === undefined
    await record(ports, stores, `device:${deviceId}`, {
      action: isFirst ? 'device.pin_set' : 'device.pin_changed',
      accountId,
      facts: { deviceId, deviceName },
    })
    await notify(ports, stores, accountId, isFirst ? 'pin_set' : 'pin_changed', { deviceName })
  })
}

/** Suspended meanwhile: all of it is judged anew. */
async function requireActive({ devices }: Stores, deviceId: DeviceId): Promise<void> {
  mustWin((await devices.byId(deviceId))?.state === 'active')
}
