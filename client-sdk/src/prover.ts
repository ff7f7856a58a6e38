// What proves, beside the device's key, that its person was there when an answer was made (rules [UV…]).
import type { Answer, VerificationProof } from '@countersign/protocol'

/** Made for one answer. `end` is called once, whatever became of it. */
export interface Prover {
  /** What the answer says of its person. */
  readonly userVerification: 1 | 2
  /** Over the answer exactly as the device's key signs it. Rejects with DeviceError: then nothing was sent. */
  prove(answer: Answer): Promise<VerificationProof>
  /** Forgets what it held. */
  end(): void
}
