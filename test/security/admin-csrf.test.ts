// Attack: a page of another site makes the admin's browser call the admin API. The cookie is SameSite=Strict; this file is about
// what holds when a browser sends it all the same: an old one, a sister site, a bug.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { LiveStreams } from '@countersign/server/http/live-streams'
import type { Operation } from '@countersign/server/http/operation'
import { operationsOf } from '@countersign/server/http/server'
import type { WaitingRoom } from '@countersign/server/http/waiting-room'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import { assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
let admin: ConsoleBrowser
let person: ConsoleBrowser
before(async () => {
  server = await TestServer.start()
  const phone = await adminWithPhone(server, 'alice', 'owner')
  admin = new ConsoleBrowser(server)
  await admin.signIn('alice', phone)
  person = new ConsoleBrowser(server, 'person')
  await person.signIn('alice', phone)
})
after(() => server.stop())

const NOTHING_HERE = '019aa5c0-11f2-7e0a-8b1d-5c2e9f7a6b30'
// Sound: operations touch these only when one is handled, and none is handled by this list.
const nothing = undefined as unknown as WaitingRoom & LiveStreams
const everything = operationsOf(nothing, nothing, '1')
const changes = everything.filter(
  ({ access, method }) => (access === 'admin' || access === 'person') && method !== 'get',
)

function call({ method, path, example, access }: Operation, headers: Readonly<Record<string, string>>) {
  const browser = access === 'admin' ? admin : person
  return browser.call(method.toUpperCase(), path.replace(/\{\w+\}/g, NOTHING_HERE), {
    ...(example.body === undefined ? {} : { body: example.body }),
    headers: { 'if-match': '"r1"', ...headers },
  })
}

test('each operation that changes something refuses a page of another origin, whatever else it sends', async () => {
  assert.ok(changes.length > 5)
  const elsewhere = [
    'https://elsewhere.example',
    'null',
    `${server.url}.evil.example`,
    server.url.replace('http', 'https'),
    '',
  ]
  for (const operation of changes)
    for (const origin of elsewhere) assertProblem(await call(operation, { origin }), 403, 'origin_forbidden')
})

test('each refuses what a form of its own origin could send: without the header of our own', async () => {
  for (const operation of changes)
    assertProblem(await call(operation, { 'countersign-request': '' }), 403, 'origin_forbidden')
})

test('signing in, and making the first owner, are refused from elsewhere too', async () => {
  for (const path of [
    '/admin/v1/session/start',
    '/admin/v1/session/finish',
    '/me/v1/session/start',
    '/me/v1/session/finish',
    '/admin/v1/setup/begin',
    '/admin/v1/setup/confirm',
  ])
    for (const headers of [{ origin: 'https://elsewhere.example' }, { 'countersign-request': '' }])
      assertProblem(await admin.call('POST', path, { body: {}, headers }), 403, 'origin_forbidden')
})

test('no page of another origin is answered a preflight, or may read an answer', async () => {
  for (const path of ['/admin/v1/tokens', '/admin/v1/session', '/me/v1/session']) {
    const origin = 'https://elsewhere.example'
    const preflight = await server.call('OPTIONS', path, {
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    assertProblem(preflight, 405, 'method_not_allowed')
    const read = await server.call('GET', path, { headers: { origin } })
    for (const reply of [preflight, read]) {
      assert.equal(reply.headers.get('access-control-allow-origin'), null)
      assert.equal(reply.headers.get('cross-origin-resource-policy'), 'same-origin')
    }
  }
})

test('a token needs neither: no browser sends it by itself', async () => {
  const { adminToken } = await import('../support/admin-token.js')
  const apiKey = await adminToken(server.ports)
  const reply = await server.call('DELETE', `/admin/v1/tokens/${'0'.repeat(16)}`, {
    apiKey,
    headers: { origin: 'https://elsewhere.example' },
  })
  assertProblem(reply, 404, 'not_found')
})
