// GET /v1/app: an app learns how it looks, from its own row first and the server's branding second.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { appLook } from '@countersign/protocol'
import { adminOf } from '../support/admin-token.js'
import { assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
before(async () => {
  server = await TestServer.start()
})
after(() => server.stop())

test('an app without a look of its own has the server’s, and its own goes first', async () => {
  const { apiKey, appId } = await server.addApp('Shop')
  const look = async () => appLook.parse((await server.call('GET', '/v1/app', { apiKey })).json)
  assert.deepEqual(await look(), {
    name: 'Shop',
    colour: '',
    logoUrl: null,
    helpText: '',
    supportContact: '',
  })

  const admin = await adminOf(server)
  const headers = { 'if-match': (await admin('GET', '/admin/v1/branding')).headers.get('etag') ?? '' }
  const branding = {
    name: 'ACME',
    colour: '#0b5c6b',
    helpText: 'Room 0.12',
    supportContact: 'help@example.org',
  }
  const saved = await admin('PUT', '/admin/v1/branding', { headers, body: branding })
  assert.equal(saved.status, 200, saved.text)
  assert.deepEqual(await look(), {
    name: 'Shop',
    colour: '#0b5c6b',
    logoUrl: null,
    helpText: 'Room 0.12',
    supportContact: 'help@example.org',
  })

  const { apps } = server.ports.storage.read
  const app = await apps.byName('Shop')
  assert.ok(app)
  await server.ports.storage.transaction(({ apps: store, logos }) =>
    Promise.all([
      store.save({ ...app, colour: '#aa0000' }),
      logos.put('server', { type: 'image/png', bytes: new Uint8Array(8), changedAtMs: 5 }),
      logos.put(`app:${app.id}`, { type: 'image/png', bytes: new Uint8Array(8), changedAtMs: 7 }),
    ]),
  )
  const own = await look()
  assert.equal(own.colour, '#aa0000')
  assert.match(own.logoUrl ?? '', new RegExp(`/v1/apps/${appId}/logo\\?v=7$`))
})

test('the look of an app is told to that app only', async () => {
  assertProblem(await server.call('GET', '/v1/app'), 401, 'unauthorized')
})
