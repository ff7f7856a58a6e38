// The signed question: who asks, for whom, from where, which access passes; made by the server for one device (rules [CH…]).

import type { ValuesOf } from './canonical.js'
import { code, defineDocument, nested, raw, repeated, text, u8, u16, u16List, u64 } from './canonical.js'
import { SYMBOLS_SHOWN_MAX, TEXT_MAX_BYTES } from './limits.js'

/** What an approval is for. Codes 4 to 6 are reserved by SPEC.md and refused by this version. */
export const purpose = { login: 1, stepUp: 2, transaction: 3 } as const
export type PurposeCode = (typeof purpose)[keyof typeof purpose]

/** How the choice proves that the person sees the login page. */
export const matchMode = { symbol: 1, code: 2, qr: 3, link: 4 } as const
export type MatchModeCode = (typeof matchMode)[keyof typeof matchMode]

/** Whether the login browser was seen before: 0 not determined, 1 known, 2 new. */
export const browserKnown = { undetermined: 0, known: 1, new: 2 } as const

/** Bits of `requirements`: what an approve must carry beside `K1`'s signature ([UV1]). A device refuses any other bit ([CH4]). */
export const requirementBit = { userVerification: 1, biometrics: 2 } as const
export const REQUIREMENT_BITS_KNOWN = requirementBit.userVerification | requirementBit.biometrics

const transactionFields = {
  title: [1, text(TEXT_MAX_BYTES.transactionTitle)],
  amount: [2, text(TEXT_MAX_BYTES.transactionAmount)],
  payee: [3, text(TEXT_MAX_BYTES.transactionPayee)],
  note: [4, text(TEXT_MAX_BYTES.transactionNote)],
} as const
/** What is approved beside a login: what is shown is what is signed (PSD2 RTS Art. 5). Empty text: not said; `title` always is. */
export type Transaction = ValuesOf<typeof transactionFields>

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
  purpose: [10, code([purpose.login, purpose.stepUp, purpose.transaction])],
  mode: [11, code([matchMode.symbol, matchMode.code, matchMode.qr, matchMode.link])],
  options: [12, u16List(SYMBOLS_SHOWN_MAX)],
  issuedAtMs: [13, u64],
  expiresAtMs: [14, u64],
  context: [15, nested(contextFields)],
  /** One for purpose transaction, none for any other. */
  transaction: [16, repeated(nested(transactionFields), 1)],
  requirements: [17, u16],
  sequence: [18, u64],
} as const
export type Challenge = ValuesOf<typeof fields>

/** Signed by a challenge key of the key set. The right answer is not in it. */
export const challengeDocument = defineDocument('countersign/v1/challenge', fields)
