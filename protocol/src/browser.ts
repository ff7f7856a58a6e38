// What a login page's browser signs with the key that it keeps at the page's own origin: that it was here before ([KB…]).

import { code, concat, defineDocument, domainPrefix, raw, text } from './canonical.js'
import { TEXT_MAX_BYTES } from './limits.js'

/** P-256, uncompressed (SEC 1 §2.3.3): the one curve that every browser makes, keeps and uses without ever showing it. */
export const BROWSER_KEY_BYTES = 65
/** ECDSA with SHA-256, r ‖ s (IEEE P1363), as WebCrypto writes it. */
export const BROWSER_SIGNATURE_BYTES = 64

const fields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  appId: [3, raw(16)],
  /** Of the page, as the browser knows it: a page elsewhere has another, and another key. */
  origin: [4, text(TEXT_MAX_BYTES.origin)],
  browserId: [5, raw(16)],
  /** SHA-256 of `browserNoncePreimage`: ties it to one request, and tells the page nothing of the app's nonce. */
  nonce: [6, raw(32)],
} as const

/** Signed at each login, before the phone is asked. */
export const browserProofDocument = defineDocument('countersign/v1/browser-proof', fields)

/** Signed once, after a login: from then on this key stands for this browser. */
export const browserRegistrationDocument = defineDocument('countersign/v1/browser-registration', {
  ...fields,
  publicKey: [7, raw(BROWSER_KEY_BYTES)],
})

/** What the page signs in the place of the appNonce, which no page ever sees ([AP4]); hashed with SHA-256. */
export function browserNoncePreimage(appNonce: Uint8Array): Uint8Array {
  return concat([domainPrefix('countersign/v1/browser-nonce'), appNonce])
}
