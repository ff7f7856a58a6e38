// The resource /v1/challenges: an app asks for an approval, looks where it is, redeems it or withdraws it.
import type { ChallengeId } from '@countersign/protocol'
import {
  approvalAnswered,
  cancelBody,
  challengeStatus,
  fromBase64Url,
  redeemBody,
  redeemed,
  requestApprovalBody,
} from '@countersign/protocol'
import { cancelChallenge } from '../../flows/cancel-challenge.js'
import { statusForApp } from '../../flows/challenge-status.js'
import { redeemChallenge } from '../../flows/redeem-challenge.js'
import { secondFactorFor } from '../../flows/second-factor-for.js'
import { appCommand, appQuery } from '../operation.js'
import { exampleIds, exampleStatus } from './examples.js'

const common = { group: 'Challenges', access: 'app', cors: 'no_page' } as const

export const requestApprovalOperation = appCommand(
  {
    ...common,
    method: 'post',
    path: '/v1/challenges',
    summary: 'Ask for an approval',
    description:
      'Call it when the user has passed the first factor. Keep `challengeId`, `appNonce` and `match` in your own server-side session; give the browser only `watchToken` and what it must show. An ID that nobody has is answered in the same shape: such a challenge expires. With `mayWaive: true`, and only then, the answer may be a waiver instead (`decision: "waived"`): no phone is asked, because the policy asks for none; check its statement. With `maySetUp` it may be a link to the server’s set-up page (`decision: "setUp"`), for somebody who needs a second factor and has none: send the browser there, it comes back to `returnTo`. With `sameDevice: true` nothing rings: the page, on the phone that approves, shows a link to the authenticator ([LK2]).',
    answer: {
      status: 201,
      description:
        'The phones were asked, or the person can fetch the request in the app (`delivery: pull`).',
      shape: { name: 'ApprovalAnswered', schema: approvalAnswered },
    },
    codes: [
      'unauthorized',
      'body_invalid',
      'passkey_required',
      'too_many_open_challenges',
      'too_many_requests',
    ],
    example: {
      body: {
        userId: 'alice',
        purpose: 'login',
        appNonce: exampleIds.appNonce,
        context: { address: '203.0.113.7', browser: 'Firefox on Windows' },
      },
      answer: {
        challengeId: exampleIds.challengeId,
        accountId: exampleIds.accountId,
        watchToken: exampleIds.watchToken,
        match: { mode: 'symbol', symbolId: 17 },
        delivery: 'push',
        otherWays: ['totp', 'backup', 'bypass'],
        mayUsePasskey: true,
        issuedAtMs: exampleStatus.nowMs,
        expiresAtMs: exampleStatus.expiresAtMs,
      },
    },
  },
  { name: 'RequestApproval', schema: requestApprovalBody },
  (ports, app, body) => secondFactorFor(ports, app, body),
)

export const redeemOperation = appCommand(
  {
    ...common,
    method: 'post',
    path: '/v1/challenges/{id}/redeem',
    summary: 'Redeem an approval',
    description:
      'Once, by the app that asked, with the nonce of the session that asked, within 60 seconds of the approval. The assertion is a JWS that holds the device’s own signature: check it, do not just trust this answer. A challenge of mode `link` needs the `returnCode` that the authenticator sent back with the browser: without it, or with another, the call is refused with `unauthorized` and nothing is spent.',
    answer: {
      status: 200,
      description: 'The signed assertion.',
      shape: { name: 'Redeemed', schema: redeemed },
    },
    codes: ['unauthorized', 'body_invalid', 'challenge_unknown', 'challenge_not_approved', 'challenge_final'],
    example: {
      body: { appNonce: exampleIds.appNonce },
      answer: { assertion: 'eyJhbGciOiJFZERTQSIs….eyJpc3MiOiI….kT9f…' },
    },
  },
  { name: 'Redeem', schema: redeemBody },
  (ports, app, { appNonce, returnCode }, id) =>
    redeemChallenge(
      ports,
      app,
      idOf(id),
      bytes(appNonce),
      returnCode === undefined ? undefined : bytes(returnCode),
    ),
)

export const challengeStatusOperation = appQuery(
  {
    ...common,
    method: 'get',
    path: '/v1/challenges/{id}',
    summary: 'Where a challenge is',
    description: 'For the app itself. A waiting page uses `/v1/watch`, which tells at once and never polls.',
    answer: {
      status: 200,
      description: 'The state now.',
      shape: { name: 'ChallengeStatus', schema: challengeStatus },
    },
    codes: ['unauthorized', 'challenge_unknown'],
    example: { answer: exampleStatus },
  },
  (ports, app, id) => statusForApp(ports, app, idOf(id)),
)

export const cancelOperation = appCommand(
  {
    ...common,
    method: 'post',
    path: '/v1/challenges/{id}/cancel',
    summary: 'Withdraw a challenge',
    description:
      'The request disappears from the phones. A challenge that was decided already keeps its state, and the answer tells it.',
    answer: {
      status: 200,
      description: 'The state now.',
      shape: { name: 'ChallengeStatus', schema: challengeStatus },
    },
    codes: ['unauthorized', 'body_invalid', 'challenge_unknown'],
    example: {
      body: { appNonce: exampleIds.appNonce },
      answer: { ...exampleStatus, state: 'cancelled', cause: 'by_app' },
    },
  },
  { name: 'Cancel', schema: cancelBody },
  (ports, app, body, id) => cancelChallenge(ports, app, idOf(id), bytes(body.appNonce)),
)

function idOf(id: string): ChallengeId {
  // Sound: operation.ts lets only UUID texts pass, and the path says that they name a challenge.
  return id as ChallengeId
}

function bytes(text: string): Uint8Array {
  // The schema took only base64url of the right length; the empty array would be refused as a wrong nonce.
  return fromBase64Url(text) ?? new Uint8Array(0)
}
