// The device's own signature, checked without trusting the server: what was asked, of whom, and what was chosen.
import { createHash } from 'node:crypto'
import type { AssertionClaims, Challenge, UserVerificationCode } from '@countersign/protocol'
import {
  answerDocument,
  browserKnown,
  CHALLENGE_TTL_MAX_SECONDS,
  CLOCK_SKEW_SECONDS,
  challengeDocument,
  chosenBytes,
  decision,
  equalBytes,
  fromBase64Url,
  idToBytes,
  isAcceptableKey,
  isCanonicalSignature,
  isSameTransaction,
  matchMode,
  purpose,
  REQUIREMENT_BITS_KNOWN,
  RETURN_CODE_BYTES,
  RETURN_CODE_HASH_BYTES,
  requirementBit,
  returnCodePreimage,
  sameUserId,
  userVerification,
} from '@countersign/protocol'
import { deviceThumbprint } from './device-thumbprint.js'
import { isSignedBy } from './ed25519.js'
import type { Expected } from './verify.js'

export type EvidenceRejection =
  | 'device_key_refused'
  | 'device_signature_malformed'
  | 'device_signature_wrong'
  | 'device_not_pinned'
  | 'answer_malformed'
  | 'challenge_malformed'
  | 'challenge_hash_wrong'
  | 'decision_not_approve'
  | 'choice_wrong'
  | 'choice_not_offered'
  | 'mode_wrong'
  | 'requirements_unknown'
  | 'verification_missing'
  | 'method_wrong'
  | 'evidence_server'
  | 'evidence_challenge'
  | 'evidence_nonce'
  | 'evidence_account'
  | 'evidence_device'
  | 'evidence_app'
  | 'evidence_purpose'
  | 'evidence_transaction'
  | 'evidence_user'
  | 'context_app_name'
  | 'context_origin'
  | 'context_address'
  | 'context_browser'
  | 'challenge_life_too_long'
  | 'decided_outside_life'
  | 'challenge_too_old'

export type EvidenceResult =
  | {
      readonly ok: true
      readonly deviceKey: Uint8Array
      readonly deviceThumbprint: string
      readonly isBrowserKnown: boolean
    }
  | { readonly ok: false; readonly reason: EvidenceRejection }

/**
 * Checks the evidence of an assertion whose claims were checked already: device key, signature over the answer, hash
 * over the challenge, then every field of both against what this login expects.
 */
export function verifyEvidence(claims: AssertionClaims, expected: Expected, nowMs: number): EvidenceResult {
  const no = (reason: EvidenceRejection): EvidenceResult => ({ ok: false, reason })
  const deviceKey = decoded(claims.evidence.deviceKey)
  const answerBody = decoded(claims.evidence.answer)
  const challengeBody = decoded(claims.evidence.challenge)
  const signature = decoded(claims.evidence.signature)

  if (!isAcceptableKey(deviceKey)) return no('device_key_refused')
  if (!isCanonicalSignature(signature)) return no('device_signature_malformed')
  if (!isSignedBy(deviceKey, answerDocument.message(answerBody), signature))
    return no('device_signature_wrong')
  const thumbprint = deviceThumbprint(deviceKey)
  if (expected.pinnedDevices !== undefined && !expected.pinnedDevices.includes(thumbprint))
    return no('device_not_pinned')

  const answered = answerDocument.parse(answerBody)
  if (!answered.ok) return no('answer_malformed')
  const asked = challengeDocument.parse(challengeBody)
  if (!asked.ok) return no('challenge_malformed')
  const answer = answered.value
  const challenge = asked.value
  const shown = createHash('sha256').update(challengeDocument.message(challengeBody)).digest()
  if (!equalBytes(answer.challengeHash, shown)) return no('challenge_hash_wrong')
  if (answer.decision !== decision.approve) return no('decision_not_approve')
  const choice = choiceFault(challenge, answer.chosen, expected)
  if (choice !== undefined) return no(choice)
  const verification = verificationFault(challenge.requirements, answer.userVerification, claims.amr)
  if (verification !== undefined) return no(verification)

  const serverId = decoded(expected.serverId)
  if (!both(answer.serverId, challenge.serverId, serverId)) return no('evidence_server')
  if (!both(answer.challengeId, challenge.challengeId, idToBytes(claims.jti))) return no('evidence_challenge')
  if (!equalBytes(challenge.appNonce, decoded(expected.appNonce))) return no('evidence_nonce')
  if (!both(answer.accountId, challenge.accountId, idToBytes(claims.sub))) return no('evidence_account')
  if (!both(answer.deviceId, challenge.deviceId, idToBytes(claims.device_id))) return no('evidence_device')
  if (!equalBytes(challenge.appId, idToBytes(claims.aud))) return no('evidence_app')
  if (challenge.purpose !== purpose[expected.purpose]) return no('evidence_purpose')
  // [TX1]: the very text that the app asked with is the one that was read and signed; a login has none.
  if (challenge.transaction.length > 1 || !isSameTransaction(challenge.transaction[0], expected.transaction))
    return no('evidence_transaction')
  if (!sameUserId(challenge.context.userId, expected.userId)) return no('evidence_user')

  const { appName, origin, address, browser } = expected.context
  if (appName !== undefined && challenge.context.appName !== appName) return no('context_app_name')
  if (challenge.context.origin !== origin) return no('context_origin')
  if (challenge.context.address !== address) return no('context_address')
  if (challenge.context.browser !== browser) return no('context_browser')
  return (
    timesFault(challenge, claims.auth_time, nowMs) ?? {
      ok: true,
      deviceKey,
      deviceThumbprint: thumbprint,
      isBrowserKnown: challenge.context.browserKnown === browserKnown.known,
    }
  )
}

/** [AS6]: the PIN or biometrics that the challenge asked for, and that the assertion names, is what the device signed. */
function verificationFault(
  requirements: number,
  verification: UserVerificationCode,
  [, , , ...named]: readonly string[],
): EvidenceRejection | undefined {
  // One that cannot be checked is one that must not be called met.
  if ((requirements & ~REQUIREMENT_BITS_KNOWN) !== 0) return 'requirements_unknown'
  const wants = (bit: number): boolean => (requirements & bit) !== 0
  if (wants(requirementBit.userVerification) && verification === userVerification.none)
    return 'verification_missing'
  if (wants(requirementBit.biometrics) && verification !== userVerification.webauthn)
    return 'verification_missing'
  return named.join(' ') === VERIFIED_BY[verification] ? undefined : 'method_wrong'
}

/** As `amr` names it, behind the match. */
const VERIFIED_BY = {
  [userVerification.none]: '',
  [userVerification.pin]: 'pin',
  [userVerification.webauthn]: 'uv-webauthn',
} as const

/** The app knows what its own page showed; a wrong pick that a server calls an approval ends here. */
function choiceFault(
  challenge: Challenge,
  chosen: Uint8Array,
  { match, returnCode }: Expected,
): EvidenceRejection | undefined {
  if (challenge.mode !== matchMode[match.mode]) return 'mode_wrong'
  const right = match.mode === 'link' ? linkChoice(match.secret, returnCode) : chosenBytes(match)
  if (right === undefined || !equalBytes(chosen, right)) return 'choice_wrong'
  if (match.mode === 'symbol' && !challenge.options.includes(match.symbolId)) return 'choice_not_offered'
  return undefined
}

/** [LK5]: the secret that the page's link held, and the hash of what came back to this session; undefined when nothing did. */
function linkChoice(secret: string, returnCode = ''): Uint8Array | undefined {
  const code = decoded(returnCode)
  if (code.length !== RETURN_CODE_BYTES) return undefined
  const hash = createHash('sha256').update(returnCodePreimage(code)).digest()
  return chosenBytes({ mode: 'link', secret, returnCodeHash: hash.subarray(0, RETURN_CODE_HASH_BYTES) })
}

/** `auth_time` is in whole seconds, so it may lie up to one second before the moment it names. */
function timesFault(challenge: Challenge, authTime: number, nowMs: number): EvidenceResult | undefined {
  const { issuedAtMs, expiresAtMs } = challenge
  const longest = CHALLENGE_TTL_MAX_SECONDS * 1000
  if (expiresAtMs <= issuedAtMs || expiresAtMs - issuedAtMs > longest)
    return { ok: false, reason: 'challenge_life_too_long' }
  if (authTime < Math.floor(issuedAtMs / 1000) || authTime * 1000 >= expiresAtMs)
    return { ok: false, reason: 'decided_outside_life' }
  // PROTOCOL.md §6: approved to redeemed takes 10 minutes at the very most.
  if (nowMs > expiresAtMs + longest + CLOCK_SKEW_SECONDS * 1000)
    return { ok: false, reason: 'challenge_too_old' }
  return undefined
}

function both(a: Uint8Array, b: Uint8Array, wanted: Uint8Array): boolean {
  return equalBytes(a, wanted) && equalBytes(b, wanted)
}

/** The claims' schema has refused everything that is not base64url; `expected` comes from the app and is checked by it. */
function decoded(text: string): Uint8Array {
  return fromBase64Url(text) ?? new Uint8Array(0)
}
