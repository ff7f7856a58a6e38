// Which proof of its person an approve is made with: what the one who taps gives, and what is demanded ([UV1], [UV2]).
import type { Biometrics } from './biometrics.js'
import { DeviceError } from './error.js'
import type { OpenRequest } from './open-request.js'
import type { DevicePin } from './pin.js'
import type { Prover } from './prover.js'

/** What the person gives: their PIN, as `pinBytes` makes it and overwritten with zeros, or what the phone's own hardware asks them for. */
export type Verifying = { readonly pin: Uint8Array } | 'biometrics'

/** What a device verifies its person by. */
export interface Verifiers {
  readonly pin: DevicePin
  readonly biometrics: Biometrics
}

/**
 * The prover of an approve; undefined: none is needed, and none was given. Throws `verification_needed` and `biometrics_unavailable`:
 * then nothing was sent. The server demands the same, and more when its policies have changed since.
 */
export function proverFor(
  { verification }: Pick<OpenRequest, 'verification'>,
  { pin, biometrics }: Verifiers,
  by: Verifying | undefined,
): Prover | undefined {
  if (by === 'biometrics') return biometrics.prover()
  if (by !== undefined && verification !== 'biometrics') return pin.prover(by.pin)
  by?.pin.fill(0)
  if (by === undefined && verification === 'none' && !hasVerifier(pin, biometrics)) return undefined
  throw new DeviceError('verification_needed', `${wanted(verification)} expected with this approval`)
}

function hasVerifier(pin: DevicePin, biometrics: Biometrics): boolean {
  return pin.status.state === 'here' || biometrics.status.isSetUp === true
}

function wanted(verification: OpenRequest['verification']): string {
  return verification === 'biometrics' ? 'biometrics' : 'the PIN or biometrics'
}
