// How an answer, or a change of what verifies a person, proves that its person was there (rules [UV…]).
import * as z from 'zod/mini'
import { bytesText } from './api/values.js'

/** A signature of the PIN key, sealed to the server's sealing key ([PN3]). */
const pinProof = z.strictObject({ kind: z.literal('pin'), sealed: bytesText(1, 512) })

/** What the phone's own hardware says ([BI6]; WebAuthn §7.2). */
export const webAuthnProof = z.strictObject({
  kind: z.literal('webauthn'),
  credentialId: bytesText(1, 1_023),
  authenticatorData: bytesText(37, 1_024),
  clientDataJson: bytesText(1, 2_048),
  signature: bytesText(1, 1_024),
})

export const verificationProof = z.discriminatedUnion('kind', [pinProof, webAuthnProof])
export type VerificationProof = z.infer<typeof verificationProof>
