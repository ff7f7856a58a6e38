// Codes that count time (RFC 6238): which step a code belongs to, the secrets they come from, and the link that an app takes one from.
import { equalBytes, TOTP_PERIOD_SECONDS, TOTP_SECRET_BYTES, TOTP_WINDOW_STEPS } from '@countersign/protocol'
import type { DecidedSettings } from '@countersign/protocol/admin'
import { HOTP, Secret } from 'otpauth'
import type { Totp } from './codes.js'

/** How an app makes codes from its secret; the period is the same for all. */
export type TotpKind = Pick<Totp, 'algorithm' | 'digits'>

/**
 * The time step whose code this is, among those that count now and come after `lastStep`; undefined: none.
 *
 * Of two steps with the same code the later one, so that the code is spent with it (RFC 6238 §5.2). Computes and compares the
 * codes of all steps of the window whatever fits: its time tells nothing.
 * @param code digits alone, as `readCode` gives them; a wrong number of them fits nothing.
 * @param lastStep the last step that was accepted; 0: none yet.
 * @example matchingStep(secret, { algorithm: 'SHA1', digits: 8 }, '94287082', 59_000, 0) // 1
 */
export function matchingStep(
  secret: Uint8Array,
  { algorithm, digits }: TotpKind,
  code: string,
  nowMs: number,
  lastStep: number,
): number | undefined {
  const given = ascii.encode(code)
  const key = secretOf(secret)
  const now = stepAt(nowMs)
  let found: number | undefined
  for (let step = now - TOTP_WINDOW_STEPS; step <= now + TOTP_WINDOW_STEPS; step++) {
    const right = HOTP.generate({ secret: key, algorithm, digits, counter: Math.max(0, step) })
    const fits = equalBytes(ascii.encode(right), given)
    if (fits && step > lastStep) found = step
  }
  return found
}

/** The step that is under way: full periods since 1970, by the server's clock (RFC 6238 §4.2). */
export function stepAt(nowMs: number): number {
  return Math.floor(nowMs / (TOTP_PERIOD_SECONDS * 1000))
}

/** What one that was set up under other policies must be, to count under these: as many digits, as long a hash. */
export function isAsStrongAs(
  { algorithm, digits }: TotpKind,
  terms: Pick<DecidedSettings, 'totpDigits' | 'totpAlgorithm'>,
): boolean {
  return digits >= terms.totpDigits && (algorithm === 'SHA256' || terms.totpAlgorithm === 'SHA1')
}

/**
 * A new secret, as long as the hash (RFC 4226 §4 R6, RFC 6238 §5.1).
 * @param randomBytes of a cryptographic source.
 */
export function newSecret(
  algorithm: TotpKind['algorithm'],
  randomBytes: (length: number) => Uint8Array,
): Uint8Array {
  return randomBytes(TOTP_SECRET_BYTES[algorithm])
}

/** Where the sealed secret of one is bound to. */
export const totpSecretPlace = (id: string): string => `totp/${id}/secret`

export interface TotpLink extends TotpKind {
  readonly serverName: string
  readonly userId: string
  readonly secret: Uint8Array
}

/**
 * The link that an app with codes takes the secret from, in the form that Google Authenticator named Key URI: the label is
 * `issuer:account`, and the issuer comes once more as a parameter, the same.
 *
 * What every app takes for granted (SHA-1, 6 digits, 30 s) is left out: some apps refuse to see it, none misses it.
 * @example otpauthLink({ serverName: 'ACME', userId: 'anna', secret, algorithm: 'SHA1', digits: 6 })
 * // 'otpauth://totp/ACME:anna?secret=JBSWY3DPEHPK3PXP&issuer=ACME'
 */
export function otpauthLink({ serverName, userId, secret, algorithm, digits }: TotpLink): string {
  const issuer = encodeURIComponent(withoutColon(serverName))
  const account = encodeURIComponent(withoutColon(userId))
  const unusual = [
    ...(algorithm === 'SHA1' ? [] : [`algorithm=${algorithm}`]),
    ...(digits === 6 ? [] : [`digits=${digits}`]),
  ]
  const parameters = [`secret=${secretText(secret)}`, `issuer=${issuer}`, ...unusual]
  return `otpauth://totp/${issuer}:${account}?${parameters.join('&')}`
}

/** Base 32 (RFC 4648 §6) without padding, as apps take it typed. */
export function secretText(secret: Uint8Array): string {
  return secretOf(secret).base32
}

/** The same in groups of four, as it is read from a screen. */
export function groupedSecret(secret: Uint8Array): string {
  return secretText(secret).replace(/(.{4})(?=.)/g, '$1 ')
}

/** Key URI: neither issuer nor account may hold the colon that divides them, not even encoded. */
function withoutColon(name: string): string {
  return name.replace(/:/g, ' ').trim()
}

/** A copy: the library takes the whole buffer that its bytes lie in. */
function secretOf(secret: Uint8Array): Secret {
  return new Secret({ buffer: Uint8Array.from(secret).buffer })
}

const ascii = new TextEncoder()
