// Verifies the server's signatures on a device: WebCrypto where it knows Ed25519, else tweetnacl; both behind the same strict checks.
import { isAcceptableKey, isCanonicalSignature } from '@countersign/protocol'
import nacl from 'tweetnacl'

/** Whether an Ed25519 signature fits. Resolves false for anything malformed; never rejects because of its input. */
export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>

/** The part of WebCrypto that verifying needs. */
export type VerifyCrypto = Pick<SubtleCrypto, 'importKey' | 'verify'>

/**
 * Makes a verifier; whether WebCrypto knows Ed25519 is tried once, at the first use.
 * The checks before either are PROTOCOL §8: tweetnacl accepts S + L, and every implementation accepts any message under
 * a low-order key.
 *
 * @param subtle WebCrypto to use; by default the one of this place, if it has one.
 *
 * @example
 * const verify = createVerify()
 * const genuine = await verify(publicKey, message, signature)
 */
export function createVerify(subtle: VerifyCrypto | undefined = globalThis.crypto?.subtle): Verify {
  let chosen: Promise<Verify> | undefined
  return async (publicKey, message, signature) => {
    if (!isAcceptableKey(publicKey) || !isCanonicalSignature(signature)) return false
    chosen ??= choose(subtle)
    return (await chosen)(publicKey, message, signature)
  }
}

async function choose(subtle: VerifyCrypto | undefined): Promise<Verify> {
  if (subtle === undefined) return withTweetnacl
  const native = withWebCrypto(subtle)
  return (await native(PROBE.publicKey, PROBE.message, PROBE.signature)) ? native : withTweetnacl
}

const withTweetnacl: Verify = async (publicKey, message, signature) =>
  nacl.sign.detached.verify(message, signature, publicKey)

function withWebCrypto(subtle: VerifyCrypto): Verify {
  return async (publicKey, message, signature) => {
    try {
      const key = await subtle.importKey('raw', publicKey.slice(), 'Ed25519', false, ['verify'])
      return await subtle.verify('Ed25519', key, signature.slice(), message.slice())
    } catch {
      // Either the algorithm is unknown (found by the probe) or the key is no point of the curve: no signature fits.
      return false
    }
  }
}

/** RFC 8032 §7.1 TEST 2: what any correct implementation accepts. */
const PROBE = {
  publicKey: fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'),
  message: fromHex('72'),
  signature: fromHex(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ),
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
