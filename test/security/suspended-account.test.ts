// Suspended account: somebody is dismissed, or their account was taken over, and an admin suspends it. Every moment in which what was
// under way still counts is a way in: a request that waits, an approval that nobody redeemed yet, a request or an answer that is
// decided at that very moment, an open socket, a session, a pairing. And nobody outside may learn that the account exists and is
// suspended: its login must look like that of an ID that nobody has.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import {
  deleteAccount,
  resumeAccount,
  suspendAccount,
} from '@countersign/server/flows/admin/account-standing'
import { changeTeller } from '@countersign/server/flows/tell-changes'
import { acceptBody, lookUpBody, newKey } from '../support/raw-device.js'
import type { Reply } from '../support/test-server.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'
import { Phone } from './phone.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

const operator = { kind: 'operator' } as const

async function idOf(userId: string): Promise<AccountId> {
  const account = await server.ports.storage.read.accounts.byLoginName(userId)
  assert.ok(account)
  return account.id
}

async function suspend(userId: string): Promise<void> {
  assert.ok((await suspendAccount(server.ports, operator, { id: await idOf(userId) })).ok)
}

async function scene(userId: string) {
  await server.addAccount(userId)
  const phone = await Phone.paired(server, userId)
  const asked = await server.requestApproval(apiKey, { userId })
  await phone.shown(asked.challengeId)
  const redeem = (): Promise<Reply> =>
    server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
      apiKey,
      body: { appNonce: asked.appNonce },
    })
  const state = async (): Promise<string | undefined> =>
    (await server.ports.storage.read.challenges.byId(asked.challengeId))?.state
  return { phone, asked, redeem, state }
}

test('[ST7] a request that waits ends, and the page hears it at once', async () => {
  const { asked, redeem } = await scene('waiting')
  await suspend('waiting')

  const status = await server.call('GET', '/v1/watch', {
    headers: { authorization: `Watch ${asked.watchToken}` },
  })
  assert.deepEqual([status.json.state, status.json.cause], ['cancelled', 'none'])
  assertProblem(await redeem(), 409, 'challenge_final')
})

test('[ST7] an approval that was not redeemed is worth nothing any more, also after the account is resumed', async () => {
  const { phone, asked, redeem } = await scene('approved')
  assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
  await suspend('approved')
  assertProblem(await redeem(), 409, 'challenge_final')
  assert.ok((await resumeAccount(server.ports, operator, { id: await idOf('approved') })).ok)
  assertProblem(await redeem(), 409, 'challenge_final')
})

test('[ST7] at the very moment of the redemption: one order or the other, never a login after the suspension', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { phone, asked, redeem, state } = await scene(`redeem-${round}`)
    assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
    const [reply] = await Promise.all([redeem(), suspend(`redeem-${round}`)])
    assert.equal(await state(), reply.status === 200 ? 'redeemed' : 'cancelled')
    assert.notEqual((await redeem()).status, 200)
  }
})

test('[ST7] at the very moment of the answer: whatever came first, nothing can be redeemed afterwards', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { phone, asked, redeem, state } = await scene(`answer-${round}`)
    const frame = await phone.shown(asked.challengeId)
    phone.socket.send(phone.sign(frame, { decision: 'approve', choice: asked.match }))
    await suspend(`answer-${round}`)
    await phone.socket.closed
    assert.equal(await state(), 'cancelled')
    assert.notEqual((await redeem()).status, 200)
  }
})

test('[ST7] requests that race the suspension leave none open and ring no phone after it', async () => {
  for (let round = 0; round < 10; round += 1) {
    const userId = `race-${round}`
    await server.addAccount(userId)
    const phone = await Phone.paired(server, userId)
    const replies = Promise.all(
      [1, 2, 3].map((n) =>
        server.call('POST', '/v1/challenges', {
          apiKey,
          body: approvalBody({ userId, context: { address: `192.0.2.${n}`, browser: 'B' } }),
        }),
      ),
    )
    await suspend(userId)
    await replies
    const id = await idOf(userId)
    const open = await server.ports.storage.read.challenges.unfinishedOf(id)
    for (const challenge of open) {
      // Made after the suspension: for an account whose phones are switched off.
      const deliveries = await server.ports.storage.read.challenges.deliveriesOf(challenge.id)
      assert.ok(!deliveries.some(({ deviceId }) => deviceId === phone.device.deviceId))
    }
    phone.close()
  }
})

test('its sockets close at once, and it does not come back before the account is resumed', async () => {
  const { phone } = await scene('socket')
  await suspend('socket')
  assert.equal((await phone.socket.closed).reason, 'account_suspended')
  await assert.rejects(server.connect(phone.device), /account_suspended/)

  assert.ok((await resumeAccount(server.ports, operator, { id: await idOf('socket') })).ok)
  const back = await server.connect(phone.device)
  assert.equal(back.deviceState, 'active')
  back.socket.close()
})

test('its sockets close also when another process suspended it: it is found in the database within a second', async () => {
  const { phone } = await scene('elsewhere')
  const id = await idOf('elsewhere')
  const tellChanges = changeTeller(server.ports)
  // What the command line writes, without this process hearing of it.
  await server.ports.storage.transaction(async ({ directory, devices }) => {
    const entry = await directory.entry(id)
    assert.ok(entry)
    await directory.save({ ...entry.account, state: 'suspended' }, entry.aliases)
    await devices.touchAll(id, Date.now())
  })
  await tellChanges()
  assert.equal((await phone.socket.closed).reason, 'account_suspended')
})

test('[LI5] its login looks like that of an ID that nobody has, and no phone rings', async () => {
  await server.addAccount('hidden-ada')
  const phone = await Phone.paired(server, 'hidden-ada')
  await suspend('hidden-ada')
  await phone.socket.closed
  const shapes: unknown[] = []
  for (const userId of ['hidden-ada', 'nobody-ada']) {
    const replies: unknown[] = []
    for (const n of [1, 2, 3, 4]) {
      const context = { address: `198.51.100.${n}`, browser: 'B' }
      const asked = await server.call('POST', '/v1/challenges', {
        apiKey,
        body: approvalBody({ userId, context }),
      })
      const { delivery, match, code } = asked.json
      const status =
        asked.status === 201
          ? (await server.call('GET', `/v1/challenges/${asked.json.challengeId}`, { apiKey })).json
          : {}
      replies.push([
        asked.status,
        Object.keys(asked.json),
        delivery,
        match?.mode,
        code,
        status.state,
        status.progress,
      ])
    }
    shapes.push(replies)
  }
  assert.deepEqual(shapes[0], shapes[1])
})

test('[ST7] what is asked for it is delivered to nobody', async () => {
  await server.addAccount('dark')
  ;(await Phone.paired(server, 'dark')).close()
  await suspend('dark')
  const asked = await server.requestApproval(apiKey, { userId: 'dark' })
  const { challenges, devices } = server.ports.storage.read
  const [delivery, ...more] = await challenges.deliveriesOf(asked.challengeId)
  assert.ok(delivery)
  assert.deepEqual(more, [])
  assert.equal(await devices.byId(delivery.deviceId), undefined)
})

test('nothing is paired with it, and a pairing that was under way leads nowhere', async () => {
  await server.addAccount('pairing')
  const link = await server.pairingLink('pairing')
  const key = newKey()
  const ticket = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) })
  await suspend('pairing')
  const body = acceptBody(link, ticket.json, key)
  assertProblem(await server.call('POST', '/v1/pairings/accept', { body }), 404, 'ticket_invalid')
  assertProblem(
    await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) }),
    404,
    'ticket_invalid',
  )
})

test('deleting ends everything the same way, and its phones are removed for good', async () => {
  const { phone, asked, redeem } = await scene('deleted')
  assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
  assert.ok((await deleteAccount(server.ports, operator, { id: await idOf('deleted') })).ok)
  assertProblem(await redeem(), 409, 'challenge_final')
  assert.equal((await phone.socket.closed).reason, 'device_revoked')
  await assert.rejects(server.connect(phone.device), /device_revoked/)
})
