// The sealing key `SE`: what phones seal PIN signatures to, and the one place that opens them. HPKE, RFC 9180, by @hpke/core.
import { createECDH, hash, hkdfSync } from 'node:crypto'
import { pinSealInfo, splitSealed } from '@countersign/protocol'
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

export interface PinSeal {
  /** Names the key in the key set: 16 bytes, made from the key itself. */
  readonly keyId: Uint8Array
  /** Uncompressed point of P-256, 65 bytes. */
  readonly publicKey: Uint8Array
  /** What was sealed to this key for this server; undefined for anything else. Never throws for what comes from outside. */
  open(sealed: Uint8Array): Promise<Uint8Array | undefined>
}

/**
 * One key a server, derived from its master, so that every node has it and no database does. It does not rotate: what is sealed
 * to it is a signature that counts once, for one answer, and says nothing to whoever has not the PIN key's public part as well.
 *
 * @param master the sealing master of the key file, 32 bytes.
 */
export function createPinSeal(master: Uint8Array, serverId: Uint8Array): PinSeal {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  })
  const info = pinSealInfo(serverId)
  const { scalar, publicKey } = keyPairFrom(master)
  const imported = suite.kem.importKey('raw', buffer(scalar), false)
  const keyId = new Uint8Array(hash('sha256', publicKey, 'buffer').subarray(0, 16))
  return {
    keyId,
    publicKey,
    async open(sealed) {
      const parts = splitSealed(sealed)
      if (parts === undefined || !sameBytes(parts.keyId, keyId)) return undefined
      const recipientKey = await imported
      try {
        const enc = buffer(parts.encapsulated)
        const opened = await suite.open({ recipientKey, enc, info: buffer(info) }, buffer(parts.ciphertext))
        return new Uint8Array(opened)
      } catch {
        // Not a point, or not sealed to this key: it comes from outside, and says nothing.
        return undefined
      }
    },
  }
}

/** A scalar of P-256 is below the group's order, which all but one in 2^32 of 32 random bytes are; that one is drawn again. */
function keyPairFrom(master: Uint8Array): { readonly scalar: Uint8Array; readonly publicKey: Uint8Array } {
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const info = `countersign/v1/vault/pin-seal/${draw}`
    const scalar = new Uint8Array(hkdfSync('sha256', master, new Uint8Array(0), info, 32))
    const ecdh = createECDH('prime256v1')
    try {
      ecdh.setPrivateKey(scalar)
      return { scalar, publicKey: new Uint8Array(ecdh.getPublicKey()) }
    } catch {
      // Not below the order.
    }
  }
  throw new Error('no sealing key can be made from this master')
}

/** Once is enough for any master that was ever drawn; the bound is for the loop. */
const DRAWS_MAX = 8

/** HPKE takes whole buffers, and these bytes may be a view into a larger one. */
function buffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
