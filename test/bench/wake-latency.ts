// From an app's request to the push at its push service, for phones whose app is closed, against a push that nobody has to decide about.

import { randomBytes } from 'node:crypto'
import { Agent, request } from 'node:http'
import { toBase64Url } from '@countersign/protocol'
import { pushPlace } from '@countersign/server/core/ports-push'
import { pushPayload } from '@countersign/server/core/push'
import webPush from 'web-push'
import { openAdmin } from '../support/admin.js'
import { PushService } from '../support/push-service.js'
import type { ServerHome } from '../support/server-process.js'
import type { Figure } from './figures.js'
import { quantile } from './figures.js'
import type { Fleet } from './fleet.js'
import { createFleet } from './fleet.js'

const ROUNDS = 4
const PUSHES = 60
const WARM = 60

export async function benchWakes(): Promise<readonly Figure[]> {
  const service = await PushService.start()
  const { home, fleet } = await createFleet(WARM + ROUNDS * PUSHES, 1, {
    COUNTERSIGN_PUSH_HOSTS: service.host,
    COUNTERSIGN_PUSH_ALLOW_PRIVATE: 'true',
  })
  await subscribeAll(home, fleet, service)
  const server = await home.serve()
  const samples: Sample[] = []
  const bare: number[] = []
  try {
    for (let at = 0; at < WARM; at += 1) await wake(fleet, at, service)
    await barePushes(service, WARM)
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let at = 0; at < PUSHES; at += 1)
        samples.push(await wake(fleet, WARM + round * PUSHES + at, service))
      bare.push(...(await barePushes(service, PUSHES)))
    }
  } finally {
    await server.stop()
    home.remove()
    await service.stop()
  }
  const whole = samples.map(({ sentMs, arrivedMs }) => arrivedMs - sentMs)
  const afterReply = samples.map(({ repliedMs, arrivedMs }) => arrivedMs - repliedMs)
  const promise = 'waking a closed phone'
  const ms = (figure: string, values: readonly number[], at: number, budget?: number): Figure => ({
    ...{
      promise,
      figure: `${figure}, ${at === 0.5 ? 'p50' : 'p99'}`,
      value: quantile(values, at),
      unit: 'ms',
    },
    ...(budget === undefined ? {} : { budget }),
  })
  return [
    ms('a bare push: encrypted, signed, sent → at the push service', bare, 0.5),
    ms('a bare push: encrypted, signed, sent → at the push service', bare, 0.99),
    ms('request sent → push at the push service', whole, 0.5),
    ms('request sent → push at the push service', whole, 0.99),
    ms('added by the push: reply at the app → push at the push service', afterReply, 0.5, 5),
    ms('reply at the app → push at the push service', afterReply, 0.99),
  ]
}

interface Sample {
  readonly sentMs: number
  readonly repliedMs: number
  readonly arrivedMs: number
}

/** One request for somebody whose phone is asleep. */
async function wake({ url, apiKey, devices }: Fleet, nth: number, service: PushService): Promise<Sample> {
  const arrived = service.waitFor(service.arrived.length + 1)
  const body = {
    ...{ userId: devices[nth]?.userId, purpose: 'login', appNonce: toBase64Url(randomBytes(32)) },
    context: { address: '203.0.113.7', browser: 'Firefox on Windows' },
  }
  const sentMs = nowMs()
  const reply = await fetch(`${url}/v1/challenges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const repliedMs = nowMs()
  if (reply.status !== 201) throw new Error(`201 expected, ${reply.status} came`)
  await reply.text()
  const push = await arrived
  if (push.faults.length > 0) throw new Error(push.faults.join(', '))
  return { sentMs, repliedMs, arrivedMs: push.atMs }
}

/** What remains when everything is known beforehand: the library that the server uses, and a connection that is open. */
async function barePushes(service: PushService, count: number): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true })
  const { publicKey, privateKey } = webPush.generateVAPIDKeys()
  const { endpoint, p256dh, auth } = service.subscribe()
  const contact = 'mailto:bench@example.org'
  const samples: number[] = []
  for (let nth = 0; nth < count; nth += 1) {
    const arrived = service.waitFor(service.arrived.length + 1)
    const beganMs = nowMs()
    const payload = Buffer.from(pushPayload({ wake: 'A'.repeat(22) }))
    const { cipherText } = webPush.encrypt(p256dh, auth, payload, 'aes128gcm')
    const { Authorization } = webPush.getVapidHeaders(
      service.url,
      contact,
      publicKey,
      privateKey,
      'aes128gcm',
    )
    await new Promise<void>((resolve, reject) => {
      const headers = { authorization: Authorization, 'content-encoding': 'aes128gcm', ttl: '60' }
      const call = request(endpoint, { method: 'POST', agent, headers })
      call.on('error', reject)
      call.on('response', (response) => {
        response.resume()
        response.on('end', resolve)
      })
      call.end(cipherText)
    })
    samples.push((await arrived).atMs - beganMs)
  }
  agent.destroy()
  return samples
}

/** Written as the server writes it; each phone has a subscription of its own. */
async function subscribeAll(home: ServerHome, fleet: Fleet, service: PushService): Promise<void> {
  const { ports, close } = await openAdmin(home)
  await ports.storage.transaction(async ({ pushSubscriptions }) => {
    for (const { deviceId } of fleet.devices) {
      const id = ports.random.id<string>()
      const terms = { ...service.subscribe(), wake: toBase64Url(randomBytes(16)) }
      const plain = new TextEncoder().encode(JSON.stringify(terms))
      const sealedTerms = ports.vault.seal(plain, pushPlace(id))
      await pushSubscriptions.set({ id, deviceId, sealedTerms, setAtMs: Date.now(), quietUntilMs: 0 })
    }
  })
  await close()
}

function nowMs(): number {
  return performance.timeOrigin + performance.now()
}
