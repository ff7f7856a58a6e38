// Statements for web apps as JWS in compact form (RFC 7515 §7.1), signed by the challenge key of their time ([KS3]).
import { toBase64Url } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'

/**
 * @param type the JWS `typ`: each kind of statement has its own (RFC 8725 §3.11).
 * @param issuedAt seconds since 1970, the `iat` of the claims: a statement counts as signed at iat × 1000.
 */
export function signJws(ports: Ports, type: string, claims: object, issuedAt: number): string {
  const key = ports.vault.signingKey(issuedAt * 1000)
  const input = `${jsonPart({ alg: 'EdDSA', typ: type, kid: key.keyId })}.${jsonPart(claims)}`
  return `${input}.${toBase64Url(key.sign(utf8.encode(input)))}`
}

const utf8 = new TextEncoder()
const jsonPart = (value: unknown): string => toBase64Url(utf8.encode(JSON.stringify(value)))
