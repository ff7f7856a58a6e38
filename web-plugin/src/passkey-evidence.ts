// What a passkey signed, checked without the server: this very question, on this app's own page, by a person whom the authenticator knew.
import type { KeyObject } from 'node:crypto'
import { createHash, createPublicKey, verify } from 'node:crypto'
import type { AccountId, AppId, PasskeyAssertionClaims, PasskeyLogin } from '@countersign/protocol'
import {
  CLOCK_SKEW_SECONDS,
  equalBytes,
  fromBase64Url,
  idFromBytes,
  passkeyLoginDocument,
  passkeyThumbprintPreimage,
  sameUserId,
  toBase64Url,
} from '@countersign/protocol'
import { isSignedBy } from './ed25519.js'
import type { ExpectedPasskey } from './verify-passkey-assertion.js'

export type PasskeyEvidenceRejection =
  | 'evidence_malformed'
  | 'request_other'
  | 'request_expired'
  | 'client_data_malformed'
  | 'ceremony_other'
  | 'challenge_other'
  | 'origin_other'
  | 'framed'
  | 'rp_other'
  | 'person_absent'
  | 'person_not_verified'
  | 'key_unusable'
  | 'signature_wrong'
  | 'method_wrong'
  | 'passkey_not_pinned'

export type PasskeyEvidenceResult =
  | { readonly ok: true; readonly thumbprint: string }
  | { readonly ok: false; readonly reason: PasskeyEvidenceRejection }

/** The steps of WebAuthn Level 3 §7.2 that need no list of credentials; never throws for what the claims hold. */
export function verifyPasskeyEvidence(
  { evidence, sub, amr }: PasskeyAssertionClaims,
  expected: ExpectedPasskey,
  nowMs: number,
): PasskeyEvidenceResult {
  const no = (reason: PasskeyEvidenceRejection): PasskeyEvidenceResult => ({ ok: false, reason })
  const request = fromBase64Url(evidence.request)
  const authenticatorData = fromBase64Url(evidence.authenticatorData)
  const clientDataJson = fromBase64Url(evidence.clientDataJson)
  const signature = fromBase64Url(evidence.signature)
  const publicKey = fromBase64Url(evidence.publicKey)
  if (!request || !authenticatorData || !clientDataJson || !signature || !publicKey)
    return no('evidence_malformed')

  const question = passkeyLoginDocument.parse(request)
  if (!question.ok) return no('evidence_malformed')
  if (!isThisLogin(question.value, sub, expected)) return no('request_other')
  // How long a question lives is the server's to say; the app's clock may differ from its own.
  if (nowMs > question.value.expiresAtMs + CLOCK_SKEW_SECONDS * 1000) return no('request_expired')

  const client = clientDataOf(clientDataJson)
  if (client === undefined) return no('client_data_malformed')
  if (client.type !== 'webauthn.get') return no('ceremony_other')
  if (client.challenge !== toBase64Url(sha256(passkeyLoginDocument.message(request))))
    return no('challenge_other')
  // What a page in between cannot fake: the browser writes where it was.
  if (client.origin !== expected.origin) return no('origin_other')
  if (client.crossOrigin === true || client.topOrigin !== undefined) return no('framed')

  if (!equalBytes(authenticatorData.subarray(0, 32), sha256(utf8.encode(expected.rpId))))
    return no('rp_other')
  const flags = authenticatorData[32] ?? 0
  if ((flags & USER_PRESENT) === 0) return no('person_absent')
  if ((flags & USER_VERIFIED) === 0) return no('person_not_verified')
  if ((amr[1] === 'swk') !== ((flags & BACKUP_ELIGIBLE) !== 0)) return no('method_wrong')

  const key = keyOf(publicKey)
  if (key === undefined) return no('key_unusable')
  const signed = Buffer.concat([authenticatorData, sha256(clientDataJson)])
  if (!isSigned(key, publicKey, signed, signature)) return no('signature_wrong')
  const thumbprint = passkeyThumbprint(publicKey)
  if (expected.pinnedPasskeys !== undefined && !expected.pinnedPasskeys.includes(thumbprint))
    return no('passkey_not_pinned')
  return { ok: true, thumbprint }
}

/** Base64url of 32 bytes. @param publicKey SPKI in DER */
export function passkeyThumbprint(publicKey: Uint8Array): string {
  return toBase64Url(sha256(passkeyThumbprintPreimage(publicKey)))
}

/** WebAuthn §6.1. */
const USER_PRESENT = 0x01
const USER_VERIFIED = 0x04
const BACKUP_ELIGIBLE = 0x08

const utf8 = new TextEncoder()

function isThisLogin(question: PasskeyLogin, accountId: string, expected: ExpectedPasskey): boolean {
  const { serverId, appId, appNonce, purpose, origin, address, userId } = expected
  return (
    toBase64Url(question.serverId) === serverId &&
    idFromBytes<AppId>(question.appId) === appId &&
    idFromBytes<AccountId>(question.accountId) === accountId &&
    toBase64Url(question.appNonce) === appNonce &&
    question.purpose === (purpose === 'login' ? 1 : 2) &&
    sameUserId(question.userId, userId) &&
    question.origin === origin &&
    question.address === address
  )
}

interface ClientData {
  readonly type: unknown
  readonly challenge: unknown
  readonly origin: unknown
  readonly crossOrigin: unknown
  readonly topOrigin: unknown
}

/** Members that are not known are let pass: browsers add some (WebAuthn §5.8.1). */
function clientDataOf(bytes: Uint8Array): ClientData | undefined {
  try {
    const data: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof data !== 'object' || data === null) return undefined
    const of = (name: string): unknown => (Object.hasOwn(data, name) ? Reflect.get(data, name) : undefined)
    const [type, challenge, origin] = [of('type'), of('challenge'), of('origin')]
    return { type, challenge, origin, crossOrigin: of('crossOrigin'), topOrigin: of('topOrigin') }
  } catch {
    return undefined
  }
}

function keyOf(spki: Uint8Array): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
    return isStrong(key) ? key : undefined
  } catch {
    return undefined
  }
}

/** Those that the server registers: ES256, Ed25519 and RS256 of at least 2048 bits (NIST SP 800-131A). */
function isStrong({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): boolean {
  if (asymmetricKeyType === 'ec') return asymmetricKeyDetails?.namedCurve === 'prime256v1'
  if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2_048
  return asymmetricKeyType === 'ed25519'
}

function isSigned(key: KeyObject, spki: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  // Its SPKI ends with the 32 raw bytes (RFC 8410 §4).
  if (key.asymmetricKeyType === 'ed25519') return isSignedBy(spki.subarray(-32), message, signature)
  try {
    return verify('sha256', message, key, signature)
  } catch {
    return false
  }
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
