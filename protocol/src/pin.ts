// The PIN without an offline oracle: how a device masks its PIN key, and the documents that the key signs (rules [PN…]).
import type { ValuesOf } from './canonical.js'
import { bytesBetween, code, concat, defineDocument, domainPrefix, raw } from './canonical.js'
import type { DeviceId } from './ids.js'
import { idToBytes } from './ids.js'

const keyFields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  accountId: [3, raw(16)],
  deviceId: [4, raw(16)],
  /** Of the `hello` of the very socket that it goes over: a recorded one is of no use. */
  nonce: [5, raw(32)],
  pinId: [6, raw(16)],
  pinKey: [7, raw(32)],
} as const
export type PinKeyStatement = ValuesOf<typeof keyFields>

/**
 * Signed by the new PIN key, which proves that the device has it, and at a change by the one before, which authorises it. Never
 * travels, and neither do its signatures but sealed: either would let whoever has the device guess the PIN at home ([PN2]).
 */
export const pinKeyDocument = defineDocument('countersign/v1/pin-key', keyFields)

const setFields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  accountId: [3, raw(16)],
  deviceId: [4, raw(16)],
  nonce: [5, raw(32)],
  pinId: [6, raw(16)],
  sealed: [7, bytesBetween(1, 512)],
} as const
export type PinSetting = ValuesOf<typeof setFields>

/** Signed by `K1`, over the sealed bytes and not over what is in them: a signature over the key itself would be a check value. */
export const pinSetDocument = defineDocument('countersign/v1/pin-set/k1', setFields)

/** The same as challenge of the credential `KW`: who has biometrics agrees with them to a PIN, the first or a forgotten one's heir ([PN6]). */
export const pinSetByCredentialDocument = defineDocument('countersign/v1/pin-set/kw', setFields)

/** Bytes of `seed2`, of the mask, and of an Ed25519 public key. */
export const PIN_KEY_BYTES = 32
export const PIN_SALT_BYTES = 16
export const PIN_ID_BYTES = 16

const MASK_DOMAIN = 'countersign/v1/pin-mask'

/** What PBKDF2 salts with: `salt ‖ domain ‖ serverId ‖ deviceId`, so that one PIN on two pairings has two masks. */
export function pinMaskSalt(salt: Uint8Array, serverId: Uint8Array, deviceId: DeviceId): Uint8Array {
  return concat([salt, domainPrefix(MASK_DOMAIN), serverId, idToBytes(deviceId)])
}

/** What the stretched PIN is the HMAC key over: its output is the mask, and good for nothing else. */
export function pinMaskLabel(): Uint8Array {
  return domainPrefix(MASK_DOMAIN)
}

/** `blob = seed XOR mask`, and back. Every 32 bytes are the seed of some key: nothing tells a right PIN from a wrong one ([PN1]). */
export function xorMask(seed: Uint8Array, mask: Uint8Array): Uint8Array {
  if (seed.length !== PIN_KEY_BYTES || mask.length !== PIN_KEY_BYTES)
    throw new RangeError(`seed and mask: ${PIN_KEY_BYTES} bytes each expected`)
  return seed.map((byte, i) => byte ^ (mask[i] ?? 0))
}

/** HPKE's `info` (RFC 9180 §5.1): what is sealed for this opens as nothing else, and for no other server. */
export function pinSealInfo(serverId: Uint8Array): Uint8Array {
  return concat([domainPrefix('countersign/v1/pin-seal'), serverId])
}

/** As sealed bytes travel: the id of the sealing key, HPKE's encapsulated key (a point of P-256, 65 bytes), the ciphertext. */
export function joinSealed(keyId: Uint8Array, encapsulated: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  return concat([keyId, encapsulated, ciphertext])
}

const KEY_ID_BYTES = 16
const ENCAPSULATED_BYTES = 65

/** The parts of sealed bytes; undefined for what is too short to be any. */
export function splitSealed(
  sealed: Uint8Array,
):
  | { readonly keyId: Uint8Array; readonly encapsulated: Uint8Array; readonly ciphertext: Uint8Array }
  | undefined {
  const end = KEY_ID_BYTES + ENCAPSULATED_BYTES
  if (sealed.length <= end) return undefined
  return {
    keyId: sealed.subarray(0, KEY_ID_BYTES),
    encapsulated: sealed.subarray(KEY_ID_BYTES, end),
    ciphertext: sealed.subarray(end),
  }
}
