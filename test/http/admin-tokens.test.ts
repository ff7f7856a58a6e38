// /admin/v1/tokens over a real port: a token is shown once, does what it was given, and ends.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tokenAdded, tokenList } from '@countersign/protocol/admin'
import { adminOf } from '../support/admin-token.js'
import { assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
before(async () => {
  server = await TestServer.start()
})
after(() => server.stop())

const DAY_MS = 86_400_000
const body = (more: Readonly<Record<string, unknown>> = {}) => ({
  name: 'Nightly',
  permissions: ['accounts:read'],
  expiresAtMs: Date.now() + DAY_MS,
  ...more,
})

test('a token that was made is listed without its secret, opens what it may, and opens nothing once revoked', async () => {
  const admin = await adminOf(server)
  const made = await admin('POST', '/admin/v1/tokens', { body: body({ permissions: ['tokens:read'] }) })
  assert.equal(made.status, 201, made.text)
  const { token, secret } = tokenAdded.parse(made.json)
  assert.match(secret, new RegExp(`^cst_${token.id}_`))

  const listed = await server.call('GET', '/admin/v1/tokens', { apiKey: secret })
  assert.equal(listed.status, 200)
  assert.ok(tokenList.parse(listed.json).items.some(({ id }) => id === token.id))
  assert.ok(!listed.text.includes(secret.slice(-43)))

  const gone = await admin('DELETE', `/admin/v1/tokens/${token.id}`)
  assert.equal(gone.status, 204)
  assert.equal(gone.text, '')
  assertProblem(await server.call('GET', '/admin/v1/tokens', { apiKey: secret }), 401, 'unauthorized')
  assert.equal((await admin('DELETE', `/admin/v1/tokens/${token.id}`)).status, 204)
  assertProblem(await admin('DELETE', '/admin/v1/tokens/0123456789abcdef'), 404, 'not_found')
})

test('a token does not do what it was not given', async () => {
  const reader = await adminOf(server, ['tokens:read'])
  assertProblem(await reader('POST', '/admin/v1/tokens', { body: body() }), 403, 'forbidden')
})

test('nothing but a good token opens the admin API', async () => {
  const wrong = [
    '',
    'cst_',
    `cst_0123456789abcdef_${'A'.repeat(43)}`,
    `cs_0123456789abcdef_${'A'.repeat(43)}`,
  ]
  for (const apiKey of wrong)
    assertProblem(await server.call('GET', '/admin/v1/tokens', { apiKey }), 401, 'unauthorized')
  assertProblem(await server.call('GET', '/admin/v1/tokens'), 401, 'unauthorized')
})

test('a bad name, no permission, no end or one too far away: refused by the field', async () => {
  const admin = await adminOf(server)
  const cases = [
    body({ name: '' }),
    body({ name: ' x' }),
    body({ permissions: [] }),
    body({ permissions: ['everything'] }),
    body({ expiresAtMs: 1 }),
    body({ expiresAtMs: Date.now() + 367 * DAY_MS }),
    { name: 'x', permissions: ['accounts:read'] },
    body({ more: 1 }),
  ]
  for (const each of cases)
    assertProblem(await admin('POST', '/admin/v1/tokens', { body: each }), 422, 'body_invalid')
})

test('pages: each token once, in order, and the last page says so', async () => {
  const admin = await adminOf(server)
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const { json }: { json: { items: { id: string }[]; next: string | null } } = await admin(
      'GET',
      `/admin/v1/tokens?limit=2&cursor=${cursor}`,
    )
    assert.ok(json.items.length <= 2)
    seen.push(...json.items.map(({ id }) => id))
    cursor = json.next
  }
  assert.deepEqual(seen, [...new Set(seen)].sort())
  assert.ok(seen.length >= 5)
})

test('methods that a path does not have are refused with the ones it has', async () => {
  const reply = await server.call('PATCH', '/admin/v1/tokens')
  assertProblem(reply, 405, 'method_not_allowed')
  assert.equal(reply.headers.get('allow'), 'GET, HEAD, POST')
})
