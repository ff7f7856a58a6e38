// /v1/pairings over a real port: what a phone is told before and after it agrees, and what a stranger is not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { acceptBody, lookUpBody, newKey } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
before(async () => {
  server = await TestServer.start()
  await server.addAccount()
})
after(() => server.stop())

const lookUp = (body: unknown) => server.call('POST', '/v1/pairings/look-up', { body })
const accept = (body: unknown) => server.call('POST', '/v1/pairings/accept', { body })

test('a ticket is looked up as often as one likes, and accepted once', async () => {
  const link = await server.pairingLink()
  const found = await lookUp(lookUpBody(link))
  assert.equal(found.json.userId, 'alice')
  assert.equal(found.json.serverName, 'ACME')
  assert.equal((await lookUp(lookUpBody(link))).status, 200)
  const accepted = await accept(acceptBody(link, found.json, newKey()))
  assert.equal(accepted.status, 201)
  assert.match(accepted.json.confirmation, /^\d{6}$/)
  assertProblem(await accept(acceptBody(link, found.json, newKey())), 404, 'ticket_invalid')
})

test('a ticket that is unknown, unproven or accepted with a wrong signature sounds the same', async () => {
  const link = await server.pairingLink()
  const good = lookUpBody(link)
  const { json: found } = await lookUp(good)
  const other = '019aa5c2-7d1e-7c3b-9a54-3f0a6d1b2c4e'
  const zero = toBase64Url(new Uint8Array(32))
  const body = acceptBody(link, found, newKey())
  for (const reply of [
    await lookUp({ ...good, ticketId: other }),
    await lookUp({ ...good, proof: zero }),
    await accept({ ...body, ticketProof: zero }),
    await accept({ ...body, deviceName: 'another' }),
    await accept({ ...body, signature: toBase64Url(new Uint8Array(64)) }),
  ]) {
    const { detail, fault } = assertProblem(reply, 404, 'ticket_invalid')
    assert.deepEqual({ detail, fault }, { detail: undefined, fault: undefined })
  }
  assert.equal((await accept(body)).status, 201)
})

test('a key of low order is refused, and the ticket can still be used', async () => {
  const link = await server.pairingLink()
  const { json: found } = await lookUp(lookUpBody(link))
  const identity = new Uint8Array(32).fill(1, 0, 1)
  const reply = await accept(acceptBody(link, found, { ...newKey(), publicKey: identity }))
  assertProblem(reply, 422, 'key_refused')
  assert.equal((await accept(acceptBody(link, found, newKey()))).status, 201)
})

test('one address may try so often a minute, and learns when to come back', async () => {
  const own = await TestServer.start()
  try {
    const body = { ticketId: '019aa5c2-7d1e-7c3b-9a54-3f0a6d1b2c4e', proof: toBase64Url(new Uint8Array(32)) }
    for (let i = 0; i < 60; i++)
      assert.equal((await own.call('POST', '/v1/pairings/look-up', { body })).status, 404)
    const reply = await own.call('POST', '/v1/pairings/look-up', { body })
    assertProblem(reply, 429, 'too_many_requests')
    assert.equal(reply.headers.get('retry-after'), '60')
  } finally {
    await own.stop()
  }
})
