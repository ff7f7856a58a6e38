// Whether the person who approves is the phone's own: what is demanded, and who judges the proof (rules [UV…]).
import type { DeviceFrame } from '@countersign/protocol'
import type { Ports, Stores } from '../../core/ports.js'
import type { Shown } from '../../core/ports-challenges.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { isProofOfItsKind, meetsDemands } from '../../core/verification.js'
import { verifyBiometrics } from './verify-biometrics.js'
import { verifyPin } from './verify-pin.js'

/** An approve whose signature by `K1` is good, whose counter is new, and whose challenge is open. */
export interface Approve {
  readonly shown: Shown
  readonly frame: Extract<DeviceFrame, { type: 'answer' }>
  /** As rebuilt: what the second signature is over. */
  readonly body: Uint8Array
  readonly nowMs: number
}

/**
 * What a good proof leaves behind: run in the transaction that decides, so that it counts if and only if the decision does.
 * Throws LostRace when what the proof was judged by has changed since.
 */
export type Noting = (stores: Stores) => Promise<void>

/**
 * Looks what is demanded, then has the proof judged. The choice was not looked at: whoever fails here learns nothing of it.
 * A failure that counts is counted, and durable, before this resolves; it takes the answer's counter with it.
 *
 * Refuses with `verification_required`, `pin_wrong`, `signature_wrong` (of an assertion, or nothing that was sealed to this server), and
 * with `device_suspended` or `counter_replayed` when another answer of the device was first.
 */
export async function verifyUser(ports: Ports, approve: Approve): Promise<Result<Noting>> {
  const { shown, frame } = approve
  const { challenge, device } = shown
  const { proof } = frame
  if (!isProofOfItsKind(frame) || !meetsDemands(challenge, device, frame.userVerification))
    return refused({ reason: 'verification_required' })
  switch (proof?.kind) {
    case undefined:
      return accepted(nothing)
    case 'pin':
      return verifyPin(ports, approve, proof)
    case 'webauthn':
      return verifyBiometrics(ports, approve, proof)
  }
}

const nothing: Noting = async () => undefined
