// Whether a phone's own hardware saw its person: an assertion of the credential that this phone has, over these very bytes ([BI6]–[BI8]).
import type { VerificationProof } from '@countersign/protocol'
import { answerByCredentialDocument, equalBytes } from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import type { RelyingParty } from '../../core/ports-webauthn.js'
import type { Device } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { isNextCount } from '../../core/sign-count.js'
import { givenBytes } from '../given-bytes.js'
import { mustWin } from '../lost-race.js'
import type { Approve, Noting } from './verify-user.js'

export type AssertionProof = Extract<VerificationProof, { kind: 'webauthn' }>

/** Refuses as `judgeAssertion` does. What is good is noted with the decision. */
export function verifyBiometrics(
  ports: Ports,
  { shown: { device }, body, nowMs }: Pick<Approve, 'shown' | 'body' | 'nowMs'>,
  proof: AssertionProof,
): Promise<Result<Noting>> {
  return judgeAssertion(ports, { device, proof, message: answerByCredentialDocument.message(body), nowMs })
}

export interface AssertionToJudge {
  readonly device: Pick<Device, 'id'>
  readonly proof: AssertionProof
  /** What the credential was to be shown for: the challenge is its SHA-256. */
  readonly message: Uint8Array
  readonly nowMs: number
}

/**
 * Looks up the credential that this device has, has the assertion checked against it, and sees that the person was verified and that
 * the counter rose. Changes nothing; the counter is written by the noting.
 *
 * Refuses with `verification_required` (the device has no credential, or another one; nobody was verified), `signature_wrong`,
 * `counter_replayed` (a copy of the credential was used since).
 */
export async function judgeAssertion(
  ports: Ports,
  { device, proof, message, nowMs }: AssertionToJudge,
): Promise<Result<Noting>> {
  const kept = await ports.storage.read.biometrics.ofDevice(device.id)
  if (kept === undefined || !equalBytes(kept.credentialId, givenBytes(proof.credentialId)))
    return refused({ reason: 'verification_required' })
  const given = {
    credentialId: kept.credentialId,
    authenticatorData: givenBytes(proof.authenticatorData),
    clientDataJson: givenBytes(proof.clientDataJson),
    signature: givenBytes(proof.signature),
  }
  const read = await ports.webAuthn.readAssertion(
    given,
    kept.publicKey,
    ports.vault.sha256(message),
    relyingParty(ports),
  )
  if (!read.ok) {
    ports.log.warn('assertion_wrong', { deviceId: device.id, fault: read.fault })
    return refused({ reason: 'signature_wrong' })
  }
  const { signCount, userVerified } = read.value
  if (!userVerified) return refused({ reason: 'verification_required' })
  if (!isNextCount(kept.signCount, signCount)) {
    ports.log.warn('credential_clone_suspected', { deviceId: device.id, signCount })
    return refused({ reason: 'counter_replayed', counter: signCount })
  }
  return accepted(async ({ biometrics }) =>
    mustWin(await biometrics.spendCount(device.id, kept.credentialId, signCount, nowMs)),
  )
}

/** The authenticator runs on the server's own origin, and nowhere else. */
export function relyingParty({ settings: { publicUrl } }: Pick<Ports, 'settings'>): RelyingParty {
  const { hostname, origin } = new URL(publicUrl)
  return { rpId: hostname, origins: [origin] }
}
