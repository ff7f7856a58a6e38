// Somebody copies the cookie of a session that was signed in a while ago, at the console or at /me, and wants a way in that lasts: a
// phone of their own, a role, a token, other addresses. A session alone must not be enough: what makes a way in needs an approval on
// the owner's phone that is minutes old, and that this very session asked for.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { FRESH_APPROVAL_SECONDS } from '@countersign/protocol'
import type { FixedClock } from '../support/clock.js'
import { fixedClock } from '../support/clock.js'
import { adminWithPhone, ConsoleBrowser, typeCode } from '../support/console-browser.js'
import type { RawDevice } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'

const STALE_MS = FRESH_APPROVAL_SECONDS * 1000

describe('a session that began a while ago', () => {
  let clock: FixedClock
  let server: TestServer
  let phone: RawDevice & { readonly accountId: AccountId }
  before(async () => {
    clock = fixedClock()
    server = await TestServer.start({ overrides: { ports: { clock } } })
    phone = await adminWithPhone(server, 'olga', 'owner')
    await server.addAccount('bob')
  })
  after(() => server.stop())
  // Rings and tries of one test are none of the next.
  beforeEach(() => clock.advance(86_400_000))

  async function signedIn(kind: 'admin' | 'person', userAgent?: string): Promise<ConsoleBrowser> {
    const browser = new ConsoleBrowser(server, kind, userAgent)
    await browser.signIn('olga', phone)
    return browser
  }

  test('[FA1] makes no way in at the console: no phone, no role, no token, no second factor off', async () => {
    const bob = await server.ports.storage.read.accounts.byUserId('bob')
    assert.ok(bob)
    const changes = [
      ['POST', `/admin/v1/accounts/${bob.id}/pairings`, undefined],
      ['PUT', `/admin/v1/admins/${bob.id}`, { role: 'owner' }],
      [
        'POST',
        '/admin/v1/tokens',
        { name: 'mine', permissions: ['accounts:read'], expiresAtMs: clock.nowMs() + 86_400_000 },
      ],
      [
        'POST',
        `/admin/v1/accounts/${bob.id}/second-factor/disable`,
        { untilMs: clock.nowMs() + 3_600_000, reason: 'lost' },
      ],
    ] as const
    const thief = await signedIn('admin')
    clock.advance(STALE_MS)
    for (const [method, path, body] of changes) {
      const headers = { 'idempotency-key': path }
      const reply = await thief.call(method, path, { headers, ...(body === undefined ? {} : { body }) })
      assertProblem(reply, 403, 'approval_needed')
    }
    assert.equal(await server.ports.storage.read.admins.of(bob.id), undefined)
    // The owner, asked on her phone, does the same, with the same key.
    await thief.approve(phone)
    for (const [method, path, body] of changes) {
      const headers = { 'idempotency-key': path }
      const reply = await thief.call(method, path, { headers, ...(body === undefined ? {} : { body }) })
      assert.ok(reply.status < 300, `${path}: ${reply.text}`)
    }
  })

  test('[FA1] sees no start code and prints no invitation, with which a first phone is paired', async () => {
    const bob = await server.ports.storage.read.accounts.byUserId('bob')
    assert.ok(bob)
    const thief = await signedIn('admin')
    clock.advance(STALE_MS)
    for (const place of ['sheet', 'start-codes']) {
      const headers = { 'idempotency-key': place }
      const reply = await thief.call('POST', `/admin/v1/invitations/${place}`, {
        headers,
        body: { ids: [bob.id] },
      })
      assertProblem(reply, 403, 'approval_needed')
    }
  })

  test('[FA1] adds no phone at /me, and changes no address', async () => {
    const thief = await signedIn('person')
    const contact = await thief.call('GET', '/me/v1/contact')
    clock.advance(STALE_MS)
    assertProblem(await thief.call('POST', '/me/v1/pairings'), 403, 'approval_needed')
    const change = {
      body: { emails: ['thief@example.net'], locale: 'en' },
      headers: { 'if-match': contact.headers.get('etag') ?? '' },
    }
    assertProblem(await thief.call('PUT', '/me/v1/contact', change), 403, 'approval_needed')
    // What stops an attack needs none: a lost phone is removed at once.
    const nobodys = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000'
    assertProblem(await thief.call('DELETE', `/me/v1/devices/${nobodys}`), 404, 'not_found')
  })

  test('[FA2] the approval of a login, of another session, or of nobody makes no session fresh', async () => {
    const { apiKey } = await server.addApp('Shop')
    const own = await signedIn('person')
    const thief = await signedIn('person', 'Chrome/145 Windows')
    clock.advance(STALE_MS)
    const finish = (challengeId: string) =>
      thief.call('POST', '/me/v1/session/approval/finish', { body: { challengeId } })

    const login = await server.requestApproval(apiKey, { userId: 'olga', atLeast: 'code' })
    assert.ok(login.match.mode === 'code')
    await typeCode(server, phone, { challengeId: login.challengeId, code: login.match.code })
    assertProblem(await finish(login.challengeId), 404, 'challenge_unknown')

    const owns = (await own.call('POST', '/me/v1/session/approval')).json
    await typeCode(server, phone, owns)
    assertProblem(await finish(owns.challengeId), 401, 'unauthorized')

    const asked = (await thief.call('POST', '/me/v1/session/approval')).json
    assertProblem(await finish(asked.challengeId), 409, 'challenge_not_approved')
    assertProblem(await thief.call('POST', '/me/v1/pairings'), 403, 'approval_needed')
  })

  test('[FA3] an approval is spent once, and is fresh for minutes', async () => {
    const browser = await signedIn('person')
    clock.advance(STALE_MS)
    const asked = (await browser.call('POST', '/me/v1/session/approval')).json
    await typeCode(server, phone, asked)
    const body = { challengeId: asked.challengeId }
    const done = await browser.call('POST', '/me/v1/session/approval/finish', { body })
    assert.equal(done.json.freshUntilMs, clock.nowMs() + STALE_MS)
    clock.advance(STALE_MS - 1)
    assert.equal((await browser.call('POST', '/me/v1/pairings')).status, 201)
    assertProblem(
      await browser.call('POST', '/me/v1/session/approval/finish', { body }),
      409,
      'challenge_final',
    )
    clock.advance(1)
    assertProblem(await browser.call('POST', '/me/v1/pairings'), 403, 'approval_needed')
  })

  test('[FA2] the cookie of /me asks for nothing at the console, nor the other way round', async () => {
    const person = await signedIn('person')
    const admin = await signedIn('admin')
    assertProblem(await person.call('POST', '/admin/v1/session/approval'), 401, 'unauthorized')
    assertProblem(await admin.call('POST', '/me/v1/session/approval'), 401, 'unauthorized')
  })
})
