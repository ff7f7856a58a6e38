// Whether an approve was made by somebody who knows the phone's PIN: the second signature over the same answer ([PN3], [PN4]).
import type { VerificationProof } from '@countersign/protocol'
import { answerByPinDocument } from '@countersign/protocol'
import { triesLeft, wasWrong } from '../../core/pin.js'
import type { Ports } from '../../core/ports.js'
import type { Shown } from '../../core/ports-challenges.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { givenBytes } from '../given-bytes.js'
import { judgePin } from './judge-pin.js'
import type { Approve, Noting } from './verify-user.js'

/** Refuses as `judgePin` does. A right one ends the row of wrong ones together with the decision. */
export async function verifyPin(
  ports: Ports,
  { shown: { challenge, device }, frame, body, nowMs }: Approve,
  { sealed }: Extract<VerificationProof, { kind: 'pin' }>,
): Promise<Result<Noting>> {
  const signature = await ports.vault.openPin(givenBytes(sealed))
  const message = answerByPinDocument.message(body)
  return judgePin(ports, {
    ...{ device, message, signature, nowMs },
    about: challenge.id,
    counter: frame.counter,
  })
}

/** The same answer once more, whose refusal was lost on the way: it is told again, and is no replay ([PN4]). */
export async function wrongPinBefore(
  { storage }: Ports,
  { challenge, device }: Shown,
  { counter, proof }: Approve['frame'],
): Promise<Refusal | undefined> {
  if (proof?.kind !== 'pin') return undefined
  const pin = await storage.read.pins.of(device.id)
  if (pin === undefined || !wasWrong(pin, challenge.id, counter)) return undefined
  return { reason: 'pin_wrong', ...triesLeft(pin, challenge.id) }
}
