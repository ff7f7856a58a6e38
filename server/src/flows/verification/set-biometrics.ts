// A phone's biometrics become known, are changed or end: agreed to by the phone's key and by what it had to verify its person till now ([BI1]–[BI5]).
import type { DeviceFrame, DeviceId } from '@countersign/protocol'
import {
  biometricsByCredentialDocument,
  biometricsByPinDocument,
  biometricsChallengeDocument,
  biometricsDocument,
  idToBytes,
} from '@countersign/protocol'
import { refuseDecision, statesThatMay } from '../../core/answer.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Biometrics } from '../../core/ports-biometrics.js'
import type { Device } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { allOrNothing } from '../all-or-nothing.js'
import { givenBytes } from '../given-bytes.js'
import { LostRace, untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { judgePin } from './judge-pin.js'
import { judgeAssertion, relyingParty } from './verify-biometrics.js'
import type { Noting } from './verify-user.js'

export type SetBiometricsFrame = Extract<DeviceFrame, { type: 'set_biometrics' }>

/**
 * Rebuilds what the device says it signed, verifies it, has the person agree by the PIN or the credential that the device has till now,
 * reads the registration, and keeps the credential; or removes the one that is there. The person is told of either.
 *
 * The first one of a device that has neither needs no more than the device's key, as the first PIN does: nobody can be asked for what is
 * not there. From then on whoever copied that key cannot put a credential of their own in its place.
 *
 * @param nonce of the `hello` of the socket that the frame came on.
 * Refuses with `device_*`, `signature_wrong`, `verification_required`, `pin_wrong`, `counter_replayed`, `key_refused` (no registration of
 * this phone on this socket, nobody was verified, or a credential that another phone has). Resolves with the credential that counts.
 */
export function setBiometrics(
  ports: Ports,
  deviceId: DeviceId,
  nonce: Uint8Array,
  frame: SetBiometricsFrame,
): Promise<Result<Uint8Array | undefined>> {
  return untilSettled(() => attempt(ports, deviceId, nonce, frame))
}

async function attempt(
  ports: Ports,
  deviceId: DeviceId,
  nonce: Uint8Array,
  frame: SetBiometricsFrame,
): Promise<Result<Uint8Array | undefined>> {
  const device = await ports.storage.read.devices.byId(deviceId)
  if (device === undefined) return refused({ reason: 'device_unknown' })
  const silenced = refuseDecision(device, 'approve', device.counter + 1)
  if (silenced !== undefined) return refused(silenced)
  const body = rebuildClaim(ports, device, nonce, frame)
  const message = biometricsDocument.message(body)
  if (!ports.vault.verify(device.publicKey, message, givenBytes(frame.signature)))
    return refused({ reason: 'signature_wrong' })
  const kept = await ports.storage.read.biometrics.ofDevice(deviceId)
  if (frame.credential === null && kept === undefined) return accepted(undefined)
  const agreed = await agreement(ports, device, body, frame)
  if (!agreed.ok) return agreed
  const wanted = await registered(ports, device, nonce, frame.credential)
  if (!wanted.ok) return wanted
  const done = await allOrNothing(ports, async (stores): Promise<Result<undefined>> => {
    await requireUnchanged(stores, device)
    await agreed.value(stores)
    if (wanted.value === undefined) await stores.biometrics.remove(deviceId)
    else if (!(await stores.biometrics.set(wanted.value)))
      return refused({ reason: 'key_refused', because: 'known' })
    await tell(ports, stores, device, wanted.value)
    return accepted(undefined)
  })
  return done.ok ? accepted(wanted.value?.credentialId) : done
}

/** [BI3]: only what a device may choose comes from the frame. */
function rebuildClaim(
  { vault }: Ports,
  { id }: Device,
  nonce: Uint8Array,
  { credential }: SetBiometricsFrame,
): Uint8Array {
  return biometricsDocument.encode({
    version: 1,
    serverId: vault.serverId,
    deviceId: idToBytes(id),
    nonce,
    credentialId: credential === null ? NOTHING : givenBytes(credential.credentialId),
    attestationHash: credential === null ? NOTHING : vault.sha256(givenBytes(credential.attestationObject)),
  })
}

const NOTHING = new Uint8Array(0)

/** [BI4]: who has a way to verify their person says with it what becomes of it. */
async function agreement(
  ports: Ports,
  device: Device,
  body: Uint8Array,
  { type: about, proof }: SetBiometricsFrame,
): Promise<Result<Noting>> {
  if (!device.verifies) return accepted(async () => undefined)
  const nowMs = ports.clock.nowMs()
  switch (proof?.kind) {
    case 'webauthn':
      return judgeAssertion(ports, {
        ...{ device, proof, nowMs },
        message: biometricsByCredentialDocument.message(body),
      })
    case 'pin': {
      const signature = await ports.vault.openPin(givenBytes(proof.sealed))
      const message = biometricsByPinDocument.message(body)
      return judgePin(ports, { device, message, signature, about, counter: undefined, nowMs })
    }
    case undefined:
      return refused({ reason: 'verification_required' })
  }
}

/** [BI1], [BI2]: made for this device on this socket, by an authenticator that verified its person. */
async function registered(
  ports: Ports,
  { id, accountId }: Device,
  nonce: Uint8Array,
  credential: SetBiometricsFrame['credential'],
): Promise<Result<Biometrics | undefined>> {
  if (credential === null) return accepted(undefined)
  const { vault, clock } = ports
  const body = biometricsChallengeDocument.encode({
    version: 1,
    serverId: vault.serverId,
    accountId: idToBytes(accountId),
    deviceId: idToBytes(id),
    nonce,
  })
  const read = await ports.webAuthn.readRegistration(
    {
      credentialId: givenBytes(credential.credentialId),
      attestationObject: givenBytes(credential.attestationObject),
      clientDataJson: givenBytes(credential.clientDataJson),
    },
    vault.sha256(biometricsChallengeDocument.message(body)),
    relyingParty(ports),
  )
  if (!read.ok) {
    ports.log.warn('registration_wrong', { deviceId: id, fault: read.fault })
    return refused({ reason: 'key_refused', because: 'registration' })
  }
  const { userVerified, ...made } = read.value
  if (!userVerified) return refused({ reason: 'key_refused', because: 'registration' })
  return accepted({ ...made, deviceId: id, madeAtMs: clock.nowMs(), lastUsedAtMs: undefined })
}

/** Suspended meanwhile, or given its first PIN or credential: all of it is judged anew. */
async function requireUnchanged({ devices }: Stores, { id, verifies }: Device): Promise<void> {
  const now = await devices.byId(id)
  if (now === undefined || !statesThatMay('approve').includes(now.state) || now.verifies !== verifies)
    throw new LostRace('the device has changed since')
}

async function tell(
  ports: Ports,
  stores: Stores,
  { id: deviceId, accountId, name }: Device,
  made: Biometrics | undefined,
): Promise<void> {
  const facts = { deviceId, deviceName: name }
  if (made === undefined) {
    await record(ports, stores, `device:${deviceId}`, { action: 'biometrics.removed', accountId, facts })
    await notify(ports, stores, accountId, 'biometrics_removed', { deviceName: name })
    return
  }
  await record(ports, stores, `device:${deviceId}`, {
    action: 'biometrics.added',
    accountId,
    facts: { ...facts, mayBeCopied: made.mayBeCopied },
  })
  await notify(ports, stores, accountId, 'biometrics_added', { deviceName: name })
}
