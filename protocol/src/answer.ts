// The signed decision: what the person chose, bound by hash to the very question shown (rules [AN…]).

import { fromBase64Url } from './base64url.js'
import type { ValuesOf } from './canonical.js'
import { bytesBetween, code, concat, defineDocument, domainPrefix, raw, u64 } from './canonical.js'
import { CODE_DIGITS, LINK_SECRET_BYTES, SCAN_SECRET_BYTES } from './limits.js'

/** Deny and report need no match, so that stopping an attack is always one tap. */
export const decision = { approve: 1, deny: 2, report: 3 } as const
export type DecisionCode = (typeof decision)[keyof typeof decision]
export type DecisionName = keyof typeof decision

/** How the phone made sure of its person: not at all, by the PIN (`K2`), or by WebAuthn (`KW`). */
export const userVerification = { none: 0, pin: 1, webauthn: 2 } as const
export type UserVerificationCode = (typeof userVerification)[keyof typeof userVerification]

const fields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  challengeId: [3, raw(16)],
  accountId: [4, raw(16)],
  deviceId: [5, raw(16)],
  challengeHash: [6, raw(32)],
  decision: [7, code([decision.approve, decision.deny, decision.report])],
  chosen: [8, bytesBetween(0, 32)],
  userVerification: [9, code([userVerification.none, userVerification.pin, userVerification.webauthn])],
  counter: [10, u64],
  deviceTimeMs: [11, u64],
} as const
export type Answer = ValuesOf<typeof fields>

/** Signed by the device key `K1`. `challengeHash` is SHA-256 of the challenge's message (domain and body). */
export const answerDocument = defineDocument('countersign/v1/answer/k1', fields)

/** The same answer, signed by the PIN key `K2`; its signature travels sealed and is kept nowhere ([PN3]). */
export const answerByPinDocument = defineDocument('countersign/v1/answer/k2', fields)

/** The same answer as challenge of the phone's own WebAuthn credential `KW`: SHA-256 of this message ([BI6]). */
export const answerByCredentialDocument = defineDocument('countersign/v1/answer/kw', fields)

/** What a person chose. Deny and report carry nothing. */
export type Choice =
  | { readonly mode: 'symbol'; readonly symbolId: number }
  | { readonly mode: 'code'; readonly code: string }
  /** `secret`: base64url of the 16 bytes that the QR code on the login page held. */
  | { readonly mode: 'qr'; readonly secret: string }
  /** `secret`: base64url of the 16 bytes that the link brought. `returnCodeHash`: what the device commits itself to send back. */
  | { readonly mode: 'link'; readonly secret: string; readonly returnCodeHash?: Uint8Array }

/**
 * Mode symbol: the symbol's id as u16, never its position. Mode code: the digits as ASCII. Mode qr: the secret. Mode link: the secret, and after it the hash
 * of the return code; without the hash it is what the server expects the answer to begin with. Throws RangeError on an impossible choice.
 */
export function chosenBytes(choice: Choice | undefined): Uint8Array {
  if (choice === undefined) return new Uint8Array(0)
  if (choice.mode === 'code') {
    if (!isCode(choice.code)) throw new RangeError(`code: ${CODE_DIGITS} digits expected`)
    return new TextEncoder().encode(choice.code)
  }
  if (choice.mode === 'qr') {
    const secret = fromBase64Url(choice.secret)
    if (secret?.length !== SCAN_SECRET_BYTES) throw new RangeError('secret: base64url of 16 bytes expected')
    return secret
  }
  if (choice.mode === 'link') {
    const secret = fromBase64Url(choice.secret)
    if (secret?.length !== LINK_SECRET_BYTES) throw new RangeError('secret: base64url of 16 bytes expected')
    return concat([secret, choice.returnCodeHash ?? new Uint8Array(0)])
  }
  if (!Number.isInteger(choice.symbolId) || choice.symbolId < 0 || choice.symbolId > 0xffff)
    throw new RangeError('symbolId: u16 expected')
  return Uint8Array.of(choice.symbolId >> 8, choice.symbolId & 0xff)
}

/** The bytes whose SHA-256, cut to 16 bytes, stands in the answer of mode link: `domain ‖ return code` ([LK3]). */
export function returnCodePreimage(returnCode: Uint8Array): Uint8Array {
  return concat([domainPrefix('countersign/v1/return-code'), returnCode])
}

/** The first 16 bytes of that hash: what the answer carries behind the secret, and what a return code is checked against. */
export const RETURN_CODE_HASH_BYTES = 16

/** Whether a text is a code as the login page shows it. */
export function isCode(text: string): boolean {
  return /^[0-9]+$/.test(text) && text.length === CODE_DIGITS
}

/** What the server keeps of the right answer: HMAC-SHA-256 over these bytes with a key of its own. */
export function expectedChoicePreimage(challengeIdBytes: Uint8Array, chosen: Uint8Array): Uint8Array {
  return concat([challengeIdBytes, chosen])
}
