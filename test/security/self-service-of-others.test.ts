// The attack: somebody who is signed in at /me, or holds somebody's cookie, uses ids of other people's phones, requests and
// pairings; or adds a phone without the approval of one that is there; or sends a person's browser to do it for them.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { parsePairingLink } from '@countersign/protocol'
import { adminOf } from '../support/admin-token.js'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import type { RawDevice } from '../support/raw-device.js'
import { acceptBody, lookUpBody, newKey } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'

describe('at /me, nobody gets at what is not theirs', () => {
  let server: TestServer
  let alice: RawDevice
  let mallory: RawDevice
  let mallorysBrowser: ConsoleBrowser
  before(async () => {
    server = await TestServer.start()
    alice = await adminWithPhone(server, 'alice')
    mallory = await adminWithPhone(server, 'mallory')
    mallorysBrowser = new ConsoleBrowser(server, 'person')
    await mallorysBrowser.signIn('mallory', mallory)
  })
  after(() => server.stop())

  test('another person’s phone is not there: it can neither be seen nor removed', async () => {
    const { items } = (await mallorysBrowser.call('GET', '/me/v1/devices')).json
    assert.deepEqual(
      items.map(({ id }: { id: string }) => id),
      [mallory.deviceId],
    )
    assertProblem(await mallorysBrowser.call('DELETE', `/me/v1/devices/${alice.deviceId}`), 404, 'not_found')
    assertProblem(await mallorysBrowser.call('DELETE', '/me/v1/devices/..%2F..'), 404, 'not_found')
    const device = await server.ports.storage.read.devices.byId(alice.deviceId)
    assert.equal(device?.state, 'active')
  })

  test('another person’s request cannot be disowned, so nobody makes others type codes or quiets their apps', async () => {
    const { apiKey } = await server.addApp('Wiki')
    const asked = await server.requestApproval(apiKey, { atLeast: 'code' })
    assertProblem(
      await mallorysBrowser.call('POST', `/me/v1/requests/${asked.challengeId}/disown`),
      404,
      'not_found',
    )
    const guard = await server.ports.storage.read.guards.of(await idOf('alice'))
    assert.deepEqual(guard.reported, [])
  })

  test('a pairing that an admin began cannot be looked at, confirmed or withdrawn at /me, not even by its own person', async () => {
    const link = await server.pairingLink('mallory')
    for (const id of [link.ticketId, `${link.ticketId}.`, `${link.ticketId}.${'A'.repeat(43)}`]) {
      assertProblem(await mallorysBrowser.call('GET', `/me/v1/pairings/${id}`), 404, 'not_found')
      assertProblem(await mallorysBrowser.call('POST', `/me/v1/pairings/${id}/withdraw`), 404, 'not_found')
      assertProblem(
        await mallorysBrowser.call('POST', `/me/v1/pairings/${id}/confirm`, {
          body: { confirmation: '000000' },
        }),
        404,
        'not_found',
      )
    }
  })

  test('one browser cannot confirm what another browser of the same person began', async () => {
    const browser = new ConsoleBrowser(server, 'person')
    await browser.signIn('mallory', mallory)
    const { pairingId, link } = (await browser.call('POST', '/me/v1/pairings')).json
    const parsed = parsePairingLink(link)
    assert.ok(parsed)
    const ticket = (await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(parsed) })).json
    const key = newKey()
    const accepted = await server.call('POST', '/v1/pairings/accept', {
      body: acceptBody(parsed, ticket, key),
    })
    const { confirmation } = accepted.json
    const path = `/me/v1/pairings/${pairingId}/confirm`
    assertProblem(await mallorysBrowser.call('POST', path, { body: { confirmation } }), 404, 'not_found')
    assert.equal((await browser.call('POST', path, { body: { confirmation } })).status, 200)
  })

  test('a page elsewhere changes nothing: each change wants our origin and a header that no form can send', async () => {
    const device = `/me/v1/devices/${mallory.deviceId}`
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: '' },
      { 'countersign-request': '' },
      { origin: 'null' },
    ]) {
      const changes = [
        ['DELETE', device],
        ['POST', '/me/v1/pairings'],
        ['POST', '/me/v1/session/approval'],
        ['POST', `/me/v1/requests/${mallory.deviceId}/disown`],
        ['PUT', '/me/v1/contact'],
      ] as const
      for (const [method, path] of changes) {
        const reply = await mallorysBrowser.call(method, path, { headers })
        assertProblem(reply, 403, 'origin_forbidden')
      }
    }
    assert.equal((await server.ports.storage.read.devices.byId(mallory.deviceId))?.state, 'active')
  })

  test('neither the console’s cookie nor an API token with everything opens /me', async () => {
    const admin = await adminWithPhone(server, 'olga', 'owner')
    const atConsole = new ConsoleBrowser(server, 'admin')
    await atConsole.signIn('olga', admin)
    assertProblem(await atConsole.call('GET', '/me/v1/devices'), 401, 'unauthorized')
    const program = await adminOf(server)
    assertProblem(await program('GET', '/me/v1/devices'), 401, 'unauthorized')
  })

  test('once the account is suspended its browser is out, in the middle of a pairing too', async () => {
    const phone = await adminWithPhone(server, 'carol')
    const browser = new ConsoleBrowser(server, 'person')
    await browser.signIn('carol', phone)
    const program = await adminOf(server)
    const suspended = await program('POST', `/admin/v1/accounts/${await idOf('carol')}/suspend`, {
      headers: { 'idempotency-key': 'carol-leaves' },
    })
    assert.equal(suspended.status, 200, suspended.text)
    assertProblem(await browser.call('POST', '/me/v1/pairings'), 401, 'unauthorized')
    assertProblem(await browser.call('GET', '/me/v1/profile'), 401, 'unauthorized')
  })

  test('disowning a sign-in here sends every other browser out, and not the one that says so', async () => {
    const phone = await adminWithPhone(server, 'dora')
    const thief = new ConsoleBrowser(server, 'person', 'Chrome/145 Windows')
    await thief.signIn('dora', phone)
    const own = new ConsoleBrowser(server, 'person')
    await own.signIn('dora', phone)
    const { items } = (await own.call('GET', '/me/v1/requests')).json
    const theirs = items.find(({ browser }: { browser: string }) => /Windows/.test(browser))
    assert.equal((await own.call('POST', `/me/v1/requests/${theirs.id}/disown`)).status, 204)
    assertProblem(await thief.call('GET', '/me/v1/profile'), 401, 'unauthorized')
    assert.equal((await own.call('GET', '/me/v1/profile')).status, 200)
  })

  async function idOf(userId: string): Promise<AccountId> {
    const account = await server.ports.storage.read.accounts.byUserId(userId)
    assert.ok(account)
    return account.id
  }
})
