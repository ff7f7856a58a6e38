// What an approve must carry beside the device's signature: who demands it, and whether an answer has it (rules [UV1], [UV2]).
import type { UserVerificationCode, VerificationProof } from '@countersign/protocol'
import { requirementBit, userVerification } from '@countersign/protocol'
import type { ChallengeRecord, Device } from './records.js'

interface Given {
  readonly userVerification: UserVerificationCode
  readonly proof?: VerificationProof | undefined
}

/** [UV1]: what the answer says of its person is proven in its kind, and nothing is proven that it does not say. */
export function isProofOfItsKind({ userVerification: said, proof }: Given): boolean {
  switch (said) {
    case userVerification.none:
      return proof === undefined
    case userVerification.pin:
      return proof?.kind === 'pin'
    case userVerification.webauthn:
      return proof?.kind === 'webauthn'
  }
}

/**
 * [UV1], [UV2]: the challenge demands it by the policies; a device that has a PIN or biometrics demands it by itself, else
 * whoever copied its key would not be asked where a policy does not.
 */
export function meetsDemands(
  { requirements }: Pick<ChallengeRecord, 'requirements'>,
  { verifies }: Pick<Device, 'verifies'>,
  said: UserVerificationCode,
): boolean {
  if ((requirements & requirementBit.biometrics) !== 0) return said === userVerification.webauthn
  const isDemanded = verifies || (requirements & requirementBit.userVerification) !== 0
  return !isDemanded || said !== userVerification.none
}
