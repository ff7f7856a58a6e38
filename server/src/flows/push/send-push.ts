// One push to one phone: sealed terms opened, carried, and what its push service answered acted upon (rules [WP2], [WP5]).
import type { PushTerms } from '@countersign/protocol'
import { concat, fromBase64Url, toBase64Url } from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import type { PushSubscription, WaitingPush } from '../../core/ports-push.js'
import { pushPlace } from '../../core/ports-push.js'
import { afterPush, isWorthwhile, pushPayload, pushTtlSeconds } from '../../core/push.js'
import type { PushOutcome } from '../../core/rings.js'
import { tracerOf } from '../traced.js'

/** Takes a place in the line of its push service. Returns at once; what comes of it is noted. */
export function startPush(ports: Ports, push: WaitingPush, subscription: PushSubscription): void {
  const terms = openTerms(ports, subscription)
  const service = terms && ports.push.serviceOf(terms)
  // It was allowed when it was given; the settings have changed since.
  if (terms === undefined || service === undefined) {
    note(ports, push, 'refused')
    return
  }
  const work = (): Promise<void> =>
    send(ports, push, subscription, { terms, service }).catch((error: unknown) =>
      ports.log.error('push_failed', { deviceId: push.deviceId, error }),
    )
  if (!ports.rings.offer(service, work)) note(ports, push, 'crowded')
}

interface Addressed {
  readonly terms: PushTerms
  readonly service: string
}

async function send(
  ports: Ports,
  push: WaitingPush,
  subscription: PushSubscription,
  { terms, service }: Addressed,
): Promise<void> {
  const sentAtMs = ports.clock.nowMs()
  const ttlSeconds = pushTtlSeconds(push.expiresAtMs, sentAtMs)
  if (ttlSeconds === undefined) return note(ports, push, 'too_late')
  if (subscription.quietUntilMs > sentAtMs) {
    note(ports, push, 'busy')
    if (isWorthwhile(subscription.quietUntilMs, push.expiresAtMs))
      ports.rings.wait({ ...push, dueAtMs: subscription.quietUntilMs })
    return
  }
  const topic = topicOf(ports, terms)
  const answer = await tracerOf(ports, push).span(
    'push',
    { 'countersign.push_service': service },
    () => ports.push.send({ terms, payload: pushPayload(terms), ttlSeconds, topic }),
    'client',
  )

  const attempts = push.attempts + 1
  const status = answer.kind === 'answered' ? answer.status : undefined
  const nowMs = ports.clock.nowMs()
  const after = afterPush(answer, { attempts, expiresAtMs: push.expiresAtMs, nowMs })
  note(ports, push, after.outcome, sentAtMs, status)
  if (after.outcome !== 'taken') {
    const { challengeId, deviceId } = push
    const why = answer.kind === 'failed' ? { error: answer.error } : { status }
    ports.log.warn('push_not_taken', {
      challengeId,
      deviceId,
      service,
      attempts,
      askedIn: push.askedIn,
      ...why,
    })
  }
  if (after.ends) await end(ports, subscription)
  const { quietUntilMs, againAtMs } = after
  if (quietUntilMs !== undefined)
    await ports.storage.transaction(({ pushSubscriptions }) =>
      pushSubscriptions.quiet(subscription.id, quietUntilMs),
    )
  if (againAtMs !== undefined) ports.rings.wait({ ...push, attempts, dueAtMs: againAtMs })
}

/** The phone, if it is connected now, hears it and may subscribe anew; else with its next welcome. */
async function end(ports: Ports, { id, deviceId }: PushSubscription): Promise<void> {
  const isDropped = await ports.storage.transaction(({ pushSubscriptions }) => pushSubscriptions.drop(id), {
    one: `push ${id}`,
  })
  if (isDropped) await ports.fabric.send(deviceId, { type: 'push_state', state: 'off' })
}

/** Undefined: they were sealed under another master key, or somebody wrote into the database. */
function openTerms(ports: Ports, { id, sealedTerms, deviceId }: PushSubscription): PushTerms | undefined {
  try {
    // Sound: sealed under our own key, in this very place, so written by `setPushSubscription`.
    return JSON.parse(new TextDecoder().decode(ports.vault.unseal(sealedTerms, pushPlace(id)))) as PushTerms
  } catch (error) {
    ports.log.error('push_terms_unreadable', { deviceId, error })
    return undefined
  }
}

const TOPIC_BYTES = 18
const TOPIC_DOMAIN = new TextEncoder().encode('countersign/v1/push-topic')

/**
 * RFC 8030 §5.4: a newer request takes the place of one that still waits, on the same phone for the same pairing. Several pairings can
 * share one subscription, so it is made of what each chose; the push service learns nothing from it.
 */
function topicOf({ vault }: Ports, { wake }: PushTerms): string {
  const bytes = fromBase64Url(wake) ?? new Uint8Array(0)
  return toBase64Url(vault.sha256(concat([TOPIC_DOMAIN, bytes])).slice(0, TOPIC_BYTES))
}

function note(
  ports: Ports,
  { challengeId, deviceId }: WaitingPush,
  outcome: PushOutcome,
  atMs: number = ports.clock.nowMs(),
  status?: number,
): void {
  ports.metrics.pushed(outcome)
  ports.rings.note({ challengeId, deviceId, atMs, push: { atMs, outcome, status } })
}
