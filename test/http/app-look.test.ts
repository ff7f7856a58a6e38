// GET /v1/app: an app learns how it looks, from its own row first and the server's branding second; and what it is registered as.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { appLook, serverInfo } from '@countersign/protocol'
import { adminOf } from '../support/admin-token.js'
import { assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
before(async () => {
  server = await TestServer.start()
})
after(() => server.stop())

test('an app without a look of its own has the server’s, and its own goes first', async () => {
  const { apiKey, appId } = await server.addApp('Shop')
  const look = async () => looksOf((await server.call('GET', '/v1/app', { apiKey })).json)
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

test('an app is told who the server is, whom it is taken for, and where its pages may be', async () => {
  const { apiKey, appId } = await server.addApp('Cloud')
  const told = async () => appLook.parse((await server.call('GET', '/v1/app', { apiKey })).json)
  const { serverId } = serverInfo.parse((await server.call('GET', '/v1/server')).json)
  const { appId: id, serverId: pinned, origins, mayEnrol } = await told()
  assert.deepEqual([id, pinned, mayEnrol], [appId, serverId, false])
  assert.deepEqual(origins, ['https://wiki.example'])

  const { apps } = server.ports.storage.read
  const app = (await apps.byName('Cloud')) ?? assert.fail('no app')
  const changed = { ...app, origins: ['https://a.example', 'https://b.example'], mayEnrol: true }
  await server.ports.storage.transaction((stores) => stores.apps.save(changed))
  const after = await told()
  assert.deepEqual([after.origins, after.mayEnrol], [changed.origins, true])
})

test('[EN7] a reader takes what an older server says, and leaves out what a newer one adds', () => {
  const older = { name: 'Shop', colour: '', logoUrl: null, helpText: '', supportContact: '' }
  assert.deepEqual(appLook.parse(older), older)
  assert.deepEqual(appLook.parse({ ...older, mayEnrol: true, motto: 'new' }), { ...older, mayEnrol: true })
  for (const wrong of [{ appId: 'x' }, { serverId: 'short' }, { origins: 'https://a' }, { mayEnrol: 1 }])
    assert.equal(appLook.safeParse({ ...older, ...wrong }).success, false)
})

/** What a login page shows of it. */
function looksOf(json: unknown) {
  const { name, colour, logoUrl, helpText, supportContact } = appLook.parse(json)
  return { name, colour, logoUrl, helpText, supportContact }
}
