// Where a device is woken: what it signs to give the server a push subscription, or to take it back (rules [WP…]).

import type { ValuesOf } from './canonical.js'
import { bytesBetween, code, defineDocument, raw, text } from './canonical.js'
import { PUSH_ENDPOINT_MAX_BYTES } from './limits.js'

const fields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  deviceId: [3, raw(16)],
  /** Of the `hello` of the very socket that it is sent on: what was signed once says nothing on another. */
  nonce: [4, raw(32)],
  /** Empty: the device is no longer to be woken, and the three fields below are empty too. */
  endpoint: [5, text(PUSH_ENDPOINT_MAX_BYTES)],
  p256dh: [6, bytesBetween(0, 65)],
  auth: [7, bytesBetween(0, 16)],
  wake: [8, bytesBetween(0, 16)],
} as const
export type PushSubscriptionClaim = ValuesOf<typeof fields>

/** Signed by `K1`. */
export const pushSubscriptionDocument = defineDocument('countersign/v1/push-subscription', fields)
