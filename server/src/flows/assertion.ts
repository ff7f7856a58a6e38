// Writes and signs what the app gets for an approval: a JWS that carries the device's own signature (rules [AS…]).
import type { AssertionClaims } from '@countersign/protocol'
import {
  ASSERTION_TTL_SECONDS,
  ASSERTION_TYPE,
  answerDocument,
  challengeDocument,
  toBase64Url,
  userVerification,
} from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { Shown } from '../core/ports-challenges.js'
import { signJws } from './sign-jws.js'

/**
 * The assertion of an approval; `shown` is as it was approved, not as it is since. Its evidence is complete: the app can
 * check it without believing the server.
 */
export function signAssertion(ports: Ports, shown: Shown, nowMs: number): string {
  const issuedAt = Math.floor(nowMs / 1000)
  return signJws(ports, ASSERTION_TYPE, claimsOf(ports, shown, issuedAt), issuedAt)
}

function claimsOf(ports: Ports, { challenge, delivery, device }: Shown, issuedAt: number): AssertionClaims {
  const { answer, decidedAtMs } = challenge
  const parsed = challengeDocument.parse(delivery.body)
  if (answer === undefined || decidedAtMs === undefined || !parsed.ok)
    throw new Error('an approval without its evidence')
  return {
    iss: toBase64Url(ports.vault.serverId),
    aud: challenge.appId,
    sub: challenge.accountId,
    // From the body: the very name the person read and the device signed.
    user_id: parsed.value.context.userId,
    jti: challenge.id,
    nonce: toBase64Url(challenge.appNonce),
    iat: issuedAt,
    exp: issuedAt + ASSERTION_TTL_SECONDS,
    auth_time: Math.floor(decidedAtMs / 1000),
    // RFC 8176 §2: proof of possession of a software key; then the match, and by what the phone verified its person.
    amr: ['pop', 'swk', `mch-${challenge.mode}`, ...verifiedBy(answer.body)],
    acr: `countersign:${challenge.mode}`,
    device_id: device.id,
    purpose: challenge.purpose,
    evidence: {
      challenge: toBase64Url(delivery.body),
      answer: toBase64Url(answer.body),
      signature: toBase64Url(answer.signature),
      deviceKey: toBase64Url(device.publicKey),
    },
  }
}

/** From the answer: the very word that the device signed, and that was proven before it was kept ([UV1]). */
function verifiedBy(answerBody: Uint8Array): readonly string[] {
  const parsed = answerDocument.parse(answerBody)
  if (!parsed.ok) throw new Error('an approval without its evidence')
  switch (parsed.value.userVerification) {
    case userVerification.none:
      return []
    case userVerification.pin:
      return ['pin']
    case userVerification.webauthn:
      return ['uv-webauthn']
  }
}
