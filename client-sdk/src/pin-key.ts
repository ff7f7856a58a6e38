// The PIN key at work: made from chance, masked by the PIN, in memory for one signature. Loaded only where a PIN is set or asked for.
import type { DeviceId } from '@countersign/protocol'
import {
  PIN_ID_BYTES,
  PIN_KEY_BYTES,
  PIN_ROUNDS,
  PIN_SALT_BYTES,
  pinMaskLabel,
  pinMaskSalt,
  toBase64Url,
  xorMask,
} from '@countersign/protocol'
import nacl from 'tweetnacl'
import { hmacSha256, requireSubtle } from './hashes.js'
import type { KeptPin } from './pin-store.js'

/** Whose PIN it is: bound into the mask, so that one PIN on two pairings has nothing in common. */
export interface PinOwner {
  readonly serverId: Uint8Array
  readonly deviceId: DeviceId
}

/** `K2`, unmasked. Wipe it as soon as it has signed. */
export interface PinKey {
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
  wipe(): void
}

/**
 * A new key and what is kept of it. Each PIN has a key of its own: the same seed under two masks would give both PINs away.
 * @param pin as `pinBytes` makes it; not changed here.
 */
export async function makePinKey(
  pin: Uint8Array,
  owner: PinOwner,
): Promise<{ readonly key: PinKey; readonly kept: KeptPin }> {
  const salt = random(PIN_SALT_BYTES)
  const seed = random(PIN_KEY_BYTES)
  const mask = await maskOf(pin, { salt, rounds: PIN_ROUNDS }, owner)
  const kept = {
    pinId: toBase64Url(random(PIN_ID_BYTES)),
    salt,
    rounds: PIN_ROUNDS,
    blob: xorMask(seed, mask),
  }
  mask.fill(0)
  return { key: keyFrom(seed), kept }
}

/** The key that this PIN unmasks: a working one whatever the PIN, and only the server can tell which is right ([PN1]). */
export async function openPinKey(pin: Uint8Array, kept: KeptPin, owner: PinOwner): Promise<PinKey> {
  const mask = await maskOf(pin, kept, owner)
  const seed = xorMask(kept.blob, mask)
  mask.fill(0)
  return keyFrom(seed)
}

/** `HMAC-SHA-256(PBKDF2(PIN, …), label)`: 32 bytes. */
export async function maskOf(
  pin: Uint8Array,
  { salt, rounds }: Pick<KeptPin, 'salt' | 'rounds'>,
  { serverId, deviceId }: PinOwner,
): Promise<Uint8Array> {
  const subtle = requireSubtle()
  const given = pin.slice()
  const key = await subtle.importKey('raw', given, 'PBKDF2', false, ['deriveBits'])
  given.fill(0)
  const stretching = {
    name: 'PBKDF2',
    hash: 'SHA-256',
    salt: pinMaskSalt(salt, serverId, deviceId).slice(),
    iterations: rounds,
  }
  const stretched = new Uint8Array(await subtle.deriveBits(stretching, key, PIN_KEY_BYTES * 8))
  const mask = await hmacSha256(stretched, pinMaskLabel())
  stretched.fill(0)
  return mask
}

/** Takes the seed over, and wipes it with the key. */
function keyFrom(seed: Uint8Array): PinKey {
  const { publicKey, secretKey } = nacl.sign.keyPair.fromSeed(seed)
  return {
    publicKey,
    sign: (message) => nacl.sign.detached(message, secretKey),
    wipe() {
      seed.fill(0)
      secretKey.fill(0)
      publicKey.fill(0)
    },
  }
}

function random(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length))
}
