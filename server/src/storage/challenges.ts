// The challenge store: questions, what each device is shown of them, and the one compare-and-set that ends them.
import type { AccountId, ChallengeId, DeviceId } from '@countersign/protocol'
import { sql } from 'kysely'
import type { ChallengeStore } from '../core/ports-challenges.js'
import type { CancelCause, ChallengeRecord } from '../core/records.js'
import type { AnsweredRow } from './challenge-rows.js'
import { challengeRow, deliveryRow, toAnswered, toChallenge, toDelivery, toShown } from './challenge-rows.js'
import { toBit } from './column.js'
import { deleteGuardOfNobody } from './guards.js'
import { defineQuery } from './query.js'
import type { Session } from './session.js'
import type { ChallengeTable, DeliveryTable } from './tables.js'

export function challengeStore(session: Session): ChallengeStore {
  return {
    async add(challenge, deliveries) {
      await Promise.all([
        session.changes(insert, challengeRow(challenge)),
        ...deliveries.map((delivery) => session.changes(insertDelivery, deliveryRow(delivery))),
      ])
    },
    async byId(id) {
      const row = await session.row(selectById, { id })
      return row && toChallenge(row)
    },
    async byWatchToken(hash) {
      const row = await session.row(selectByWatchToken, { hash })
      return row && toChallenge(row)
    },
    async openOf(accountId, nowMs) {
      return (await session.rows(selectOpenOf, { accountId, nowMs })).map(toChallenge)
    },
    async unfinishedOf(accountId) {
      return (await session.rows(selectUnfinishedOf, { accountId })).map(toChallenge)
    },
    async change({ id, from, to, nowMs, notExpired, cause, answer }) {
      const changed = await session.changes(updateState, {
        id,
        from,
        to,
        nowMs,
        // Every expiry is after the year 1970, so 0 lets all of them pass.
        expiresAfterMs: notExpired ? nowMs : 0,
        cause: cause ?? null,
        answerDeviceId: answer?.deviceId ?? null,
        answerBody: answer?.body ?? null,
        answerSignature: answer?.signature ?? null,
        answerNearby: answer === undefined ? null : toBit(answer.nearby),
      })
      return changed === 1
    },
    async nameBrowser(id, browserId) {
      return (await session.changes(updateBrowser, { id, browserId })) === 1
    },
    async delivery(id, deviceId) {
      const row = await session.row(selectDelivery, { id, deviceId })
      return row && toDelivery(row)
    },
    async shownTo(id, deviceId) {
      const row = await session.row(selectShown, { id, deviceId })
      return row && toShown(row)
    },
    async answered(id) {
      const row = await session.row(selectAnswered, { id })
      // Sound: `device_id` is the device's own, so it is null unless delivery and device are both there.
      return row && toAnswered(row as AnsweredRow)
    },
    async deliveriesOf(id) {
      return (await session.rows(selectDeliveriesOf, { id })).map(toDelivery)
    },
    async deviceIdsOf(id) {
      return (await session.rows(selectDeviceIdsOf, { id })).map((row) => row.device_id)
    },
    async openDeliveries(deviceId, nowMs, pushedOnly) {
      const leastPushed = toBit(pushedOnly)
      return (await session.rows(selectOpenDeliveries, { deviceId, nowMs, leastPushed })).map(toDelivery)
    },
    async ringing(nowMs, limit) {
      const found = await session.rows(selectRinging, { nowMs, limit })
      return found.map((row) => ({ challengeId: row.challenge_id, deviceId: row.device_id }))
    },
    async overdue(nowMs, approvedBeforeMs, limit) {
      const expired = await session.rows(selectExpired, { nowMs, limit })
      const lapsed = await session.rows(selectLapsed, { approvedBeforeMs, limit: limit - expired.length })
      return [...expired, ...lapsed].map(toChallenge)
    },
    async purge(beforeMs, limit) {
      const purged = await session.rows(deleteOld, { beforeMs, limit })
      for (const accountId of new Set(purged.map((row) => row.account_id)))
        await session.changes(deleteGuardOfNobody, { accountId, beforeMs })
      return purged.length
    },
  }
}

// States stand as literals where a partial index of the migration must apply: no engine proves that a placeholder matches it.
const pending = sql.lit<'pending'>('pending')
const approved = sql.lit<'approved'>('approved')
// Beside `state = 'pending'` too: SQLite wants the condition of the index as it stands (https://sqlite.org/partialindex.html).
const open = [pending, approved]

const insert = defineQuery((db, row: ChallengeTable) =>
  db.insertInto('challenge').values({
    id: row.id,
    account_id: row.account_id,
    app_id: row.app_id,
    pool: row.pool,
    purpose: row.purpose,
    mode: row.mode,
    requirements: row.requirements,
    state: row.state,
    cause: row.cause,
    pushed: row.pushed,
    options: row.options,
    app_nonce: row.app_nonce,
    expected_choice: row.expected_choice,
    watch_token_hash: row.watch_token_hash,
    requester_address: row.requester_address,
    requester_browser: row.requester_browser,
    browser_known: row.browser_known,
    browser_id: row.browser_id,
    place: row.place,
    request_id: row.request_id,
    trace_parent: row.trace_parent,
    created_at_ms: row.created_at_ms,
    expires_at_ms: row.expires_at_ms,
    decided_at_ms: row.decided_at_ms,
    answer_device_id: row.answer_device_id,
    answer_body: row.answer_body,
    answer_signature: row.answer_signature,
    answer_nearby: row.answer_nearby,
  }),
)

const insertDelivery = defineQuery((db, row: DeliveryTable) =>
  db.insertInto('delivery').values({
    challenge_id: row.challenge_id,
    device_id: row.device_id,
    key_id: row.key_id,
    body: row.body,
  }),
)

const selectById = defineQuery((db, p: { readonly id: ChallengeId }) =>
  db.selectFrom('challenge').selectAll().where('id', '=', p.id),
)

const selectByWatchToken = defineQuery((db, p: { readonly hash: Uint8Array }) =>
  db.selectFrom('challenge').selectAll().where('watch_token_hash', '=', p.hash),
)

const selectOpenOf = defineQuery((db, p: { readonly accountId: AccountId; readonly nowMs: number }) =>
  db
    .selectFrom('challenge')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .where('state', 'in', open)
    .where('state', '=', pending)
    .where('expires_at_ms', '>', p.nowMs)
    .orderBy('created_at_ms')
    .orderBy('id'),
)

const selectUnfinishedOf = defineQuery((db, p: { readonly accountId: AccountId }) =>
  db
    .selectFrom('challenge')
    .selectAll()
    .where('account_id', '=', p.accountId)
    .where('state', 'in', open)
    .orderBy('created_at_ms')
    .orderBy('id'),
)

interface StateChange {
  readonly id: ChallengeId
  readonly from: ChallengeRecord['state']
  readonly to: ChallengeRecord['state']
  readonly nowMs: number
  readonly expiresAfterMs: number
  readonly cause: CancelCause | null
  readonly answerDeviceId: DeviceId | null
  readonly answerBody: Uint8Array | null
  readonly answerSignature: Uint8Array | null
  readonly answerNearby: number | null
}

const updateState = defineQuery((db, p: StateChange) =>
  db
    .updateTable('challenge')
    .set({
      state: p.to,
      decided_at_ms: p.nowMs,
      cause: sql<CancelCause>`coalesce(${p.cause}, cause)`,
      answer_device_id: sql<DeviceId | null>`coalesce(${p.answerDeviceId}, answer_device_id)`,
      answer_body: sql<Uint8Array | null>`coalesce(${p.answerBody}, answer_body)`,
      answer_signature: sql<Uint8Array | null>`coalesce(${p.answerSignature}, answer_signature)`,
      answer_nearby: sql<number>`coalesce(${p.answerNearby}, answer_nearby)`,
    })
    .where('id', '=', p.id)
    .where('state', '=', p.from)
    .where('expires_at_ms', '>', p.expiresAfterMs),
)

const updateBrowser = defineQuery((db, p: { readonly id: ChallengeId; readonly browserId: string }) =>
  db
    .updateTable('challenge')
    .set({ browser_id: p.browserId })
    .where('id', '=', p.id)
    .where('browser_id', 'is', null),
)

const selectDelivery = defineQuery((db, p: { readonly id: ChallengeId; readonly deviceId: DeviceId }) =>
  db.selectFrom('delivery').selectAll().where('challenge_id', '=', p.id).where('device_id', '=', p.deviceId),
)

const selectShown = defineQuery((db, p: { readonly id: ChallengeId; readonly deviceId: DeviceId }) =>
  db
    .selectFrom('delivery')
    .innerJoin('challenge', 'challenge.id', 'delivery.challenge_id')
    .innerJoin('device', 'device.id', 'delivery.device_id')
    .selectAll('challenge')
    .select(['delivery.challenge_id', 'delivery.device_id', 'delivery.key_id'])
    .select('delivery.body')
    .select(['device.account_id as device_account_id', 'device.name', 'device.public_key'])
    .select(['device.state as device_state', 'device.counter', 'device.verifies'])
    .select(['device.created_at_ms as device_created_at_ms', 'device.changed_at_ms'])
    .select('device.last_used_at_ms')
    .where('delivery.challenge_id', '=', p.id)
    .where('delivery.device_id', '=', p.deviceId),
)

const selectAnswered = defineQuery((db, p: { readonly id: ChallengeId }) =>
  db
    .selectFrom('challenge')
    .leftJoin('delivery', (join) =>
      join
        .onRef('delivery.challenge_id', '=', 'challenge.id')
        .onRef('delivery.device_id', '=', 'challenge.answer_device_id'),
    )
    .leftJoin('device', 'device.id', 'delivery.device_id')
    .selectAll('challenge')
    .select(['delivery.challenge_id', 'delivery.key_id', 'delivery.body', 'device.id as device_id'])
    .select(['device.account_id as device_account_id', 'device.name', 'device.public_key'])
    .select(['device.state as device_state', 'device.counter', 'device.verifies'])
    .select(['device.created_at_ms as device_created_at_ms', 'device.changed_at_ms'])
    .select('device.last_used_at_ms')
    .where('challenge.id', '=', p.id),
)

const selectDeliveriesOf = defineQuery((db, p: { readonly id: ChallengeId }) =>
  db.selectFrom('delivery').selectAll().where('challenge_id', '=', p.id).orderBy('device_id'),
)

const selectDeviceIdsOf = defineQuery((db, p: { readonly id: ChallengeId }) =>
  db.selectFrom('delivery').select('device_id').where('challenge_id', '=', p.id).orderBy('device_id'),
)

// By way of the device's account and its open challenges: few, whatever the number of old deliveries.
const selectOpenDeliveries = defineQuery(
  (db, p: { readonly deviceId: DeviceId; readonly nowMs: number; readonly leastPushed: number }) =>
    db
      .selectFrom('device')
      .innerJoin('challenge', 'challenge.account_id', 'device.account_id')
      .innerJoin('delivery', (join) =>
        join
          .onRef('delivery.challenge_id', '=', 'challenge.id')
          .onRef('delivery.device_id', '=', 'device.id'),
      )
      .selectAll('delivery')
      .where('device.id', '=', p.deviceId)
      .where('challenge.state', 'in', open)
      .where('challenge.state', '=', pending)
      .where('challenge.expires_at_ms', '>', p.nowMs)
      .where('challenge.pushed', '>=', p.leastPushed)
      .orderBy('challenge.created_at_ms')
      .orderBy('challenge.id'),
)

// Asked only while nodes cannot reach each other. No bodies: most of these phones are at other nodes.
const selectRinging = defineQuery((db, p: { readonly nowMs: number; readonly limit: number }) =>
  db
    .selectFrom('challenge')
    .innerJoin('delivery', 'delivery.challenge_id', 'challenge.id')
    .select(['delivery.challenge_id', 'delivery.device_id'])
    .where('challenge.state', 'in', open)
    .where('challenge.state', '=', pending)
    .where('challenge.expires_at_ms', '>', p.nowMs)
    .where('challenge.pushed', '=', 1)
    .orderBy('challenge.created_at_ms', 'desc')
    .orderBy('delivery.challenge_id')
    .orderBy('delivery.device_id')
    .limit(p.limit),
)

// The sweep walks all that is open, once a second, and no index of its own is kept for it at each login. By its time in that
// very index most of what is open is passed over without a look at its row, and only what is overdue is sorted.
const selectExpired = defineQuery((db, p: { readonly nowMs: number; readonly limit: number }) =>
  db
    .selectFrom('challenge')
    .selectAll()
    .where('state', 'in', open)
    .where('state', '=', pending)
    .where('expires_at_ms', '<=', p.nowMs)
    .orderBy('expires_at_ms')
    .limit(p.limit),
)

const selectLapsed = defineQuery((db, p: { readonly approvedBeforeMs: number; readonly limit: number }) =>
  db
    .selectFrom('challenge')
    .selectAll()
    .where('state', 'in', open)
    .where('state', '=', approved)
    .where('decided_at_ms', '<=', p.approvedBeforeMs)
    // Nothing is decided before it is created, and the index knows only the creation.
    .where('created_at_ms', '<=', p.approvedBeforeMs)
    .orderBy('decided_at_ms')
    .limit(p.limit),
)

// Deliveries go with their challenge: the foreign key cascades.
const deleteOld = defineQuery((db, p: { readonly beforeMs: number; readonly limit: number }) =>
  db
    .deleteFrom('challenge')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('challenge')
        .select('id')
        .where('state', 'not in', open)
        .where('decided_at_ms', '<', p.beforeMs)
        .orderBy('decided_at_ms')
        .limit(p.limit),
    )
    .returning('account_id'),
)
