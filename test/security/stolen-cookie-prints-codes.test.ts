// A copied cookie, of the console or of /me, is to become a way in that lasts: a printed list, or a code of the help desk. Both need an
// approval on the owner's phone that is minutes old; and taking the owner's list away, so that they ask for another, needs one, too.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { FRESH_APPROVAL_SECONDS } from '@countersign/protocol'
import { makeBypassCode } from '@countersign/server/flows/admin/bypass-codes'
import type { FixedClock } from '../support/clock.js'
import { fixedClock } from '../support/clock.js'
import { BACKUP, giveBackupCodes } from '../support/codes-at-hand.js'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import type { RawDevice } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { must } from '../support/test-world.js'

describe('printed and spoken codes by a cookie alone', () => {
  let clock: FixedClock
  let server: TestServer
  let phone: RawDevice & { readonly accountId: AccountId }
  before(async () => {
    clock = fixedClock()
    server = await TestServer.start({ overrides: { ports: { clock } } })
    phone = await adminWithPhone(server, 'olga', 'owner')
    await giveBackupCodes(server.ports, phone.accountId)
  })
  after(() => server.stop())
  beforeEach(() => clock.advance(86_400_000))

  async function stolen(kind: 'admin' | 'person'): Promise<ConsoleBrowser> {
    const browser = new ConsoleBrowser(server, kind)
    await browser.signIn('olga', phone)
    clock.advance(FRESH_APPROVAL_SECONDS * 1000)
    return browser
  }
  const selectors = async () =>
    (await server.ports.storage.read.backupCodes.ofAccount(phone.accountId)).map(({ selector }) => selector)

  test('[FA1] [BC10] at /me it prints no list, and the one that the owner has stays good', async () => {
    const thief = await stolen('person')
    assertProblem(await thief.call('POST', '/me/v1/backup-codes'), 403, 'approval_needed')
    assert.deepEqual(await selectors(), [BACKUP.slice(0, 4)])
  })

  test('[FA1] [BY6] at the console it prints no list, takes none away, tells no code and ends none', async () => {
    const thief = await stolen('admin')
    const account = `/admin/v1/accounts/${phone.accountId}`
    const operator = { kind: 'operator' } as const
    const { accountId } = phone
    const open = must(await makeBypassCode(server.ports, operator, { accountId, reason: 'phone lost' }))
    for (const [method, path, body] of [
      ['POST', 'backup-codes', undefined],
      ['DELETE', 'backup-codes', undefined],
      ['POST', 'bypass-codes', { reason: 'mine' }],
      ['DELETE', `bypass-codes/${open.id}`, undefined],
    ] as const) {
      const reply = await thief.call(method, `${account}/${path}`, body === undefined ? {} : { body })
      assertProblem(reply, 403, 'approval_needed')
    }
    assert.deepEqual(await selectors(), [BACKUP.slice(0, 4)])
    const [kept, ...more] = await server.ports.storage.read.bypassCodes.ofAccount(accountId, 20)
    assert.deepEqual([kept?.id, kept?.state, more], [open.id, 'open', []])
    // The owner, asked on her phone, may.
    await thief.approve(phone)
    assert.equal((await thief.call('DELETE', `${account}/bypass-codes/${open.id}`)).status, 204)
    assert.equal((await thief.call('DELETE', `${account}/backup-codes`)).status, 204)
  })

  test('[BC10] the console’s cookie opens nothing at /me, nor the other way round', async () => {
    const [person, admin] = [await stolen('person'), await stolen('admin')]
    assertProblem(await admin.call('POST', '/me/v1/backup-codes'), 401, 'unauthorized')
    const path = `/admin/v1/accounts/${phone.accountId}/backup-codes`
    assertProblem(await person.call('POST', path), 401, 'unauthorized')
    const other = { origin: 'https://evil.example' }
    assertProblem(
      await person.call('POST', '/me/v1/backup-codes', { headers: other }),
      403,
      'origin_forbidden',
    )
  })
})
