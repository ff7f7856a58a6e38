// Prompt bombing: whoever knows the password makes the phone ring until its owner gives in (CISA 2022; SECURITY.md A9). Whatever
// the thief varies (browsers, addresses, apps, cancelling, waiting, a restart of the server), the phone rings at most as
// often as the budget says; requests beyond it wait in silence, and the owner can still fetch and approve their own.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { PUSH_BUDGET, toBase64Url } from '@countersign/protocol'
import type { FixedClock } from '../support/clock.js'
import { fixedClock } from '../support/clock.js'
import { TestServer } from '../support/test-server.js'
import { Phone } from './phone.js'

const MINUTE_MS = 60_000
const TEN_MINUTES = PUSH_BUDGET[0]?.pushes ?? 0

interface Place {
  readonly server: TestServer
  readonly clock: FixedClock
  readonly apps: readonly string[]
  readonly phone: Phone
}

async function place(t: TestContext): Promise<Place> {
  const clock = fixedClock()
  const server = await TestServer.start({ overrides: { ports: { clock } } })
  t.after(() => server.stop())
  await server.addAccount()
  const wiki = await server.addApp()
  const mail = await server.addApp('Mail', ['https://mail.example'])
  return { server, clock, apps: [wiki.apiKey, mail.apiKey], phone: await Phone.paired(server) }
}

/** One request of the thief; its id, or nothing when it was refused. */
async function ask({ server }: Place, apiKey = '', address = '203.0.113.66', browser = 'Chrome on Linux') {
  const appNonce = toBase64Url(randomBytes(32))
  const body = { userId: 'alice', purpose: 'login', appNonce, context: { address, browser } }
  const reply = await server.call('POST', '/v1/challenges', { apiKey, body })
  const { challengeId } = reply.json
  const cancel = () =>
    server.call('POST', `/v1/challenges/${challengeId}/cancel`, { apiKey, body: { appNonce } })
  return reply.status === 201 ? { ...reply.json, cancel } : undefined
}

test('[LI1] one browser that asks again every second rings three times in ten minutes', async (t) => {
  const here = await place(t)
  for (let second = 0; second < 120; second += 1) {
    await ask(here, here.apps[0])
    here.clock.advance(1000)
  }
  await here.phone.settled()
  assert.equal(here.phone.rung.length, TEN_MINUTES)
})

test('[LI1] a new address and a new browser for every request ring no more often', async (t) => {
  const here = await place(t)
  for (let n = 0; n < 40; n += 1) {
    const request = await ask(here, here.apps[0], `203.0.113.${n}`, `Browser ${n}`)
    await request?.cancel()
    here.clock.advance(10_000)
  }
  await here.phone.settled()
  assert.equal(here.phone.rung.length, TEN_MINUTES)
})

test('[LI1] raising one’s own requests from a second browser buys no rings back', async (t) => {
  const here = await place(t)
  // A request with access passes rings; another browser ends it and is cancelled in its turn: a clean slate each time.
  for (let round = 0; round < 20; round += 1) {
    await ask(here, here.apps[0], '203.0.113.66', 'Chrome on Linux')
    const second = await ask(here, here.apps[0], '203.0.113.66', 'Firefox on Linux')
    await second?.cancel()
    here.clock.advance(1000)
  }
  await here.phone.settled()
  assert.equal(here.phone.rung.length, TEN_MINUTES)
})

test('[LI1] nor do two apps, whose requests stand side by side until a third raises both', async (t) => {
  const here = await place(t)
  for (let round = 0; round < 20; round += 1) {
    for (const apiKey of here.apps) await ask(here, apiKey, '203.0.113.66', 'Chrome on Linux')
    const third = await ask(here, here.apps[0], '203.0.113.66', 'Firefox on Linux')
    await third?.cancel()
    here.clock.advance(1000)
  }
  await here.phone.settled()
  assert.equal(here.phone.rung.length, TEN_MINUTES)
})

test('[LI1] over a day of patience no window holds more rings than its budget', async (t) => {
  const here = await place(t)
  const rangAtMs: number[] = []
  for (let n = 0; n < 24 * 10; n += 1) {
    const request = await ask(here, here.apps[n % 2], `198.51.100.${n % 250}`, `Browser ${n % 7}`)
    if (request?.delivery === 'push') rangAtMs.push(here.clock.nowMs())
    here.clock.advance(6 * MINUTE_MS)
  }
  for (const { pushes, windowSeconds } of PUSH_BUDGET)
    for (const endMs of rangAtMs) {
      const within = rangAtMs.filter((atMs) => atMs <= endMs && atMs > endMs - windowSeconds * 1000)
      assert.ok(within.length <= pushes, `${within.length} rings in ${windowSeconds} s`)
    }
  assert.equal(rangAtMs.length, PUSH_BUDGET.at(-1)?.pushes)
})

test('[LI1] a restart of the server forgets no ring and no doubt', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-bombing-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const clock = fixedClock()
  const config = {
    'storage.url': `sqlite:${join(directory, 'kept.db')}`,
    'keys.root': toBase64Url(randomBytes(32)),
    'keys.master': toBase64Url(randomBytes(32)),
  }
  const start = () => TestServer.start({ config, overrides: { ports: { clock } } })
  let server = await start()
  await server.addAccount()
  const { apiKey } = await server.addApp()
  const device = await server.pairDevice()

  const deliveries: string[] = []
  for (let n = 0; n < 5; n += 1) {
    const phone = await Phone.online(server, device)
    const asked = await server.requestApproval(apiKey)
    deliveries.push(`${asked.delivery} ${asked.match.mode}`)
    await phone.pull()
    if (n === 1) await phone.deny(asked.challengeId)
    phone.close()
    await server.stop()
    clock.advance(1000)
    server = await start()
  }
  await server.stop()

  assert.deepEqual(deliveries, ['push symbol', 'push symbol', 'push code', 'pull code', 'pull code'])
})

test('[LI2] behind the silence the owner fetches the request by hand, and a success clears the budget', async (t) => {
  const here = await place(t)
  for (let n = 0; n < 30; n += 1) {
    await ask(here, here.apps[0])
    here.clock.advance(1000)
  }
  here.clock.advance(2 * MINUTE_MS)
  const { server, phone, apps } = here
  const own = await server.requestApproval(apps[0] ?? '')
  assert.equal(own.delivery, 'pull')
  assert.ok(!phone.rung.includes(own.challengeId))

  await phone.pull()
  assert.equal(await phone.approve(own.challengeId, own.match), 'approved')
  here.clock.advance(1000)
  assert.equal((await server.requestApproval(apps[0] ?? '')).delivery, 'push')
})
