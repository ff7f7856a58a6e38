// A server that wakes phones through a push service of our own, and phones that say under their own key where they want to be woken.
import { randomBytes } from 'node:crypto'
import type { ChallengeId, DeviceFrame, PushTerms, ServerFrame } from '@countersign/protocol'
import { idToBytes, pushSubscriptionDocument, toBase64Url } from '@countersign/protocol'
import type { RingOutcome } from '@countersign/protocol/admin'
import { ringOutcome } from '@countersign/server/core/rings'
import type { RingBookLimits } from '@countersign/server/flows/push/ring-book'
import { ringBook } from '@countersign/server/flows/push/ring-book'
import { pushDue, writeRings } from '@countersign/server/flows/push/ring-rounds'
import { setPushSubscription } from '@countersign/server/flows/push/set-subscription'
import type { PushCourierSettings } from '@countersign/server/outgoing/push'
import { createPushCourier } from '@countersign/server/outgoing/push'
import { vapidKeyOf } from '@countersign/server/vault/vapid-key'
import type { Subscribed } from './push-service.js'
import { PushService } from './push-service.js'
import type { TestDevice } from './test-device.js'
import type { World, WorldOptions } from './test-world.js'
import { makeWorld } from './test-world.js'

export type SetPushFrame = Extract<DeviceFrame, { type: 'set_push' }>
type PushState = Extract<ServerFrame, { type: 'push_state' }>

/** The same for every world: what a server with this master key has. */
export const VAPID = vapidKeyOf({ master: new Uint8Array(32).fill(2) })

export interface PushWorld extends World {
  readonly service: PushService
  /** Ends the push service. */
  stop(): Promise<void>
}

/** Where a test ends its push service, also when it fails. */
interface Ending {
  after(end: () => Promise<void>): void
}

export interface PushWorldOptions extends WorldOptions {
  readonly courier?: Partial<PushCourierSettings>
  readonly limits?: Partial<RingBookLimits>
}

/** A push service that ends with the test. */
export async function pushService(t: Ending): Promise<PushService> {
  const service = await PushService.start()
  t.after(() => service.stop())
  return service
}

/** @param t ends the push service with the test; without it the test calls `stop`. */
export async function makePushWorld(
  { courier, limits, ...options }: PushWorldOptions = {},
  t?: Ending,
): Promise<PushWorld> {
  const service = t === undefined ? await PushService.start() : await pushService(t)
  const push = createPushCourier({
    key: VAPID,
    contact: 'mailto:admin@example.org',
    hosts: [service.host],
    allowPrivate: true,
    ...courier,
  })
  const world = await makeWorld({ ...options, push, rings: ringBook(limits) })
  return { ...world, service, stop: () => service.stop() }
}

/** What a phone would send; the nonce is that of its socket. */
export function setPushFrame(
  { ports }: World,
  { id, key }: Pick<TestDevice, 'id' | 'key'>,
  nonce: Uint8Array,
  subscription: PushTerms | null,
): SetPushFrame {
  const { endpoint, p256dh, auth, wake } = subscription ?? { endpoint: '', p256dh: '', auth: '', wake: '' }
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64url'))
  const body = pushSubscriptionDocument.encode({
    version: 1,
    serverId: ports.vault.serverId,
    deviceId: idToBytes(id),
    nonce,
    endpoint,
    p256dh: bytes(p256dh),
    auth: bytes(auth),
    wake: bytes(wake),
  })
  const signature = toBase64Url(key.sign(pushSubscriptionDocument.message(body)))
  return { type: 'set_push', subscription, signature }
}

export function newWake(): string {
  return toBase64Url(new Uint8Array(randomBytes(16)))
}

/** The phone subscribes at the push service and tells the server. */
export async function subscribed(
  world: PushWorld,
  device: TestDevice,
  from: Subscribed = world.service.subscribe(toBase64Url(VAPID.publicKey)),
): Promise<{ readonly terms: PushTerms; readonly state: PushState }> {
  const terms = { ...from, wake: newWake() }
  const nonce = new Uint8Array(randomBytes(32))
  const frame = setPushFrame(world, device, nonce, terms)
  const state = await setPushSubscription(world.ports, device.id, nonce, frame)
  return { terms, state }
}

/** Time passes, and the round of pushes comes round. */
export async function later(world: PushWorld, ms: number): Promise<void> {
  world.clock.advance(ms)
  await pushDue(world.ports)
}

/** What an admin would read of a request, by phone, once all that is under way is done. */
export async function outcomesOf(
  { ports }: World,
  id: ChallengeId,
): Promise<Readonly<Record<string, RingOutcome>>> {
  await ports.rings.settled()
  await writeRings(ports)
  const rings = await ports.storage.read.rings.ofChallenge(id)
  return Object.fromEntries(rings.map((ring) => [ring.deviceId, ringOutcome(ring)]))
}
