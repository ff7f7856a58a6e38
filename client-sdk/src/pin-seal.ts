// Seals to the server's sealing key: HPKE (RFC 9180) with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM. Loaded with the PIN only.
import type { ServerKey } from '@countersign/protocol'
import { joinSealed, pinSealInfo } from '@countersign/protocol'
import { Aes128Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

/**
 * What only the server can open. Whatever waits, is sent again or is written to a log on the way is this, never a signature.
 * @param key of the checked key set, role sealing.
 */
export async function sealForServer(
  { keyId, publicKey }: Pick<ServerKey, 'keyId' | 'publicKey'>,
  serverId: Uint8Array,
  plain: Uint8Array,
): Promise<Uint8Array> {
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes128Gcm(),
  })
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey.slice().buffer)
  const info = pinSealInfo(serverId).slice().buffer
  const { enc, ct } = await suite.seal({ recipientPublicKey, info }, plain.slice().buffer)
  return joinSealed(keyId, new Uint8Array(enc), new Uint8Array(ct))
}
