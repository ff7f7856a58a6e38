// Challenges and deliveries as rows, and back.
import type { Answered, Shown } from '../core/ports-challenges.js'
import type { AnswerRecord, ChallengeRecord, Delivery } from '../core/records.js'
import { fromJson, toBit, toBytes } from './column.js'
import { toDevice } from './device-rows.js'
import type { ChallengeTable, DeliveryTable, DeviceTable } from './tables.js'

export function challengeRow(challenge: ChallengeRecord): ChallengeTable {
  return {
    id: challenge.id,
    account_id: challenge.accountId,
    app_id: challenge.appId,
    pool: challenge.pool,
    purpose: challenge.purpose,
    mode: challenge.mode,
    requirements: challenge.requirements,
    state: challenge.state,
    cause: challenge.cause,
    pushed: toBit(challenge.pushed),
    options: JSON.stringify(challenge.options),
    app_nonce: challenge.appNonce,
    expected_choice: challenge.expectedChoice,
    watch_token_hash: challenge.watchTokenHash,
    requester_address: challenge.requester.address,
    requester_browser: challenge.requester.browser,
    browser_known: challenge.browserKnown,
    browser_id: challenge.browserId ?? null,
    place: challenge.place,
    request_id: challenge.requestId,
    trace_parent: challenge.traceParent,
    created_at_ms: challenge.createdAtMs,
    expires_at_ms: challenge.expiresAtMs,
    decided_at_ms: challenge.decidedAtMs ?? null,
    answer_device_id: challenge.answer?.deviceId ?? null,
    answer_body: challenge.answer?.body ?? null,
    answer_signature: challenge.answer?.signature ?? null,
    answer_nearby: toBit(challenge.answer?.nearby ?? false),
  }
}

export function toChallenge(row: ChallengeTable): ChallengeRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    appId: row.app_id,
    pool: row.pool,
    purpose: row.purpose,
    mode: row.mode,
    requirements: row.requirements,
    state: row.state,
    cause: row.cause,
    pushed: row.pushed === 1,
    options: fromJson<readonly number[]>(row.options),
    appNonce: toBytes(row.app_nonce),
    expectedChoice: toBytes(row.expected_choice),
    watchTokenHash: toBytes(row.watch_token_hash),
    requester: { address: row.requester_address, browser: row.requester_browser },
    browserKnown: row.browser_known,
    browserId: row.browser_id ?? undefined,
    place: row.place,
    requestId: row.request_id,
    traceParent: row.trace_parent,
    createdAtMs: row.created_at_ms,
    expiresAtMs: row.expires_at_ms,
    decidedAtMs: row.decided_at_ms ?? undefined,
    answer: toAnswer(row),
  }
}

function toAnswer(row: ChallengeTable): AnswerRecord | undefined {
  const { answer_device_id: deviceId, answer_body: body, answer_signature: signature } = row
  if (deviceId === null || body === null || signature === null) return undefined
  return {
    deviceId,
    body: toBytes(body),
    signature: toBytes(signature),
    nearby: row.answer_nearby === 1,
  }
}

export function deliveryRow(delivery: Delivery): DeliveryTable {
  return {
    challenge_id: delivery.challengeId,
    device_id: delivery.deviceId,
    key_id: delivery.keyId,
    body: delivery.body,
  }
}

export function toDelivery(row: DeliveryTable): Delivery {
  return {
    challengeId: row.challenge_id,
    deviceId: row.device_id,
    keyId: row.key_id,
    body: toBytes(row.body),
  }
}

/** A challenge, a delivery and a device in one row; what they would name alike is prefixed. */
export interface ShownRow
  extends ChallengeTable,
    DeliveryTable,
    Pick<DeviceTable, 'name' | 'public_key' | 'counter' | 'verifies' | 'changed_at_ms' | 'last_used_at_ms'> {
  readonly device_account_id: DeviceTable['account_id']
  readonly device_state: DeviceTable['state']
  readonly device_created_at_ms: number
}

/** The same, where the delivery and its device may be missing. */
export type AnsweredRow = ChallengeTable &
  (Omit<ShownRow, keyof ChallengeTable> | { readonly device_id: null })

export function toAnswered(row: AnsweredRow): Answered {
  if (row.device_id === null) return { challenge: toChallenge(row), shown: undefined }
  const shown = toShown(row)
  return { challenge: shown.challenge, shown }
}

export function toShown(row: ShownRow): Shown {
  return {
    challenge: toChallenge(row),
    delivery: toDelivery(row),
    // Column by column: to spread a row of fifty for these ten costs more than to find it.
    device: toDevice({
      id: row.device_id,
      account_id: row.device_account_id,
      name: row.name,
      public_key: row.public_key,
      state: row.device_state,
      counter: row.counter,
      verifies: row.verifies,
      created_at_ms: row.device_created_at_ms,
      changed_at_ms: row.changed_at_ms,
      last_used_at_ms: row.last_used_at_ms,
    }),
  }
}
