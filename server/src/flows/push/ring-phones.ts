// A request rings: on the phones that are connected, and where none is or nobody sees it, by a push (rules [WP3], [WP8]).
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { Ports } from '../../core/ports.js'
import { PUSH_AFTER_MS } from '../../core/push.js'
import type { ChallengeRecord, Delivery } from '../../core/records.js'
import type { Silence } from '../../core/rings.js'
import { afterwards } from '../afterwards.js'
import { challengeFrame } from '../tell.js'
import { tracerOf } from '../traced.js'
import { startPush } from './send-push.js'

export interface Ringing {
  readonly challenge: ChallengeRecord
  /** One a phone, each with its own body; also the one that stands in for the phone that is not there. */
  readonly deliveries: readonly Delivery[]
  /** Why nothing rings; undefined when it does. */
  readonly silence: Silence | undefined
  readonly ring: DecidedSettings['ring']
}

/**
 * Sends it to the connected phones, looks up who wants to be woken, and wakes: at once where no connection is, and after a moment where
 * one is and its phone has not shown the request by then. All of it once the reply to the app has left, whoever the account is ([WP8]).
 */
export function ringPhones(ports: Ports, ringing: Ringing): void {
  afterwards(ports, 'challenge', () =>
    ringing.silence === undefined
      ? tracerOf(ports, ringing.challenge).span('ring', {}, () => ring(ports, ringing))
      : keepSilent(ports, ringing),
  )
}

async function keepSilent(ports: Ports, { challenge, deliveries, silence }: Ringing): Promise<void> {
  if (silence === undefined) return
  const atMs = ports.clock.nowMs()
  for (const { deviceId } of deliveries)
    ports.rings.note({ challengeId: challenge.id, deviceId, atMs, silence })
}

async function ring(ports: Ports, { challenge, deliveries, ring: wanted }: Ringing): Promise<void> {
  const nowMs = ports.clock.nowMs()
  const { id: challengeId, expiresAtMs, requestId: askedIn, traceParent } = challenge
  const present = await ports.fabric.present(deliveries.map(({ deviceId }) => deviceId))
  for (const delivery of deliveries) {
    const { deviceId } = delivery
    const isPresent = present.includes(deviceId)
    ports.rings.note({ challengeId, deviceId, atMs: nowMs, ...(isPresent ? { socketAtMs: nowMs } : {}) })
    if (isPresent) await ports.fabric.send(deviceId, challengeFrame(ports, delivery))
  }
  if (ports.push.publicKey === undefined) return
  const shownTo = new Set(deliveries.map(({ deviceId }) => deviceId))
  for (const subscription of await ports.storage.read.pushSubscriptions.ofAccount(challenge.accountId)) {
    const { deviceId } = subscription
    if (!shownTo.has(deviceId)) continue
    const push = {
      ...{ challengeId, deviceId, expiresAtMs, askedIn, traceParent },
      ...{ dueAtMs: nowMs + PUSH_AFTER_MS, attempts: 0 },
    }
    if (wanted === 'always' || !present.includes(deviceId)) startPush(ports, push, subscription)
    else if (!ports.rings.wait(push)) startPush(ports, push, subscription)
  }
}
