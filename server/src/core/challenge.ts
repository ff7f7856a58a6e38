// The life of a challenge: which event turns which state into which. Who may send an event is decided elsewhere.
import type { DecisionName, DeviceId } from '@countersign/protocol'
import type { ChallengeChange } from './ports-challenges.js'
import type { AnswerRecord, CancelCause, ChallengeRecord } from './records.js'

/** Each state with only the facts that exist in it. Only `pending` and `approved` can still change. */
export type Life =
  | { readonly state: 'pending'; readonly expiresAtMs: number }
  | { readonly state: 'approved'; readonly redeemByMs: number; readonly deviceId: DeviceId }
  | { readonly state: 'denied' | 'reported' | 'mismatched'; readonly deviceId: DeviceId }
  | { readonly state: 'cancelled'; readonly cause: CancelCause }
  | { readonly state: 'redeemed' | 'lapsed' | 'expired' }

export type ChallengeEvent =
  | {
      readonly type: 'approve'
      readonly deviceId: DeviceId
      readonly matches: boolean
      readonly redeemWithinMs: number
    }
  | { readonly type: 'deny' | 'report'; readonly deviceId: DeviceId }
  | { readonly type: 'redeem' }
  /** Its account was suspended or deleted. */
  | { readonly type: 'bar' }
  | { readonly type: 'cancel'; readonly cause: 'by_app' | 'raised' }
  | { readonly type: 'tick' }

/**
 * The state after an event; the very same object when the event changes nothing. Time comes first: a late event finds the
 * challenge over. A deny or report wins over `approved` until it is redeemed; nothing wins over a final state.
 */
export function transition(life: Life, event: ChallengeEvent, nowMs: number): Life {
  const aged = afterTime(life, nowMs)
  switch (event.type) {
    case 'approve':
      if (aged.state !== 'pending') return aged
      if (!event.matches) return { state: 'mismatched', deviceId: event.deviceId }
      return { state: 'approved', redeemByMs: nowMs + event.redeemWithinMs, deviceId: event.deviceId }
    case 'deny':
    case 'report':
      if (!isOpen(aged)) return aged
      return { state: event.type === 'deny' ? 'denied' : 'reported', deviceId: event.deviceId }
    case 'redeem':
      return aged.state === 'approved' ? { state: 'redeemed' } : aged
    case 'cancel':
      return aged.state === 'pending' ? { state: 'cancelled', cause: event.cause } : aged
    case 'bar':
      // [ST7]: an approval of before is no way in after.
      return isOpen(aged) ? { state: 'cancelled', cause: 'none' } : aged
    case 'tick':
      return aged
    default:
      return unreachable(event)
  }
}

/** Whether anything can still change it. */
export function isOpen(life: Life): boolean {
  return life.state === 'pending' || life.state === 'approved'
}

/** Whether an answer can still have an effect: an approval is taken back until it is redeemed ([ST4]). */
export function takes(life: Life, decision: DecisionName): boolean {
  return decision === 'approve' ? life.state === 'pending' : isOpen(life)
}

/** Alive up to the last millisecond before its end, over at it. */
function afterTime(life: Life, nowMs: number): Life {
  if (life.state === 'pending' && nowMs >= life.expiresAtMs) return { state: 'expired' }
  if (life.state === 'approved' && nowMs >= life.redeemByMs) return { state: 'lapsed' }
  return life
}

/** The life that a stored challenge is in, as it was written: time since then not yet applied. */
export function lifeOf(record: ChallengeRecord, redeemWithinMs: number): Life {
  const { state } = record
  switch (state) {
    case 'pending':
      return { state, expiresAtMs: record.expiresAtMs }
    case 'approved':
    case 'denied':
    case 'reported':
    case 'mismatched':
      return answeredLife(record, state, redeemWithinMs)
    case 'cancelled':
      return { state, cause: record.cause }
    case 'redeemed':
    case 'lapsed':
    case 'expired':
      return { state }
    default:
      return unreachable(state)
  }
}

/** A row that says "answered" and names no answer was not written by us; closed by default, nothing can be redeemed from it. */
function answeredLife(
  { answer, decidedAtMs }: ChallengeRecord,
  state: 'approved' | 'denied' | 'reported' | 'mismatched',
  redeemWithinMs: number,
): Life {
  if (answer === undefined || decidedAtMs === undefined) return { state: 'lapsed' }
  if (state !== 'approved') return { state, deviceId: answer.deviceId }
  return { state, redeemByMs: decidedAtMs + redeemWithinMs, deviceId: answer.deviceId }
}

/** The compare-and-set that writes a step. */
export function changeTo(
  record: ChallengeRecord,
  next: Life,
  nowMs: number,
  answer?: AnswerRecord,
): ChallengeChange {
  return {
    id: record.id,
    from: record.state,
    to: next.state,
    nowMs,
    notExpired: record.state === 'pending' && next.state !== 'expired',
    ...(next.state === 'cancelled' ? { cause: next.cause } : {}),
    ...(answer === undefined ? {} : { answer }),
  }
}

/** The record as it is once that compare-and-set has won. */
export function recordAfter(record: ChallengeRecord, change: ChallengeChange): ChallengeRecord {
  return {
    ...record,
    state: change.to,
    decidedAtMs: change.nowMs,
    cause: change.cause ?? record.cause,
    answer: change.answer ?? record.answer,
  }
}

/** Only the type checker ever comes here; at run time an unknown word changes nothing and opens nothing. */
function unreachable(_: never): Life {
  return { state: 'expired' }
}
