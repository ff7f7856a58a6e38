// The way back over HTTP: what an unknown ID, another page, another browser and a script learn; and what the session may do.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { BACKUP, BYPASS, giveBackupCodes, giveBypassCode, giveTotp } from '../support/codes-at-hand.js'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import type { RawDevice } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'

describe('/v1/recovery', () => {
  let server: TestServer
  let alice: RawDevice & { readonly accountId: AccountId }
  before(async () => {
    server = await TestServer.start()
    alice = await adminWithPhone(server, 'alice')
    await giveTotp(server.ports, alice.accountId)
    await giveBackupCodes(server.ports, alice.accountId)
    await giveBypassCode(server.ports, alice.accountId)
  })
  after(() => server.stop())

  const begin = (browser: ConsoleBrowser, userId: string) =>
    browser.call('POST', '/v1/recovery/begin', { body: { userId } })
  const give = (browser: ConsoleBrowser, code: string) =>
    browser.call('POST', '/v1/recovery/code', { body: { code } })

  test('[RV2] tells nothing of who exists: beginning and a wrong code look the same for an ID that nobody has', async () => {
    const replies = []
    for (const userId of ['alice', 'nobody']) {
      const browser = new ConsoleBrowser(server, 'person')
      const begun = await begin(browser, userId)
      const refused = await give(browser, '000000')
      const { requestId: _, ...problem } = refused.json
      replies.push([
        begun.status,
        Object.keys(begun.json),
        refused.status,
        problem,
        [...browser.cookies.keys()],
      ])
    }
    assert.deepEqual(replies[0], replies[1])
  })

  test('[RV3] a page elsewhere begins nothing and gives no code; nor does a browser that did not begin', async () => {
    const headers = { origin: 'https://evil.example' }
    const browser = new ConsoleBrowser(server, 'person')
    const body = { userId: 'alice' }
    assertProblem(
      await browser.call('POST', '/v1/recovery/begin', { body, headers }),
      403,
      'origin_forbidden',
    )
    assertProblem(await give(browser, BACKUP), 401, 'unauthorized')
    await begin(browser, 'alice')
    const code = { body: { code: BACKUP }, headers }
    assertProblem(await browser.call('POST', '/v1/recovery/code', code), 403, 'origin_forbidden')
  })

  test('[RV1] [RV4] with two kinds of code the browser is in at /me: it pairs a phone, and nothing else is open to it', async () => {
    const browser = new ConsoleBrowser(server, 'person')
    await begin(browser, 'alice')
    const cookie = [...browser.cookies.keys()].find((name) => name.includes('recovery'))
    assert.ok(cookie)
    const first = await give(browser, ' k7qd 29xm-pt4c 8wzn ab3r')
    assert.deepEqual(first.json, { shown: 'backup', signedIn: false })
    assertProblem(await browser.call('GET', '/me/v1/profile'), 401, 'unauthorized')
    const second = await give(browser, '４８２９ 1503 3776')
    assert.deepEqual(second.json, { shown: 'bypass', signedIn: true })
    assert.equal(browser.cookies.has(cookie), false)
    assert.equal(
      [...browser.cookies.keys()].some((name) => name.includes('browser')),
      false,
    )

    assert.equal((await browser.call('GET', '/me/v1/session')).json.by, 'codes')
    assert.equal((await browser.call('GET', '/me/v1/devices')).status, 200)
    assert.equal((await browser.call('POST', '/me/v1/pairings')).status, 201)
    assertProblem(await browser.call('GET', '/me/v1/contact'), 403, 'forbidden')
    assertProblem(await browser.call('POST', '/me/v1/session/approval'), 403, 'forbidden')
    assertProblem(await browser.call('GET', '/me/v1/requests'), 403, 'forbidden')
    // Nor may a thief put the owner out elsewhere, where "this wasn't me" can still be said.
    const owner = new ConsoleBrowser(server, 'person')
    await owner.signIn('alice', alice)
    const { id } = (await owner.session()).json
    assertProblem(await browser.call('GET', '/me/v1/sessions'), 403, 'forbidden')
    assertProblem(await browser.call('DELETE', `/me/v1/sessions/${id}`), 403, 'forbidden')
    assert.equal((await owner.session()).status, 200)
    const notices = (await browser.call('GET', '/me/v1/notices')).json
    assert.ok(notices.items.some(({ kind }: { kind: string }) => kind === 'recovery_started'))
    assertProblem(await give(browser, BYPASS), 401, 'unauthorized')
  })
})
