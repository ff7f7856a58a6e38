// The signed question: who asks, for whom, from where, which access passes; made by the server for one device (rules [CH…]).

import type { ValuesOf } from './canonical.js'
import { code, defineDocument, nested, raw, text, u8, u16, u16List, u64 } from './canonical.js'
import { SYMBOLS_SHOWN_MAX, TEXT_MAX_BYTES } from './limits.js'

/** What an approval is for. Codes 3 to 6 are reserved by SPEC.md and refused by this version. */
export const purpose = { login: 1, stepUp: 2 } as const
export type PurposeCode = (typeof purpose)[keyof typeof purpose]

/** How the choice proves that the person sees the login page. Code 3 (qr) is reserved by SPEC.md. */
export const matchMode = { symbol: 1, code: 2, link: 4 } as const
export type MatchModeCode = (typeof matchMode)[keyof typeof matchMode]

/** Whether the login browser was seen before: 0 not determined, 1 known, 2 new. */
export const browserKnown = { undetermined: 0, known: 1, new: 2 } as const

const contextFields = {
  appName: [1, text(TEXT_MAX_BYTES.appName)],
  origin: [2, text(TEXT_MAX_BYTES.origin)],
  userId: [3, text(TEXT_MAX_BYTES.userId)],
  address: [4, text(TEXT_MAX_BYTES.address)],
  browser: [5, text(TEXT_MAX_BYTES.browser)],
  place: [6, text(TEXT_MAX_BYTES.place)],
  browserKnown: [7, code([browserKnown.undetermined, browserKnown.known, browserKnown.new])],
  otherOpen: [8, u8],
} as const
/** What the person reads before deciding. Empty text means "not known"; the server never guesses. */
export type ChallengeContext = ValuesOf<typeof contextFields>

const fields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  keyId: [3, raw(16)],
  challengeId: [4, raw(16)],
  nonce: [5, raw(32)],
  appNonce: [6, raw(32)],
  accountId: [7, raw(16)],
  deviceId: [8, raw(16)],
  appId: [9, raw(16)],
  purpose: [10, code([purpose.login, purpose.stepUp])],
  mode: [11, code([matchMode.symbol, matchMode.code, matchMode.link])],
  options: [12, u16List(SYMBOLS_SHOWN_MAX)],
  issuedAtMs: [13, u64],
  expiresAtMs: [14, u64],
  context: [15, nested(contextFields)],
  transaction: [16, raw(0)],
  requirements: [17, u16],
  sequence: [18, u64],
} as const
export type Challenge = ValuesOf<typeof fields>

/** Signed by a challenge key of the key set. The right answer is not in it. */
export const challengeDocument = defineDocument('countersign/v1/challenge', fields)
