// The parts of frames that are about the PIN: what a device sends to set one, and what it hears of it (rules [PN…]).
import * as z from 'zod/mini'
import { bytesText } from './api/values.js'
import { PIN_TRIES_MAX } from './limits.js'
import { PIN_ID_BYTES } from './pin.js'
import { webAuthnProof } from './verification-proof.js'

const pinId = bytesText(PIN_ID_BYTES, PIN_ID_BYTES)
const triesLeft = z.int().check(z.minimum(0), z.maximum(PIN_TRIES_MAX))

/** A new PIN: the first, or, with the signature of the one before among what is sealed, another ([PN6]). */
export const setPinFrame = z.strictObject({
  type: z.literal('set_pin'),
  pinId,
  /** To the sealing key: `pinKey ‖ signature by it`, and at a change `‖ signature by the one before`. */
  sealed: bytesText(1, 512),
  /** By `K1`. */
  signature: bytesText(64, 64),
  /** By the credential that the device has, in the place of the PIN before ([PN6]). */
  proof: z.optional(webAuthnProof),
})

/** The PIN as the server has it. */
export const pinHeld = z.strictObject({
  /** Which one counts; null: none. A device forgets any other ([PN7]). */
  pinId: z.nullable(pinId),
  /** Wrong ones in a row until this device may only deny. */
  triesLeft,
  /** Whether some login of the account asks for a PIN or biometrics: worth setting one before the first does. */
  isWanted: z.boolean(),
})
export type PinHeld = z.infer<typeof pinHeld>

export const pinStateFrame = z.strictObject({ type: z.literal('pin_state'), pin: pinHeld })

/** Beside `pin_wrong`: how many more wrong ones there may be, on this device, and for this request. */
export const pinTries = z.strictObject({ left: triesLeft, here: triesLeft })
export type PinTries = z.infer<typeof pinTries>
