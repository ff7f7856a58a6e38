// By what a login is found in every log: the id of the request that asked goes with its challenge to the last line about it.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { ObservedServer } from '../support/observed-login.js'
import { login, startObserved } from '../support/observed-login.js'
import { approvalBody } from '../support/test-server.js'
import { until } from '../support/until.js'

let observed: ObservedServer
before(async () => {
  observed = await startObserved()
})
after(() => observed.server.stop())

/** The one line of this event about this challenge. */
function lineOf(event: string, challengeId: unknown): Readonly<Record<string, unknown>> {
  const lines = observed.server.log.filter(
    (line) => line.event === event && line.fields['challengeId'] === challengeId,
  )
  assert.equal(lines.length, 1, event)
  return lines[0]?.fields ?? {}
}

test('what the app calls its request stands in every line about the login, and in its audit', async () => {
  const { asked, redeemed } = await login(observed, {
    headers: { 'request-id': 'checkout:4711' },
    redeemWith: { 'request-id': 'checkout:4712' },
  })
  const { challengeId } = asked.json
  const created = lineOf('challenge_created', challengeId)
  assert.equal(created['callerId'], 'checkout:4711')
  assert.equal(created['requestId'], asked.headers.get('request-id'))
  assert.equal(lineOf('challenge_answered', challengeId)['askedIn'], 'checkout:4711')
  const spent = lineOf('challenge_redeemed', challengeId)
  assert.deepEqual(
    [spent['askedIn'], spent['callerId'], spent['requestId']],
    ['checkout:4711', 'checkout:4712', redeemed?.headers.get('request-id')],
  )
  const { entries } = await auditOf(challengeId)
  assert.deepEqual(entries, [['login.redeemed', 'checkout:4711']])
})

test('without one, ours goes the whole way', async () => {
  const { asked } = await login(observed, { decision: 'deny' })
  const { challengeId } = asked.json
  const ownId = asked.headers.get('request-id')
  assert.equal(lineOf('challenge_answered', challengeId)['askedIn'], ownId)
  assert.deepEqual((await auditOf(challengeId)).entries, [['login.denied', ownId]])
})

test('ours is another one for each request, whatever is sent', async () => {
  const { server, apiKey } = observed
  const headers = { 'request-id': 'the-same' }
  const replies = await Promise.all(
    [1, 2, 3].map(() =>
      server.call('POST', '/v1/challenges', { apiKey, body: approvalBody({ userId: 'nobody' }), headers }),
    ),
  )
  const ids = replies.map((reply) => reply.headers.get('request-id'))
  assert.equal(new Set(ids).size, 3)
  assert.ok(!ids.includes('the-same'))
})

test('what does not fit is as none: too long, or with a character that could break a line or a query', async () => {
  const { server, apiKey } = observed
  const wrong = ['a'.repeat(37), 'a b', '-leading', 'a"b', 'a\u00e9', '<script>', 'a;b', 'a/b']
  for (const requestId of wrong) {
    const asked = await server.call('POST', '/v1/challenges', {
      ...{ apiKey, body: approvalBody({ userId: 'nobody' }), headers: { 'request-id': requestId } },
    })
    assert.equal(asked.status, 201)
    const created = lineOf('challenge_created', asked.json.challengeId)
    assert.ok(!('callerId' in created), requestId)
    await server.call('POST', `/v1/challenges/${asked.json.challengeId}/cancel`, {
      ...{ apiKey, body: { appNonce: 'A'.repeat(43) } },
    })
  }
})

test('only an app is asked for its id: a page or a stranger puts nothing of its own into the log', async () => {
  const { server } = observed
  const before = server.log.length
  const body = { ticketId: randomUUID(), proof: 'A'.repeat(43) }
  await server.call('POST', '/v1/pairings/look-up', { body, headers: { 'request-id': 'mine' } })
  await server.call('GET', '/v1/watch', { headers: { 'request-id': 'mine', authorization: 'Watch x' } })
  const lines = server.log.slice(before)
  assert.ok(lines.some(({ event }) => event === 'request_refused'))
  assert.ok(!JSON.stringify(lines).includes('mine'))
})

async function auditOf(challengeId: unknown): Promise<{ readonly entries: readonly (readonly unknown[])[] }> {
  const { storage } = observed.server.ports
  const about = async () => {
    const { entries } = await storage.read.audit.page({}, undefined, 200)
    return entries.filter(({ entry }) => entry.facts['challengeId'] === challengeId)
  }
  await until(async () => (await about()).length > 0)
  return { entries: (await about()).map(({ entry }) => [entry.action, entry.facts['askedIn']]) }
}
