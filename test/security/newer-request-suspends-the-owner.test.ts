// A newer request suspends the owner's (SECURITY.md §3.5): in shipped products the latest request ends, freezes or locks the one
// before it, so an outsider who knows the password keeps the owner out by asking again and again. Here an outsider can make
// the owner use a typed code, can silence the ring, and can fill the places; the phone itself makes room again. The outsider
// is played from one, three and many addresses, and by a script that takes every place the moment it is free.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ApprovalRequested } from '@countersign/protocol'
import type { FixedClock } from '../support/clock.js'
import { fixedClock } from '../support/clock.js'
import { questionOf } from '../support/raw-device.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'
import { Phone } from './phone.js'

interface Place {
  readonly server: TestServer
  readonly clock: FixedClock
  readonly apiKey: string
  readonly phone: Phone
}

async function place(t: TestContext): Promise<Place> {
  const clock = fixedClock()
  const server = await TestServer.start({ overrides: { ports: { clock } } })
  t.after(() => server.stop())
  await server.addAccount()
  const { apiKey } = await server.addApp()
  return { server, clock, apiKey, phone: await Phone.paired(server) }
}

const OWNER = { address: '192.0.2.1', browser: 'Safari on macOS' }
const outsider = (n: number, address = `203.0.113.${n}`) => ({ address, browser: `Browser ${n}` })

/** One request; undefined when there was no place for it. */
async function ask(
  { server, apiKey }: Place,
  context: typeof OWNER,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Asked | undefined> {
  const body = approvalBody({ context, ...more })
  const reply = await server.call('POST', '/v1/challenges', { apiKey, body })
  if (reply.status === 429) assertProblem(reply, 429, 'too_many_open_challenges')
  else assert.equal(reply.status, 201, reply.text)
  return reply.status === 201 ? { ...reply.json, appNonce: body.appNonce } : undefined
}
type Asked = ApprovalRequested & { readonly appNonce: string }

async function stateOf({ server, apiKey }: Place, asked: Asked): Promise<string> {
  const { json } = await server.call('GET', `/v1/challenges/${asked.challengeId}`, { apiKey })
  return json.cause === 'none' ? json.state : `${json.state}/${json.cause}`
}

/** The owner asks, fetches it if it does not ring, approves, and the app lets them in. */
async function ownerLogsIn(here: Place): Promise<void> {
  const asked = await ask(here, OWNER)
  assert.ok(asked, 'no place for the owner')
  await here.phone.pull()
  assert.equal(await here.phone.approve(asked.challengeId, asked.match), 'approved')
  const redeemed = await here.server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
    apiKey: here.apiKey,
    body: { appNonce: asked.appNonce },
  })
  assert.equal(redeemed.status, 200, redeemed.text)
}

/** What the person sees on the phone and does not know; answered one by one. */
async function answerStrangers({ phone }: Place, decision: 'deny' | 'report'): Promise<void> {
  await phone.pull()
  for (const id of phone.rung) {
    const { address } = questionOf(await phone.shown(id)).context
    if (address !== OWNER.address) await phone.answer(id, { decision })
  }
}

test('[LI4] one address: the outsider raises the open request once, and its successor is never ended by anyone else', async (t) => {
  const here = await place(t)
  const first = await ask(here, OWNER)
  const foreign = await ask(here, outsider(1))
  assert.ok(first && foreign)
  assert.equal(await stateOf(here, first), 'cancelled/raised')

  // The owner's page asks again by itself, and gets a code.
  const second = await ask(here, OWNER)
  assert.ok(second)
  assert.equal(second.match.mode, 'code')
  for (let n = 0; n < 30; n += 1) {
    await ask(here, outsider(1))
    await ask(here, outsider(n))
    here.clock.advance(1000)
  }
  assert.equal(await stateOf(here, second), 'pending')
  await here.phone.pull()
  assert.equal(await here.phone.approve(second.challengeId, second.match), 'approved')
})

test('[LI2] one address under many names of browsers fills the places; denying makes room at once', async (t) => {
  const here = await place(t)
  for (let n = 0; n < 9; n += 1) await ask(here, outsider(n, '203.0.113.66'))
  assert.equal(await ask(here, OWNER), undefined)

  await answerStrangers(here, 'deny')

  await ownerLogsIn(here)
})

test('[LI2] three addresses, for an hour: the owner denies what is there and logs in', async (t) => {
  const here = await place(t)
  for (let n = 0; n < 60; n += 1) {
    await ask(here, outsider(n % 3))
    here.clock.advance(60_000)
  }
  for (let n = 0; n < 3; n += 1) await ask(here, outsider(n))

  await answerStrangers(here, 'deny')

  await ownerLogsIn(here)
})

test('[LI2] many addresses, each once: the owner denies what is there and logs in', async (t) => {
  const here = await place(t)
  for (let n = 0; n < 150; n += 1) {
    await ask(here, outsider(n))
    here.clock.advance(5_000)
  }

  await answerStrangers(here, 'deny')

  await ownerLogsIn(here)
})

test('[LI6] a script that takes every free place at once: after "this wasn’t me" one place is out of its reach', async (t) => {
  const here = await place(t)
  const script = async (): Promise<void> => {
    for (let n = 0; n < 6; n += 1) await ask(here, outsider(n, '203.0.113.66'))
  }
  await script()
  assert.equal(await ask(here, OWNER), undefined)

  await answerStrangers(here, 'report')
  await script()

  await ownerLogsIn(here)
  await script()
  await ownerLogsIn(here)
})

test('[LI6] the same from three addresses', async (t) => {
  const here = await place(t)
  const script = async (): Promise<void> => {
    for (let n = 0; n < 9; n += 1) await ask(here, outsider(n, `203.0.113.${n % 3}`))
  }
  await script()
  await answerStrangers(here, 'report')
  await script()

  await ownerLogsIn(here)
})

test('[LI2] an approval under way is not touched by any later request, and is redeemed', async (t) => {
  const here = await place(t)
  const own = await ask(here, OWNER)
  assert.ok(own)
  assert.equal(await here.phone.approve(own.challengeId, own.match), 'approved')
  for (let n = 0; n < 5; n += 1) await ask(here, outsider(n))
  await ask(here, OWNER)

  const redeemed = await here.server.call('POST', `/v1/challenges/${own.challengeId}/redeem`, {
    apiKey: here.apiKey,
    body: { appNonce: own.appNonce },
  })
  assert.equal(redeemed.status, 200, redeemed.text)
})

test('[CH3] [LI2] the owner’s silent request is older than one that rang since, and is shown all the same', async (t) => {
  const here = await place(t)
  const { phone } = here
  // Two strangers ring; the owner's own request is the third and waits; a stranger asks anew and rings after it.
  const first = await ask(here, outsider(1), { atLeast: 'code' })
  await ask(here, outsider(2))
  const own = await ask(here, OWNER)
  assert.ok(first && own)
  assert.equal(own.delivery, 'pull')
  await phone.deny(first.challengeId)
  const newer = await ask(here, outsider(3))
  assert.ok(newer)
  await phone.shown(newer.challengeId)
  assert.ok(!phone.rung.includes(own.challengeId))

  await phone.pull()

  const sequence = async (id: string) => questionOf(await phone.shown(id)).sequence
  assert.ok((await sequence(own.challengeId)) < (await sequence(newer.challengeId)))
  assert.equal(await phone.approve(own.challengeId, own.match), 'approved')
})

test('[LI4] who shares the owner’s address and names the same browser replaces the request, and the page is told why', async (t) => {
  // The known limit of "a browser is what an app names": only a neighbour behind the same address can do this.
  const here = await place(t)
  const own = await ask(here, OWNER)
  await ask(here, OWNER)
  assert.ok(own)
  assert.equal(await stateOf(here, own), 'cancelled/by_app')
})
