// Account enumeration: whether a user ID exists is read off another answer, another time, another number of rows, or another limit.
// Four kinds are compared here over real HTTP: an ID with a phone, one without, one whose phone is suspended, and one that
// nobody has. Content must be the same byte for byte but for what is random. For time, what is asserted is its cause: the same
// calls of storage and of the vault, in the same order, up to the reply. Welch's t over 2,000 interleaved samples of each kind
// is printed beside it and not asserted: on a busy machine a limit that never fails by chance would also miss a leak.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import type { ServerResponse } from 'node:http'
import { Agent, request } from 'node:http'
import { after, before, test } from 'node:test'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { systemClock } from '@countersign/server/vault/clock'
import { createVault } from '@countersign/server/vault/vault'
import { countedStorage } from '../support/counted-storage.js'
import { countedVault } from '../support/counted-vault.js'
import { questionOf } from '../support/raw-device.js'
import { approvalBody, TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'
import { Phone, wrongOf } from './phone.js'

const SAMPLES = 2_000

// Over memory, whatever the suites run on: what goes on after a reply is over there before the next request comes, and is not counted as its work.
const storage = countedStorage(createMemoryStorage())
let vaultCalls: string[] = []
let workAtReply: readonly string[] = []
let server: TestServer
let apiKey: string

// The very moment at which a reply is handed over: what a server does after it, nobody can measure by this reply.
subscribe('http.server.request.start', (message) => {
  // Sound: the channel is documented to carry it.
  const { response } = message as { readonly response: ServerResponse }
  response.end = new Proxy(response.end, {
    apply(end, target, args) {
      workAtReply = [...storage.calls(), '|', ...vaultCalls]
      return Reflect.apply(end, target, args)
    },
  })
})

before(async () => {
  const keys = { root: new Uint8Array(randomBytes(32)), master: new Uint8Array(randomBytes(32)) }
  const vault = countedVault(createVault(keys, systemClock), (name) => vaultCalls.push(name))
  server = await TestServer.start({ overrides: { ports: { storage, vault } } })
  apiKey = (await server.addApp()).apiKey
  await server.addAccount('suspended')
  const failing = await Phone.paired(server, 'suspended')
  for (let n = 0; n < 5; n += 1) {
    const asked = await server.requestApproval(apiKey, { userId: 'suspended' })
    await failing.pull()
    const { options } = questionOf(await failing.shown(asked.challengeId))
    await failing.approve(asked.challengeId, wrongOf(asked.match, options))
  }
  const stored = await server.ports.storage.read.devices.byId(failing.device.deviceId)
  assert.equal(stored?.state, 'suspended')
  failing.close()
  await until(() => server.open.sockets === 0)
})
after(() => server.stop())

/**
 * Three user IDs as long as each other, unknown to every other test: with a phone, without one, and nobody's. The phone lies in a
 * drawer: one that is connected is told after the reply.
 */
async function kinds(test: string): Promise<readonly [string, string, string]> {
  const ids = [`paired-${test}`, `noones-${test}`, `nobody-${test}`] as const
  await server.addAccount(ids[0])
  await server.addAccount(ids[1])
  const phone = await Phone.paired(server, ids[0])
  phone.close()
  await until(() => server.open.sockets === 0)
  return ids
}

test('[LI5] replies differ in what is random and in nothing else: names, order, types, lengths, headers', async () => {
  const shapes = []
  for (const userId of await kinds('shape')) {
    const reply = await server.call('POST', '/v1/challenges', { apiKey, body: approvalBody({ userId }) })
    const { challengeId, watchToken } = reply.json
    const status = await server.call('GET', `/v1/challenges/${challengeId}`, { apiKey })
    const watched = await server.call('GET', '/v1/watch', {
      headers: { authorization: `Watch ${watchToken}` },
    })
    shapes.push(
      [reply, status, watched].map(({ text, headers, status: code }) => [
        code,
        blank(text),
        headerShape(headers),
      ]),
    )
  }
  for (const shape of shapes) assert.deepEqual(shape, shapes[0])
  assert.match(JSON.stringify(shapes[0]), /symbol.*push/)
})

test('[LI5] a suspended phone looks like any account that has been in doubt, and its requests like those of nobody', async () => {
  const asked = await server.call('POST', '/v1/challenges', {
    apiKey,
    body: approvalBody({ userId: 'suspended' }),
  })
  const other = await server.call('POST', '/v1/challenges', {
    apiKey,
    body: approvalBody({ userId: 'nobody-in-doubt', atLeast: 'code' }),
  })
  const delivery = /"delivery":"(?:push|pull)"/
  assert.equal(blank(asked.text).replace(delivery, ''), blank(other.text).replace(delivery, ''))
})

test('[LI5] wrong things about an account are refused in the same words: nonces, other apps, too many requests', async () => {
  const mail = (await server.addApp('Mail', ['https://mail.example'])).apiKey
  const heard = []
  for (const userId of await kinds('refused')) {
    const asked = await server.requestApproval(apiKey, { userId })
    const path = `/v1/challenges/${asked.challengeId}`
    const replies = [
      await server.call('POST', `${path}/redeem`, { apiKey, body: { appNonce: asked.appNonce } }),
      await server.call('POST', `${path}/redeem`, { apiKey, body: { appNonce: asked.watchToken } }),
      await server.call('GET', path, { apiKey: mail }),
      await server.call('POST', `${path}/cancel`, { apiKey, body: { appNonce: asked.appNonce } }),
    ]
    for (let n = 0; n < 5; n += 1) {
      const context = { address: `203.0.113.${n}`, browser: 'Firefox on Windows' }
      const body = approvalBody({ userId, context, atLeast: 'code' })
      replies.push(await server.call('POST', '/v1/challenges', { apiKey, body }))
    }
    heard.push(
      replies.map(({ status, text }) => [status, blank(text).replace(/"retryAfterSeconds":\d+/, '')]),
    )
  }
  assert.deepEqual(heard[1], heard[0])
  assert.deepEqual(heard[2], heard[0])
  assert.deepEqual(
    heard[0]?.map(([status]) => status),
    [409, 401, 404, 200, 201, 201, 201, 429, 429],
  )
})

test('[LI5] no id tells its kind: neither by its version, nor by the time in it', async () => {
  for (const userId of [...(await kinds('ids')), 'suspended']) {
    const reply = await server.call('POST', '/v1/challenges', { apiKey, body: approvalBody({ userId }) })
    if (reply.status === 201)
      assert.match(reply.json.accountId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/)
  }
})

test('[LI5] the same work is done for each kind up to the reply, 2,000 times; Welch’s t is printed', async (t) => {
  const ids = await kinds('timed')
  const times = new Map<string, number[]>(ids.map((kind) => [kind, []]))
  const works = new Map<string, Set<string>>([...ids, 'suspended'].map((kind) => [kind, new Set()]))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const sample = async (kind: string): Promise<void> => {
    const body = JSON.stringify(approvalBody({ userId: kind }))
    storage.calls()
    vaultCalls = []
    const startNs = process.hrtime.bigint()
    assert.equal(await post(agent, body), 201)
    times.get(kind)?.push(Number(process.hrtime.bigint() - startNs))
    const calls = workAtReply
    if (!calls.some((call) => OF_ROUNDS.test(call))) works.get(kind)?.add(workOfRequest(calls))
  }
  // The first of each replaces nothing, all later ones do: it is asked beforehand.
  for (const userId of ids) await server.requestApproval(apiKey, { userId })
  for (let n = 0; n < SAMPLES; n += 1) {
    // Another order each time, so that no kind always follows the same one.
    for (let k = 0; k < ids.length; k += 1) await sample(ids[(k + n) % ids.length] ?? ids[0])
    // A storage in memory looks through all it keeps: what was replaced is forgotten now and then, as after the retention.
    if (n % 50 === 0) await storage.transaction(({ challenges }) => challenges.purge(Date.now() + 1, 1_000))
  }
  for (let n = 0; n < 50; n += 1) await sample('suspended')
  agent.destroy()

  const [reference, ...others] = [...works.values()].map((work) => [...work])
  assert.equal(reference?.length, 1, JSON.stringify(reference))
  for (const other of others) assert.deepEqual(other, reference)
  const [known = [], ...rest] = ids.map((id) => times.get(id) ?? [])
  for (const [k, other] of rest.entries())
    t.diagnostic(
      `${ids[0]} / ${ids[k + 1]}: t = ${welchT(known, other).toFixed(2)}, medians ${median(known)} / ${median(other)} µs`,
    )
})

/** The clock's own work, some times a second: a sample that met it says nothing about a request. */
const OF_ROUNDS =
  /^(?:imports|outgoing|counts|settings|invitations|webhooks|notices|sessions|signIns|keptReplies)\.|^audit\.(?!append)|overdue|changedSince|purge/

/** What was asked of storage and of the vault from the API key on; what comes before it followed the last reply. */
function workOfRequest(calls: readonly string[]): string {
  return calls.slice(calls.indexOf('apps.key')).join(' ')
}

function post(agent: Agent, body: string): Promise<number | undefined> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const call = request(`${server.url}/v1/challenges`, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    call.on('error', reject)
    call.end(body)
  })
}

/** B. L. Welch, Biometrika 34 (1947): the difference of two means in units of its own error. */
function welchT(a: readonly number[], b: readonly number[]): number {
  const [one, other] = [momentsOf(a), momentsOf(b)]
  return (one.mean - other.mean) / Math.sqrt(one.variance / a.length + other.variance / b.length)
}

/** Of the quicker nine tenths: what a collector or another program adds is not the server's doing. */
function momentsOf(samples: readonly number[]): { readonly mean: number; readonly variance: number } {
  const kept = [...samples].sort((x, y) => x - y).slice(0, Math.ceil(samples.length * 0.9))
  const mean = kept.reduce((sum, each) => sum + each, 0) / kept.length
  const variance = kept.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (kept.length - 1)
  return { mean, variance }
}

function median(samples: readonly number[]): number {
  return Math.round(([...samples].sort((x, y) => x - y)[samples.length >> 1] ?? 0) / 1_000)
}

/** A reply with everything random in it made equal; lengths stay. */
function blank(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
    .replace(/"[\w-]{43}"/g, '"<32 bytes>"')
    .replace(/\b\d{13}\b/g, '<time>')
    .replace(/"symbolId":\d+/, '"symbolId":<pass>')
    .replace(/"code":"\d{6}"/, '"code":"<digits>"')
    .replace(/[0-9a-f]{12}-[0-9a-z]+/g, '<request>')
    .replace(/:\d{4,5}\b/g, ':<port>')
}

function headerShape(headers: Headers): readonly string[] {
  const varying = ['request-id', 'date', 'content-length']
  return [...headers].map(([name, value]) => (varying.includes(name) ? name : `${name}: ${value}`))
}
