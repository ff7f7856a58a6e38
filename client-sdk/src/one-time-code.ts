// Codes of a moment (RFC 4226, RFC 6238) from a key that computes them and cannot be read: WebCrypto has HMAC, the rest is here.
import { requireSubtle } from './hashes.js'

export type CodeHashName = 'SHA1' | 'SHA256' | 'SHA512'

/** An HMAC key that is used here and never handed out. */
export interface CodeKey {
  /** What a browser's database keeps: not extractable. */
  readonly handle: CryptoKey
  mac(message: Uint8Array): Promise<Uint8Array>
}

/** How codes are made; both sides must agree on all of it. */
export interface CodeForm {
  readonly algorithm: CodeHashName
  readonly digits: 6 | 7 | 8
  readonly periodSeconds: number
}

/** A code, and how long it is the one to type. */
export interface CodeNow {
  readonly code: string
  readonly step: number
  readonly remainingMs: number
}

/**
 * Takes a secret in so that no script can read it out again; overwrites the given bytes.
 * @example
 * const key = await importCodeKey(secret, 'SHA1')
 * const { code } = await codeNow(key, { algorithm: 'SHA1', digits: 6, periodSeconds: 30 }, Date.now())
 */
export async function importCodeKey(secret: Uint8Array, algorithm: CodeHashName): Promise<CodeKey> {
  const hash = subtleNames[algorithm]
  // `false`: W3C WebCrypto §13: exportKey and wrapKey refuse a key that is not extractable.
  const importing = requireSubtle().importKey('raw', secret.slice(), { name: 'HMAC', hash }, false, ['sign'])
  secret.fill(0)
  return codeKey(await importing)
}

/** The key again, from what a database kept. */
export function codeKey(handle: CryptoKey): CodeKey {
  return {
    handle,
    mac: async (message) => new Uint8Array(await requireSubtle().sign('HMAC', handle, message.slice())),
  }
}

/**
 * The code of the step that is under way at `nowMs`, by the clock of whoever checks it.
 * @param spentStep a step whose code was used: while it is under way, the code is of the next.
 */
export async function codeNow(
  key: CodeKey,
  form: CodeForm,
  nowMs: number,
  spentStep?: number,
): Promise<CodeNow> {
  const periodMs = form.periodSeconds * 1000
  const underWay = Math.floor(nowMs / periodMs)
  const step = underWay === spentStep ? underWay + 1 : underWay
  return {
    code: await codeOfStep(key, form.digits, step),
    step,
    remainingMs: (step + 1) * periodMs - nowMs,
  }
}

/** The code of one step: RFC 6238 §4.2 with the step as the counter of RFC 4226. */
export async function codeOfStep(key: CodeKey, digits: CodeForm['digits'], step: number): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8))
  counter.setBigUint64(0, BigInt(step))
  return truncated(await key.mac(new Uint8Array(counter.buffer)), digits)
}

/** RFC 4226 §5.3: 31 bits from the place that the last four bits name, modulo 10^digits. */
export function truncated(mac: Uint8Array, digits: number): string {
  const view = new DataView(mac.buffer, mac.byteOffset, mac.byteLength)
  const offset = view.getUint8(mac.byteLength - 1) & 0x0f
  const number = view.getUint32(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

const subtleNames = { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' } as const
