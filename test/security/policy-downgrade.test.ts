// Downgrade by policy: whoever may not change the policies, or changes them after somebody else did, makes logins weaker than was
// meant; or a policy further down undoes one above it. The list is changed as a whole, by compare-and-set, by those who may; the
// topmost decides; and nothing in it lowers what the app asks for or a doubt has raised.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { policySetBody } from '@countersign/protocol/admin'
import { adminOf } from '../support/admin-token.js'
import { policyBody } from '../support/policies.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'

const PATH = '/admin/v1/policies'
const strict = policyBody({
  id: 1,
  name: 'Codes everywhere',
  says: { profile: 'nist', requirement: 'required' },
})
const loose = policyBody({ id: 2, name: 'Nobody', says: { requirement: 'off', match: 'symbol' } })

let server: TestServer
let admin: Awaited<ReturnType<typeof adminOf>>
before(async () => {
  server = await TestServer.start()
  admin = await adminOf(server)
  await server.addAccount('alice')
})
after(() => server.stop())

async function put(policies: readonly unknown[], tag?: string) {
  const etag = tag ?? (await admin('GET', PATH)).headers.get('etag') ?? ''
  return admin('PUT', PATH, { body: { policies }, headers: { 'if-match': etag } })
}

test('an admin who read an older list does not put it over a newer one', async () => {
  const before = (await admin('GET', PATH)).headers.get('etag') ?? ''
  assert.equal((await put([strict])).status, 200)
  assertProblem(await put([loose], before), 412, 'changed_meanwhile')
  assertProblem(await put([loose], '*'), 412, 'changed_meanwhile')
  assertProblem(await put([loose], 'W/"r1"'), 412, 'changed_meanwhile')
  assertProblem(await admin('PUT', PATH, { body: { policies: [loose] } }), 428, 'revision_missing')
  const now = policySetBody.parse((await admin('GET', PATH)).json)
  assert.deepEqual(
    now.policies.map(({ name }) => name),
    ['Codes everywhere'],
  )
})

test('of twenty who change the same list at once, one succeeds', async () => {
  const etag = (await admin('GET', PATH)).headers.get('etag') ?? ''
  const all = await Promise.all(Array.from({ length: 20 }, () => put([strict], etag)))
  assert.equal(all.filter(({ status }) => status === 200).length, 1)
  assert.equal(all.filter(({ status }) => status === 412).length, 19)
})

test('a policy below does not undo the one above it, and turning them round does', async () => {
  const { apiKey } = await server.addApp('Ordered')
  const ask = async (more: Readonly<Record<string, unknown>> = {}) => {
    const body = approvalBody({ mayWaive: true, ...more })
    return (await server.call('POST', '/v1/challenges', { apiKey, body })).json
  }
  await put([strict, loose])
  const asked = await ask()
  assert.deepEqual([asked.decision, asked.match.mode], [undefined, 'code'])
  await put([loose, strict])
  assert.equal((await ask()).decision, 'waived')
  assert.equal((await ask({ mayWaive: false, atLeast: 'code' })).match.mode, 'code')
})

test('a profile that asks for a code is not lowered beside itself', async () => {
  const refused = await put([policyBody({ id: 3, says: { profile: 'nist', match: 'symbol' } })])
  const { fault } = assertProblem(refused, 422, 'body_invalid')
  assert.equal(fault?.path, 'policies.0.then.match')
})

test('whoever may only read changes nothing, previews nothing, and is told so', async () => {
  const reader = await adminOf(server, ['policies:read', 'accounts:read'])
  assert.equal((await reader('GET', PATH)).status, 200)
  const headers = { 'if-match': (await reader('GET', PATH)).headers.get('etag') ?? '' }
  assertProblem(await reader('PUT', PATH, { body: { policies: [loose] }, headers }), 403, 'forbidden')
  assertProblem(await reader('POST', `${PATH}/preview`, { body: { policies: [loose] } }), 403, 'forbidden')
  const blind = await adminOf(server, ['policies:write'])
  assertProblem(await blind('GET', `${PATH}/explain?account=alice&app=Ordered`), 403, 'forbidden')
})

test('an app cannot waive what it was not offered: unknown words in its request are refused', async () => {
  const { apiKey } = await server.addApp('Cheeky')
  for (const more of [{ mayWaive: 'yes' }, { requirement: 'off' }, { policy: 'none' }, { atLeast: 'none' }])
    assertProblem(
      await server.call('POST', '/v1/challenges', { apiKey, body: approvalBody(more) }),
      422,
      'body_invalid',
    )
})
