// A phone says where it wants to be woken, or that it does not: under its own signature, on its own socket (rule [WP1]).
import type { DeviceFrame, DeviceId, PushRefusedReason, PushTerms, ServerFrame } from '@countersign/protocol'
import { idToBytes, pushSubscriptionDocument, toBase64Url } from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import { pushPlace } from '../../core/ports-push.js'
import type { Device } from '../../core/records.js'
import { givenBytes } from '../given-bytes.js'

type SetPushFrame = Extract<DeviceFrame, { type: 'set_push' }>
type PushState = Extract<ServerFrame, { type: 'push_state' }>
export type PushHeld = Pick<Extract<ServerFrame, { type: 'welcome' }>, 'push'>

/** Browsers renew a subscription once in months. Each writes to the database, and costs a verification. */
const FRAMES_MAX = 20
const FRAMES_SECONDS = 600

/**
 * Counts, finds the device, rebuilds what it signed over the nonce of this very socket, verifies, asks whether the address may be
 * called at all, seals and keeps it in place of the one before.
 * @param nonce of the `hello` that this socket was sent.
 */
export async function setPushSubscription(
  ports: Ports,
  deviceId: DeviceId,
  nonce: Uint8Array,
  { subscription, signature }: SetPushFrame,
): Promise<PushState> {
  const refused = (reason: PushRefusedReason): PushState => {
    ports.log.info('push_refused', { deviceId, reason })
    return { type: 'push_state', state: 'refused', reason }
  }
  if (!(await ports.fabric.allow(`push:${deviceId}`, FRAMES_MAX, FRAMES_SECONDS)))
    return refused('too_many_requests')
  const device = await ports.storage.read.devices.byId(deviceId)
  if (device === undefined || !isSigned(ports, device, nonce, subscription, signature))
    return refused('signature')
  if (subscription === null) {
    await ports.storage.transaction(({ pushSubscriptions }) => pushSubscriptions.remove(deviceId))
    return { type: 'push_state', state: 'off' }
  }
  if (ports.push.publicKey === undefined) return refused('off_here')
  const service = ports.push.serviceOf(subscription)
  if (service === undefined) return refused('endpoint')
  if (!(await keep(ports, deviceId, subscription))) return refused('suspended')
  ports.log.info('push_subscribed', { deviceId, service })
  return { type: 'push_state', state: 'on' }
}

/** What a welcome says: by which key this server wakes, and whether it knows where. Nothing about the account. */
export async function pushFor(ports: Ports, { id }: Device): Promise<PushHeld> {
  const { publicKey } = ports.push
  if (publicKey === undefined) return { push: null }
  const subscription = await ports.storage.read.pushSubscriptions.ofDevice(id)
  const state = subscription === undefined ? 'off' : 'on'
  return { push: { publicKey: toBase64Url(publicKey), state } }
}

function isSigned(
  { vault }: Ports,
  { id, publicKey }: Device,
  nonce: Uint8Array,
  subscription: PushTerms | null,
  signature: string,
): boolean {
  const { endpoint, p256dh, auth, wake } = subscription ?? NOWHERE
  const body = pushSubscriptionDocument.encode({
    version: 1,
    serverId: vault.serverId,
    deviceId: idToBytes(id),
    nonce,
    endpoint,
    p256dh: givenBytes(p256dh),
    auth: givenBytes(auth),
    wake: givenBytes(wake),
  })
  return vault.verify(publicKey, pushSubscriptionDocument.message(body), givenBytes(signature))
}

const NOWHERE: PushTerms = { endpoint: '', p256dh: '', auth: '', wake: '' }

/** False: the device may only deny, and is not woken for what it cannot approve. */
async function keep(ports: Ports, deviceId: DeviceId, terms: PushTerms): Promise<boolean> {
  const { endpoint, p256dh, auth, wake } = terms
  const id = ports.random.id<string>()
  const plain = new TextEncoder().encode(JSON.stringify({ endpoint, p256dh, auth, wake }))
  const sealedTerms = ports.vault.seal(plain, pushPlace(id))
  const setAtMs = ports.clock.nowMs()
  return ports.storage.transaction(({ pushSubscriptions }) =>
    pushSubscriptions.set({ id, deviceId, sealedTerms, setAtMs, quietUntilMs: 0 }),
  )
}
