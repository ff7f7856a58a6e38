// Writes and signs what the app gets for a passkey: the server's statement, and in it the authenticator's own signature ([PK12]).
import type { PasskeyAssertionClaims } from '@countersign/protocol'
import {
  ASSERTION_TTL_SECONDS,
  PASSKEY_ASSERTION_TYPE,
  TEXT_MAX_BYTES,
  toBase64Url,
  toSignableText,
} from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import { signJws } from '../sign-jws.js'
import type { Proof } from './check-passkey.js'
import type { OpenQuestion, Questioned } from './question.js'

/** @param loginId names it in the audit. */
export async function signPasskeyAssertion(
  ports: Ports,
  loginId: string,
  about: Questioned,
  question: OpenQuestion,
  { passkey, given }: Proof,
): Promise<string> {
  const issuedAt = Math.floor(ports.clock.nowMs() / 1000)
  const claims: PasskeyAssertionClaims = {
    iss: toBase64Url(ports.vault.serverId),
    aud: about.appId,
    sub: about.accountId,
    user_id: toSignableText(about.userId, TEXT_MAX_BYTES.userId),
    jti: loginId,
    nonce: toBase64Url(about.appNonce),
    iat: issuedAt,
    exp: issuedAt + ASSERTION_TTL_SECONDS,
    auth_time: issuedAt,
    amr: ['pop', passkey.synced ? 'swk' : 'hwk', 'uv-webauthn', 'phr'],
    acr: 'countersign:passkey',
    purpose: about.purpose,
    address: about.address,
    evidence: {
      request: toBase64Url(question.body),
      publicKey: toBase64Url(await ports.webAuthn.spkiOf(passkey.publicKey)),
      authenticatorData: toBase64Url(given.authenticatorData),
      clientDataJson: toBase64Url(given.clientDataJson),
      signature: toBase64Url(given.signature),
    },
  }
  return signJws(ports, PASSKEY_ASSERTION_TYPE, claims, issuedAt)
}
