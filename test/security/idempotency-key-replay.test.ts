// Attack: answers of the admin API hold secrets that are shown once (a token, an app's key). Whoever knows or guesses another
// admin's idempotency key asks for the kept answer; or a sender repeats a key to make the server do the same thing twice.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { accepted } from '@countersign/server/core/refusal'
import { onceByKey } from '@countersign/server/flows/access/kept-replies'
import { addAccount } from '@countersign/server/flows/accounts'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import { adminOf, adminToken } from '../support/admin-token.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { must, reasonOf } from '../support/test-world.js'

let server: TestServer
before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
})
after(() => server.stop())

// One for the whole file: a repeated request is the same to the millisecond.
const expiresAtMs = Date.now() + 86_400_000
const body = (name: string) => ({ name, permissions: ['accounts:read'], expiresAtMs })
const post = (admin: Awaited<ReturnType<typeof adminOf>>, key: string, name: string) =>
  admin('POST', '/admin/v1/tokens', { body: body(name), headers: { 'idempotency-key': key } })

test('the same request under the same key happens once, and is answered the same', async () => {
  const admin = await adminOf(server)
  const first = await post(admin, 'k-1', 'one')
  const second = await post(admin, 'k-1', 'one')
  assert.deepEqual([first.status, second.status], [201, 201])
  assert.deepEqual(second.json, first.json)
  assert.equal(first.headers.get('idempotency-replayed'), null)
  assert.equal(second.headers.get('idempotency-replayed'), 'true')
  const { items } = (await admin('GET', '/admin/v1/tokens?limit=200')).json
  assert.equal(items.filter(({ name }: { readonly name: string }) => name === 'one').length, 1)
})

test('another actor with the same key gets nothing of it: the request is their own', async () => {
  const [admin, other] = [await adminOf(server), await adminOf(server)]
  const first = await post(admin, 'k-2', 'two')
  const theirs = await post(other, 'k-2', 'two')
  assert.equal(theirs.status, 201)
  assert.notEqual(theirs.json.secret, first.json.secret)
})

test('an actor who may not do it gets no kept answer either, and their refusal is not kept', async () => {
  const reader = await adminOf(server, ['tokens:read'])
  assertProblem(await post(reader, 'k-2', 'two'), 403, 'forbidden')
  assertProblem(await post(reader, 'k-2', 'other'), 403, 'forbidden')
})

test('whoever lost the right since is not told the secret again', async () => {
  const { ports } = server
  const owner = must(await addAccount(ports, { userId: 'demoted', displayName: 'Demoted' }))
  const second = must(await addAccount(ports, { userId: 'second', displayName: 'Second' }))
  for (const { id } of [owner, second])
    must(await putAdmin(ports, { kind: 'operator' }, { accountId: id, role: 'owner' }))
  const write = { key: 'k-7', request: '["POST","/admin/v1/tokens",{}]' }
  const asRole = (role: 'owner' | 'auditor') =>
    ({
      kind: 'admin',
      freshUntilMs: Number.MAX_SAFE_INTEGER,
      accountId: owner.id,
      userId: 'demoted',
      role,
    }) as const
  const work = async () => accepted({ secret: 'shown once' })
  must((await onceByKey(ports, asRole('owner'), write, work)).result)
  const again = await onceByKey(ports, asRole('auditor'), write, work)
  assert.equal(reasonOf(again.result), 'value_invalid')
})

test('the same key for another body or another path is refused', async () => {
  const admin = await adminOf(server)
  await post(admin, 'k-3', 'three')
  const problem = assertProblem(await post(admin, 'k-3', 'four'), 422, 'body_invalid')
  assert.equal(problem.fault?.path, 'Idempotency-Key')
})

test('of twenty that arrive at once one is done; the others get its answer, or are told that it is under way', async () => {
  const admin = await adminOf(server)
  const replies = await Promise.all(Array.from({ length: 20 }, () => post(admin, 'k-4', 'five')))
  const made = replies.filter(({ status }) => status === 201)
  assert.equal(new Set(made.map(({ json }) => json.secret)).size, 1)
  for (const reply of replies.filter(({ status }) => status !== 201)) assertProblem(reply, 409, 'conflict')
  const { items } = (await admin('GET', '/admin/v1/tokens?limit=200')).json
  assert.equal(items.filter(({ name }: { readonly name: string }) => name === 'five').length, 1)
})

test('a key that is no key is refused', async () => {
  const admin = await adminOf(server)
  for (const key of ['x'.repeat(129), 'with space'])
    assertProblem(await post(admin, key, 'six'), 422, 'body_invalid')
})

test('a kept answer is sealed: its row does not hold the secret that was shown', async () => {
  const { vault, storage } = server.ports
  const apiKey = await adminToken(server.ports)
  const made = await server.call('POST', '/admin/v1/tokens', {
    apiKey,
    body: body('sealed'),
    headers: { 'idempotency-key': 'k-6' },
  })
  const actor = `token:${apiKey.split('_')[1]}`
  const keyHash = vault.keyedHash('idempotency', new TextEncoder().encode(`${actor}\nk-6`))
  const kept = await storage.read.keptReplies.of(keyHash)
  assert.ok(kept?.sealedReply)
  assert.ok(!Buffer.from(kept.sealedReply).toString('latin1').includes(made.json.secret))
})
