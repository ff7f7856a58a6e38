// A phone of the flow tests with biometrics: sets them up, approves with them, in the bytes of SPEC.md.
import { createHash } from 'node:crypto'
import type { ChallengeId, MatchShown, VerificationProof } from '@countersign/protocol'
import {
  answerByCredentialDocument,
  biometricsByCredentialDocument,
  biometricsChallengeDocument,
  biometricsDocument,
  idToBytes,
  toBase64Url,
  userVerification,
} from '@countersign/protocol'
import type { SetBiometricsFrame } from '@countersign/server/flows/verification/set-biometrics'
import { setBiometrics } from '@countersign/server/flows/verification/set-biometrics'
import type { AssertedBytes, Ceremony, Created } from './soft-authenticator.js'
import { SoftAuthenticator } from './soft-authenticator.js'
import type { AnswerFrame, TestDevice } from './test-device.js'
import type { World } from './test-world.js'
import { must, pairedDevice } from './test-world.js'

/** The nonce of the socket that these tests think of. */
export const SOCKET_NONCE: Uint8Array = new Uint8Array(32).fill(5)

export interface BiometricPhone {
  readonly device: TestDevice
  readonly authenticator: SoftAuthenticator
}

/** Paired, and set up. */
export async function biometricPhone(
  world: World,
  userId = 'alice',
  authenticator = new SoftAuthenticator(),
): Promise<BiometricPhone> {
  const device = await pairedDevice(world, userId)
  const frame = registration(world, device, authenticator)
  must(await setBiometrics(world.ports, device.id, SOCKET_NONCE, frame))
  return { device, authenticator }
}

export interface RegistrationOptions {
  readonly nonce?: Uint8Array
  /** Of the challenge that the authenticator was shown, where it is another than the signed one. */
  readonly challengeNonce?: Uint8Array
  readonly how?: Ceremony
  /** The credential till now, which agrees. */
  readonly by?: SoftAuthenticator
}

export function registration(
  world: World,
  device: TestDevice,
  authenticator: SoftAuthenticator,
  { nonce = SOCKET_NONCE, challengeNonce = nonce, how, by }: RegistrationOptions = {},
): SetBiometricsFrame {
  const created = authenticator.create(registrationChallenge(world, device, challengeNonce), how)
  return claim(world, device, nonce, created, by)
}

export function removal(world: World, device: TestDevice, by?: SoftAuthenticator): SetBiometricsFrame {
  return claim(world, device, SOCKET_NONCE, null, by)
}

export function registrationChallenge(
  { ports: { vault } }: World,
  device: TestDevice,
  nonce: Uint8Array,
): Uint8Array {
  return sha256(
    biometricsChallengeDocument.message(
      biometricsChallengeDocument.encode({
        version: 1,
        serverId: vault.serverId,
        accountId: idToBytes(device.accountId),
        deviceId: idToBytes(device.id),
        nonce,
      }),
    ),
  )
}

/** What `K1` says, and what agrees to it. */
export function claim(
  { ports: { vault } }: World,
  device: TestDevice,
  nonce: Uint8Array,
  created: Created | null,
  by?: SoftAuthenticator,
): SetBiometricsFrame {
  const body = biometricsDocument.encode({
    version: 1,
    serverId: vault.serverId,
    deviceId: idToBytes(device.id),
    nonce,
    credentialId: created?.credentialId ?? new Uint8Array(0),
    attestationHash: created === null ? new Uint8Array(0) : sha256(created.attestationObject),
  })
  const agreed = by?.get(sha256(biometricsByCredentialDocument.message(body)))
  return {
    type: 'set_biometrics',
    credential: created && {
      credentialId: toBase64Url(created.credentialId),
      attestationObject: toBase64Url(created.attestationObject),
      clientDataJson: toBase64Url(created.clientDataJson),
    },
    signature: toBase64Url(device.key.sign(biometricsDocument.message(body))),
    ...(agreed && { proof: proofOf(agreed) }),
  }
}

/** An approve with the assertion that belongs to it; `how` bends the assertion. */
export function approveWithBiometrics(
  { device, authenticator }: BiometricPhone,
  id: ChallengeId,
  match: MatchShown,
  how?: Ceremony,
): Promise<AnswerFrame> {
  return device.approve(id, match, {
    said: userVerification.webauthn,
    prove: (body) => proofOf(authenticator.get(answerChallenge(body), how)),
  })
}

/** What an authenticator is shown for an answer. */
export function answerChallenge(body: Uint8Array): Uint8Array {
  return sha256(answerByCredentialDocument.message(body))
}

export function proofOf(asserted: AssertedBytes): VerificationProof {
  return {
    kind: 'webauthn',
    credentialId: toBase64Url(asserted.credentialId),
    authenticatorData: toBase64Url(asserted.authenticatorData),
    clientDataJson: toBase64Url(asserted.clientDataJson),
    signature: toBase64Url(asserted.signature),
  }
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest())
}
