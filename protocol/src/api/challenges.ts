// HTTP bodies of /v1/challenges and /v1/watch: an app asks, redeems or withdraws; a login page waits.
import * as z from 'zod/mini'
import { BROWSER_SIGNATURE_BYTES } from '../browser.js'
import { codeWays } from '../codes.js'
import { LINK_SECRET_BYTES, RETURN_CODE_BYTES, SCAN_SECRET_BYTES, TEXT_MAX_BYTES } from '../limits.js'
import type { ChallengeStateName } from '../receipt.js'
import { challengeState } from '../receipt.js'
import { isPlainAmount } from '../transaction.js'
import { waiverCauses } from '../waiver-causes.js'
import { bytesText, codeText, idText, returnAddressText, signableText, timeMs, userIdText } from './values.js'

const stateNames = Object.keys(challengeState) as [ChallengeStateName, ...ChallengeStateName[]]

export const requestPurpose = z.enum(['login', 'stepUp', 'transaction'])
/** What a typed code or a passkey may be for: a payment is shown on the phone that signs it, or not approved. */
export const loginPurpose = z.enum(['login', 'stepUp'])
/** What is approved, in the words the phone shows and the device signs; the title is never empty. */
export const transactionText = z.strictObject({
  title: signableText(TEXT_MAX_BYTES.transactionTitle, 1),
  amount: signableText(TEXT_MAX_BYTES.transactionAmount).check(z.refine(isPlainAmount)),
  payee: signableText(TEXT_MAX_BYTES.transactionPayee),
  note: signableText(TEXT_MAX_BYTES.transactionNote),
})
export type TransactionText = z.infer<typeof transactionText>
/** What a login page's browser signs with the key it keeps ([KB…]): it was here before. */
export const browserProof = z.strictObject({
  browserId: idText<'BrowserId'>(),
  signature: bytesText(BROWSER_SIGNATURE_BYTES, BROWSER_SIGNATURE_BYTES),
})
export type BrowserProof = z.infer<typeof browserProof>
/** What the person reads on the phone. Empty text: not known. */
export const requestContext = z.strictObject({
  /** Address of the login browser, IPv4 or IPv6. */
  address: signableText(TEXT_MAX_BYTES.address),
  /** Browser and system in words, e.g. `Firefox on Windows`. */
  browser: signableText(TEXT_MAX_BYTES.browser),
})

/** POST /v1/challenges, by an app whose user has passed the first factor. */
export const requestApprovalBody = z
  .strictObject({
    userId: userIdText,
    purpose: requestPurpose,
    /** 32 random bytes the app keeps in its own session: an old approval never fits a new login. */
    appNonce: bytesText(32, 32),
    context: requestContext,
    /** `code` asks for the stronger match whatever the policy says; the policy can raise, never lower. */
    atLeast: z.optional(z.enum(['symbol', 'code', 'qr'])),
    /** The login page can show a QR code. Without it none is ever asked for ([QR1]). */
    mayScan: z.optional(z.boolean()),
    /** With purpose `transaction`, and with no other. */
    transaction: z.optional(transactionText),
    /** Absent: this login page knows nothing of known browsers. Null: it does, and this browser holds no key ([KB…]). */
    browserProof: z.optional(z.nullable(browserProof)),
    /** The app lets people in by the server's waiver where the policy says so. Absent or false: a phone is always asked ([WV1]). */
    mayWaive: z.optional(z.boolean()),
    /** The login page is on the phone that will approve: nothing rings, the page hands over by link, and the approval comes back by link ([LK1]). */
    sameDevice: z.optional(z.boolean()),
    /**
     * The app sends people without a second factor to the server's set-up page where the policy says so ([SU1]). `returnTo` is a full
     * address at one of the app's origins.
     */
    maySetUp: z.optional(
      z.strictObject({
        returnTo: returnAddressText,
        /** The app takes no typed codes: the set-up ends with a phone, and an app with codes may come beside it ([SU6]). */
        onlyPhone: z.optional(z.boolean()),
      }),
    ),
    /** The person chose "later" on the page that offered the set-up; good while the policy's grace lasts, and only with `mayWaive` ([SU5]). */
    setUpLater: z.optional(z.boolean()),
  })
  .check(
    z.refine(
      ({ purpose, transaction }) => (purpose === 'transaction') === (transaction !== undefined),
      'a transaction with purpose `transaction`, and with no other',
    ),
  )
export type RequestApprovalBody = z.infer<typeof requestApprovalBody>

/** What the login page must show. Only the app that asked ever gets it, and only once. */
export const matchShown = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('symbol'), symbolId: z.int().check(z.positive()) }),
  z.strictObject({ mode: z.literal('code'), code: codeText }),
  /** For the QR code on the login page ([QR1]); never in a cookie, a form or a log. */
  z.strictObject({ mode: z.literal('qr'), secret: bytesText(SCAN_SECRET_BYTES, SCAN_SECRET_BYTES) }),
  /** For the link to the authenticator on the same phone; never in a cookie, a form or a log. */
  z.strictObject({ mode: z.literal('link'), secret: bytesText(LINK_SECRET_BYTES, LINK_SECRET_BYTES) }),
])
export type MatchShown = z.infer<typeof matchShown>

/** 201 of POST /v1/challenges. The same shape for an ID that nobody has. */
export const approvalRequested = z.strictObject({
  challengeId: idText<'ChallengeId'>(),
  accountId: idText<'AccountId'>(),
  /** Lets a browser learn the outcome and nothing else. */
  watchToken: bytesText(32, 32),
  match: matchShown,
  /** `push`: the phones ring. `pull`: the budget is spent; the person asks in the app ("check for requests"). */
  delivery: z.enum(['push', 'pull']),
  /** Which codes the policies let this person use instead; the same whether they have any ([CD2]). */
  otherWays: z.array(z.enum(codeWays)),
  /** Whether a passkey counts here; the same whether they have one ([PK3]). */
  mayUsePasskey: z.boolean(),
  issuedAtMs: timeMs,
  expiresAtMs: timeMs,
})
export type ApprovalRequested = z.infer<typeof approvalRequested>

/** The other 201 of POST /v1/challenges, for `mayWaive` only: no phone is asked. Check the statement, do not just trust this answer. */
export const approvalWaived = z.strictObject({
  decision: z.literal('waived'),
  because: z.enum(waiverCauses),
  /** A JWS: rules [WV2] and [WV3]. */
  statement: z.string().check(z.maxLength(4_096)),
})
export type ApprovalWaived = z.infer<typeof approvalWaived>

/** The third 201 of POST /v1/challenges, for `maySetUp` only: this person needs a second factor and has none. Send the browser to `link`. */
export const setUpNeeded = z.strictObject({
  decision: z.literal('setUp'),
  /** A page of the server; its fragment holds a secret. Good once, and shown to this person only. */
  link: z.string().check(z.maxLength(1_024)),
  expiresAtMs: timeMs,
  /** Until when the person may say "later"; null: not at all. */
  laterUntilMs: z.nullable(timeMs),
})
export type SetUpNeeded = z.infer<typeof setUpNeeded>

/** 201 of POST /v1/challenges. A request for approval has no `decision`. */
export const approvalAnswered = z.union([approvalRequested, approvalWaived, setUpNeeded])
export type ApprovalAnswered = z.infer<typeof approvalAnswered>

/** POST /v1/challenges/{id}/redeem: the session that asked shows its nonce. */
export const redeemBody = z.strictObject({
  appNonce: bytesText(32, 32),
  /** Mode `link`: what the authenticator sent back with the browser ([LK4]); absent otherwise. */
  returnCode: z.optional(bytesText(RETURN_CODE_BYTES, RETURN_CODE_BYTES)),
})
export type RedeemBody = z.infer<typeof redeemBody>
export const redeemed = z.strictObject({ assertion: z.string().check(z.maxLength(16_384)) })
export type Redeemed = z.infer<typeof redeemed>

/** POST /v1/challenges/{id}/cancel. */
export const cancelBody = z.strictObject({ appNonce: bytesText(32, 32) })

/** GET /v1/challenges/{id} (app), GET /v1/watch (login page): where the challenge is. `progress` never decides anything. */
export const challengeStatus = z.strictObject({
  state: z.enum(stateNames),
  /**
   * `waiting`: the phones do not ring, the person asks in the app; `sent`: they ring, if they are connected (an unknown user ID
   * and a phone that is off look the same); `on_phone`: a phone shows it.
   */
  progress: z.enum(['waiting', 'sent', 'on_phone']),
  /** Why a challenge was cancelled: by the app, or because a code is needed now (a second browser asked, or a wrong pick elsewhere). */
  cause: z.enum(['none', 'by_app', 'raised']),
  expiresAtMs: timeMs,
  /** The server's clock, so that a page's countdown does not depend on its own. */
  nowMs: timeMs,
})
export type ChallengeStatus = z.infer<typeof challengeStatus>
