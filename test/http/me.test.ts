// A person at /me over a real port: signs in by phone, sees what is theirs, and changes what an admin lets them change.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { TicketFound } from '@countersign/protocol'
import { parsePairingLink } from '@countersign/protocol'
import type { SelfServiceRights } from '@countersign/protocol/me'
import { showOverview } from '@countersign/server/flows/admin/overview'
import { changeSelfService, showSelfService } from '@countersign/server/flows/admin/self-service'
import { adminWithPhone, ConsoleBrowser, typeCode } from '../support/console-browser.js'
import type { RawDevice } from '../support/raw-device.js'
import { acceptBody, answerFrame, lookUpBody, newKey } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

describe('/me', () => {
  let server: TestServer
  let apiKey: string
  let phone: RawDevice
  let me: ConsoleBrowser
  before(async () => {
    server = await TestServer.start({ storage: 'sqlite' })
    const app = await server.addApp()
    apiKey = app.apiKey
    phone = await adminWithPhone(server, 'alice')
    me = new ConsoleBrowser(server, 'person')
    await me.signIn('alice', phone)
  })
  after(() => server.stop())

  test('shows who one is, one’s phones, and when each was used last', async () => {
    const profile = await me.call('GET', '/me/v1/profile')
    assert.deepEqual(profile.json, {
      userId: 'alice',
      displayName: 'alice',
      locale: 'en',
      may: { pair: true, revoke: true, addresses: true, codes: true },
    })
    const { items } = (await me.call('GET', '/me/v1/devices')).json
    assert.equal(items.length, 1)
    assert.equal(items[0].id, phone.deviceId)
    assert.equal(items[0].state, 'active')
    assert.ok(items[0].lastUsedAtMs > 0)
  })

  test('[FT1] quiet hours are set, shown and ended; what is none is refused by name', async () => {
    const hours = { days: ['fri'], from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }
    const put = (body: unknown) => me.call('PUT', '/me/v1/quiet-hours', { body })
    assert.deepEqual((await me.call('GET', '/me/v1/quiet-hours')).json, { hours: null })
    assert.deepEqual((await put({ hours })).json, { hours })
    assert.deepEqual((await me.call('GET', '/me/v1/quiet-hours')).json, { hours })
    for (const wrong of [
      { to: '22:00' },
      { to: '10:01' },
      { timeZone: 'Mars' },
      { days: [] },
      { from: '25:00' },
    ])
      assertProblem(await put({ hours: { ...hours, ...wrong } }), 422, 'body_invalid')
    assertProblem(await put({ hours: { ...hours, silent: true } }), 422, 'body_invalid')
    assert.deepEqual((await put({ hours: null })).json, { hours: null })
  })

  test('another phone is paired after a fresh approval, and then answers by itself', async () => {
    const started = await me.call('POST', '/me/v1/pairings')
    assert.equal(started.status, 201, started.text)
    const { pairingId, link } = started.json

    const second = newKey()
    const parsed = parsePairingLink(link)
    assert.ok(parsed)
    const ticket: TicketFound = (
      await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(parsed) })
    ).json
    assert.equal((await me.call('GET', `/me/v1/pairings/${pairingId}`)).json.state, 'open')
    const accepted = await server.call('POST', '/v1/pairings/accept', {
      body: acceptBody(parsed, ticket, second),
    })
    const shown = await me.call('GET', `/me/v1/pairings/${pairingId}`)
    assert.equal(shown.json.state, 'accepted')
    assert.equal(shown.json.confirmation, accepted.json.confirmation)

    const wrong = accepted.json.confirmation === '000000' ? '000001' : '000000'
    const refused = await me.call('POST', `/me/v1/pairings/${pairingId}/confirm`, {
      body: { confirmation: wrong },
    })
    assertProblem(refused, 403, 'forbidden')
    const confirmed = await me.call('POST', `/me/v1/pairings/${pairingId}/confirm`, {
      body: { confirmation: accepted.json.confirmation },
    })
    assert.equal(confirmed.status, 200, confirmed.text)
    assert.equal(confirmed.json.state, 'active')

    const notices = (await me.call('GET', '/me/v1/notices')).json
    assert.equal(notices.items[0].kind, 'device_added')

    const gone = await me.call('DELETE', `/me/v1/devices/${confirmed.json.id}`)
    assert.equal(gone.status, 204)
    assert.equal((await me.call('GET', '/me/v1/devices')).json.items.length, 1)
    assert.equal((await me.call('GET', '/me/v1/notices')).json.items[0].kind, 'device_removed')
  })

  test('addresses are saved against the revision that was read, and two of them are enough', async () => {
    const read = await me.call('GET', '/me/v1/contact')
    const tag = read.headers.get('etag') ?? ''
    const body = { emails: ['alice@example.org', 'alice@home.example'], locale: 'de' }
    assertProblem(await me.call('PUT', '/me/v1/contact', { body }), 428, 'revision_missing')
    const saved = await me.call('PUT', '/me/v1/contact', { body, headers: { 'if-match': tag } })
    assert.equal(saved.status, 200, saved.text)
    assert.deepEqual(saved.json.emails, body.emails)
    const stale = await me.call('PUT', '/me/v1/contact', { body, headers: { 'if-match': tag } })
    assertProblem(stale, 412, 'changed_meanwhile')
    const next = saved.headers.get('etag') ?? ''
    for (const emails of [['a@b', 'c@d', 'e@f'], ['no address'], ['a@b\r\nBcc: x@y'], ['<a@b>']]) {
      const bad = await me.call('PUT', '/me/v1/contact', {
        body: { emails, locale: 'de' },
        headers: { 'if-match': next },
      })
      assertProblem(bad, 422, 'body_invalid')
    }
    assert.equal((await me.call('GET', '/me/v1/notices')).json.items[0].kind, 'addresses_changed')
  })

  test('a request that is disowned makes that app and address quiet, and typed codes the rule', async () => {
    const context = { address: '198.51.100.9', browser: 'Chrome on Linux' }
    const asked = await server.requestApproval(apiKey, { context, atLeast: 'code' })
    assert.equal(asked.match.mode, 'code')
    assert.ok(asked.match.mode === 'code')
    const { code } = asked.match
    await typeCode(server, phone, { challengeId: asked.challengeId, code })
    await server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
      apiKey,
      body: { appNonce: asked.appNonce },
    })
    const listed = (await me.call('GET', '/me/v1/requests')).json
    assert.equal(listed.items[0].id, asked.challengeId)
    assert.equal(listed.items[0].outcome, 'redeemed')
    assert.equal(listed.items[0].address, '198.51.100.9')
    assert.equal(listed.items[0].disownedAtMs, null)

    for (let times = 0; times < 2; times += 1)
      assert.equal((await me.call('POST', `/me/v1/requests/${asked.challengeId}/disown`)).status, 204)
    const [after] = (await me.call('GET', '/me/v1/requests')).json.items
    assert.ok(after.disownedAtMs > 0)
    const notices = (await me.call('GET', '/me/v1/notices')).json.items
    const told = notices.filter(({ kind }: { kind: string }) => kind === 'login_reported')
    assert.deepEqual(
      told.map(({ facts }: { facts: unknown }) => facts),
      [{ appName: 'Wiki', ...context }],
    )
    const next = await server.requestApproval(apiKey, { context })
    assert.equal(next.delivery, 'pull')
    assert.equal(next.match.mode, 'code')
    const { entries } = await server.ports.storage.read.audit.page(
      { action: 'login.disowned' },
      undefined,
      10,
    )
    assert.equal(entries.length, 1)

    await until(async () => (await server.ports.storage.read.audit.unsealedCount()) === 0)
    const overview = await showOverview(server.ports, { kind: 'operator' }, undefined)
    assert.ok(overview.ok)
    assert.equal(overview.value.disowned, 1)
    assert.deepEqual([overview.value.day.redeemed > 0, overview.value.day.reported], [true, 0])
    const alerts = overview.value.alerts.map(({ level, kind, count }) => `${level} ${kind} ${count}`)
    assert.ok(alerts.includes('danger logins_disowned 1'), alerts.join())
  })

  test('an approval that nobody redeemed yet is worth nothing once it is disowned', async () => {
    const asked = await server.requestApproval(apiKey, {
      context: { address: '198.51.100.10', browser: 'Edge' },
      atLeast: 'code',
    })
    assert.ok(asked.match.mode === 'code')
    await typeCode(server, phone, { challengeId: asked.challengeId, code: asked.match.code })
    assert.equal((await me.call('POST', `/me/v1/requests/${asked.challengeId}/disown`)).status, 204)
    const redeemed = await server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
      apiKey,
      body: { appNonce: asked.appNonce },
    })
    assertProblem(redeemed, 409, 'challenge_final')
  })

  test('a request that is sent twice under one key happens once; for another browser of the person the key is taken', async () => {
    const headers = { 'idempotency-key': 'asked-once' }
    await me.approve(phone)
    const first = await me.call('POST', '/me/v1/pairings', { headers })
    assert.equal(first.status, 201, first.text)
    const again = await me.call('POST', '/me/v1/pairings', { headers })
    assert.deepEqual([again.status, again.json], [201, first.json])
    assert.equal(again.headers.get('idempotency-replayed'), 'true')
    const other = new ConsoleBrowser(server, 'person')
    await other.signIn('alice', phone)
    assertProblem(await other.call('POST', '/me/v1/pairings', { headers }), 422, 'body_invalid')
  })

  test('what an admin forbids is refused by the server, from the next request on', async () => {
    const device = (await me.call('GET', '/me/v1/devices')).json.items[0]
    const tag = (await me.call('GET', '/me/v1/contact')).headers.get('etag') ?? ''
    const nothing = { pair: false, revoke: false, addresses: false, codes: false }
    await allow(nothing)
    assert.deepEqual((await me.call('GET', '/me/v1/profile')).json.may, nothing)
    assertProblem(await me.call('POST', '/me/v1/pairings'), 403, 'forbidden')
    assertProblem(await me.call('DELETE', `/me/v1/devices/${device.id}`), 403, 'forbidden')
    const body = { emails: [], locale: 'en' }
    assertProblem(
      await me.call('PUT', '/me/v1/contact', { body, headers: { 'if-match': tag } }),
      403,
      'forbidden',
    )
    await allow({ pair: true, revoke: true, addresses: true, codes: true })
    assert.equal((await me.call('POST', '/me/v1/pairings')).status, 201)
  })

  async function allow(rights: SelfServiceRights): Promise<void> {
    const operator = { kind: 'operator' } as const
    const shown = await showSelfService(server.ports, operator, undefined)
    assert.ok(shown.ok)
    const { revision } = shown.value
    assert.ok((await changeSelfService(server.ports, operator, { rights, revision })).ok)
  }
})

test('a phone that asks hears what its person was told, at once and then within seconds; one that did not ask hears nothing', async (t) => {
  const server = await TestServer.start()
  t.after(() => server.stop())
  const phone = await adminWithPhone(server, 'bob')
  const other = await server.pairDevice('bob')
  const { socket } = await server.connect(phone)
  const { socket: silent } = await server.connect(other)
  socket.send({ type: 'notices' })
  const first = await socket.take('notices')
  assert.deepEqual(
    first.items.map(({ kind }) => kind),
    ['device_added', 'device_added'],
  )
  const me = new ConsoleBrowser(server, 'person')
  const started = await me.start('bob')
  const { nextCounter } = await answerOn(silent, other, started.json)
  assert.ok(nextCounter > 0)
  assert.equal((await me.finish()).status, 200)
  assert.equal((await me.call('DELETE', `/me/v1/devices/${other.deviceId}`)).status, 204)
  let told = await socket.next()
  // The request of the sign-in came to this phone as well.
  while (told !== undefined && told.type !== 'notices') told = await socket.next()
  assert.equal(told?.items[0]?.kind, 'device_removed')
})

/** Answers on a socket that is open already; anything about notices on it would fail here. */
async function answerOn(
  socket: Awaited<ReturnType<TestServer['connect']>>['socket'],
  phone: RawDevice,
  { challengeId, code }: { readonly challengeId: string; readonly code: string },
): Promise<{ readonly nextCounter: number }> {
  socket.send({ type: 'pull' })
  for (let frame = await socket.next(); frame !== undefined; frame = await socket.next()) {
    assert.notEqual(frame.type, 'notices')
    if (frame.type === 'receipt') break
    if (frame.type === 'challenge' && frame.challengeId === challengeId)
      socket.send(answerFrame(phone, frame, { decision: 'approve', code, counter: 1 }))
  }
  return { nextCounter: 2 }
}
