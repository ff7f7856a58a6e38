// A credential's key as SubjectPublicKeyInfo, for web apps that check a passkey's signature themselves and know no COSE.
import { createPublicKey } from 'node:crypto'

/** Only of a key that `readRegistration` took: rejects for any other. */
export async function spkiOf(publicKey: Uint8Array): Promise<Uint8Array> {
  const key = createPublicKey({ format: 'jwk', key: await jwkOf(publicKey) })
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }))
}

async function jwkOf(publicKey: Uint8Array): Promise<Record<string, string>> {
  // As in webauthn.ts: loaded when it is first needed.
  const { cose, decodeCredentialPublicKey } = await import('@simplewebauthn/server/helpers')
  const { COSEKEYS, isCOSEPublicKeyEC2, isCOSEPublicKeyOKP, isCOSEPublicKeyRSA } = cose
  const key = decodeCredentialPublicKey(new Uint8Array(publicKey))
  if (isCOSEPublicKeyEC2(key))
    return { kty: 'EC', crv: 'P-256', x: part(key.get(COSEKEYS.x)), y: part(key.get(COSEKEYS.y)) }
  if (isCOSEPublicKeyOKP(key)) return { kty: 'OKP', crv: 'Ed25519', x: part(key.get(COSEKEYS.x)) }
  if (isCOSEPublicKeyRSA(key))
    return { kty: 'RSA', n: part(key.get(COSEKEYS.n)), e: part(key.get(COSEKEYS.e)) }
  throw new Error('a COSE key of no kind that is registered')
}

function part(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) throw new Error('a COSE key without one of its parts')
  return Buffer.from(bytes).toString('base64url')
}
