// Which Ed25519 public keys and signatures are refused before any verification is asked (PROTOCOL rules [KE1]–[KE3]).

/**
 * The 14 encodings of low-order points. Under them a fixed signature fits every message in common verifiers, so proof of
 * possession does not stop them (eprint 2020/1244, "Taming the many EdDSAs", table 5).
 */
const LOW_ORDER_HEX: readonly string[] = [
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '00'.repeat(32),
  `${'00'.repeat(31)}80`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  `01${'00'.repeat(30)}80`,
  `ec${'ff'.repeat(31)}`,
  `ee${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(31)}`,
  `ed${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(31)}`,
]
const LOW_ORDER = new Set(LOW_ORDER_HEX)

/** The group order L of Ed25519, little-endian hex (RFC 8032 §5.1). */
const ORDER = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn
/** The field prime 2^255 − 19: an encoded y at or above it is a second spelling of the same point. */
const PRIME = 2n ** 255n - 19n

/** Whether 32 bytes may be registered as a device key: a canonical encoding and not of low order. */
export function isAcceptableKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32 || LOW_ORDER.has(hex(publicKey))) return false
  return (littleEndian(publicKey) & (2n ** 255n - 1n)) < PRIME
}

/** Whether a signature has the one accepted spelling: 64 bytes and S < L (RFC 8032 §5.1.7 step 1). tweetnacl does not check it. */
export function isCanonicalSignature(signature: Uint8Array): boolean {
  return signature.length === 64 && littleEndian(signature.subarray(32)) < ORDER
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${hex(bytes.slice().reverse())}`)
}
