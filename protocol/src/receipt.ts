// The signed truth about a challenge, told to each of the account's devices when its state changes (rules [RC…]).

import type { ValuesOf } from './canonical.js'
import { code, defineDocument, raw, u64 } from './canonical.js'

/** States of a challenge. `pending` and `approved` can still change; all others are final. */
export const challengeState = {
  pending: 1,
  approved: 2,
  redeemed: 3,
  lapsed: 4,
  denied: 5,
  reported: 6,
  mismatched: 7,
  expired: 8,
  cancelled: 9,
} as const
export type ChallengeStateName = keyof typeof challengeState
export type ChallengeStateCode = (typeof challengeState)[ChallengeStateName]

const codes = Object.values(challengeState)
const fields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  keyId: [3, raw(16)],
  challengeId: [4, raw(16)],
  deviceId: [5, raw(16)],
  state: [6, code(codes)],
  decidedAtMs: [7, u64],
  byThisDevice: [8, code([0, 1])],
} as const
export type Receipt = ValuesOf<typeof fields>

/** Signed by a challenge key. `byThisDevice` is 1 when the state came from this device's own answer. */
export const receiptDocument = defineDocument('countersign/v1/receipt', fields)

const names = new Map(
  Object.entries(challengeState).map(([name, value]) => [value as number, name as ChallengeStateName]),
)

/** Code → name. Throws RangeError for a code that is no state. */
export function challengeStateName(value: number): ChallengeStateName {
  const name = names.get(value)
  if (name === undefined) throw new RangeError(`state: ${value} is not a challenge state`)
  return name
}
