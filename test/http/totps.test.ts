// Codes from an app over a real port, with oathtool as the app: set up at /me and by an admin, used for a login, removed.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { adminOf } from '../support/admin-token.js'
import type { FixedClock } from '../support/clock.js'
import { fixedClock } from '../support/clock.js'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import { oathtool, toolsHere } from '../support/oathtool.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'

const usual = { algorithm: 'SHA1', digits: 6 } as const

describe('codes from an app', toolsHere, () => {
  let clock: FixedClock
  let server: TestServer
  let apiKey: string
  let accountId: string
  let me: ConsoleBrowser
  before(async () => {
    clock = fixedClock()
    server = await TestServer.start({ storage: 'sqlite', overrides: { ports: { clock } } })
    apiKey = (await server.addApp()).apiKey
    const phone = await adminWithPhone(server, 'alice')
    accountId = phone.accountId
    me = new ConsoleBrowser(server, 'person')
    await me.signIn('alice', phone)
  })
  after(() => server.stop())

  const logIn = (code: string) =>
    server.call('POST', '/v1/codes', { apiKey, body: { ...approvalBody(), code } })

  test('[TO6] [TO7] a person sets them up with what oathtool shows, and logs in with the next code, once', async () => {
    const begun = await me.call('POST', '/me/v1/totps', { body: { name: 'oathtool' } })
    assert.equal(begun.status, 201, begun.text)
    assert.equal(begun.headers.get('cache-control'), 'no-store')
    const { id, secret } = begun.json
    const first = oathtool(secret, usual, clock.nowMs())
    assertProblem(await logIn(first), 403, 'code_refused')
    const path = `/me/v1/totps/${id}/confirm`
    assertProblem(await me.call('POST', path, { body: { code: '12' } }), 403, 'code_refused')
    const confirmed = await me.call('POST', path, { body: { code: first } })
    assert.equal(confirmed.status, 200, confirmed.text)
    const { totps } = (await me.call('GET', '/me/v1/codes')).json
    assert.deepEqual(totps, [confirmed.json])

    // The code that confirmed is spent; the next one counts, once.
    assertProblem(await logIn(first), 403, 'code_refused')
    clock.advance(30_000)
    const second = oathtool(secret, usual, clock.nowMs())
    const inside = await logIn(`${second.slice(0, 3)} ${second.slice(3)}`)
    assert.equal(inside.status, 200, inside.text)
    assertProblem(await logIn(second), 403, 'code_refused')
    const [used] = (await me.call('GET', '/me/v1/codes')).json.totps
    assert.equal(used.lastUsedAtMs, clock.nowMs())

    assert.equal((await me.call('DELETE', `/me/v1/totps/${id}`)).status, 204)
    assertProblem(await me.call('DELETE', `/me/v1/totps/${id}`), 404, 'not_found')
    clock.advance(30_000)
    assertProblem(await logIn(oathtool(secret, usual, clock.nowMs())), 403, 'code_refused')
  })

  test('an admin sets them up for somebody, sees them, and takes them away', async () => {
    const admin = await adminOf(server)
    const base = `/admin/v1/accounts/${accountId}`
    const begun = await admin('POST', `${base}/totps`, { body: { name: 'Work phone' } })
    assert.equal(begun.status, 201, begun.text)
    const { id, secret } = begun.json
    const body = { code: oathtool(secret, usual, clock.nowMs()) }
    const confirmed = await admin('POST', `${base}/totps/${id}/confirm`, { body })
    assert.equal(confirmed.status, 200, confirmed.text)
    assert.deepEqual((await admin('GET', `${base}/codes`)).json.totps, [confirmed.json])
    const other = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000'
    assertProblem(await admin('DELETE', `/admin/v1/accounts/${other}/totps/${id}`), 404, 'not_found')
    assert.equal((await admin('DELETE', `${base}/totps/${id}`)).status, 204)
    assert.deepEqual((await admin('GET', `${base}/codes`)).json.totps, [])
  })

  test('a name that is none, a body with more, and an id of another shape are refused', async () => {
    for (const body of [
      {},
      { name: '' },
      { name: 'x'.repeat(65) },
      { name: 'a\u202eb' },
      { name: 'x', secret: 'AAAA' },
    ])
      assertProblem(await me.call('POST', '/me/v1/totps', { body }), 422, 'body_invalid')
    const path = '/me/v1/totps/..%2F..%2Fcodes/confirm'
    assertProblem(await me.call('POST', path, { body: { code: '123456' } }), 404, 'not_found')
  })

  test('nobody sets any up without being signed in, and an admin’s token needs the right', async () => {
    const stranger = new ConsoleBrowser(server, 'person')
    const body = { name: 'x' }
    assertProblem(await stranger.call('POST', '/me/v1/totps', { body }), 401, 'unauthorized')
    const reader = await adminOf(server, ['accounts:read'])
    const path = `/admin/v1/accounts/${accountId}/totps`
    assertProblem(await reader('POST', path, { body }), 403, 'forbidden')
  })
})
