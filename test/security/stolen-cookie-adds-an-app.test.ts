// A copied cookie of /me is to become a way in that lasts: an app with codes. It needs an approval on the owner's phone that is minutes
// old; and what somebody else began (another person, an admin) is not theirs to confirm or to remove, by its id or by guessing codes.
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { FRESH_APPROVAL_SECONDS } from '@countersign/protocol'
import { changeSelfService, showSelfService } from '@countersign/server/flows/admin/self-service'
import { beginTotpByAdmin, confirmTotpByAdmin } from '@countersign/server/flows/admin/totps'
import type { FixedClock } from '../support/clock.js'
import { fixedClock } from '../support/clock.js'
import { adminWithPhone, ConsoleBrowser } from '../support/console-browser.js'
import type { RawDevice } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { must } from '../support/test-world.js'
import { CodeApp } from '../support/totps.js'

const operator = { kind: 'operator' } as const

describe('codes from an app by a cookie alone', () => {
  let clock: FixedClock
  let server: TestServer
  let phone: RawDevice & { readonly accountId: AccountId }
  let thief: ConsoleBrowser
  before(async () => {
    clock = fixedClock()
    server = await TestServer.start({ overrides: { ports: { clock } } })
    phone = await adminWithPhone(server, 'olga', 'owner')
  })
  after(() => server.stop())
  beforeEach(async () => {
    clock.advance(86_400_000)
    thief = new ConsoleBrowser(server, 'person')
    await thief.signIn('olga', phone)
    clock.advance(FRESH_APPROVAL_SECONDS * 1000)
  })

  test('[TO12] begins none and removes none; after an approval it does both', async () => {
    const { accountId } = phone
    const begun = must(await beginTotpByAdmin(server.ports, operator, { accountId, name: 'Olga’s' }))
    const code = new CodeApp(begun.link).codeAt(clock.nowMs())
    must(await confirmTotpByAdmin(server.ports, operator, { accountId, id: begun.id, code }))
    const body = { name: 'mine' }
    assertProblem(await thief.call('POST', '/me/v1/totps', { body }), 403, 'approval_needed')
    assertProblem(await thief.call('DELETE', `/me/v1/totps/${begun.id}`), 403, 'approval_needed')
    await thief.approve(phone)
    assert.equal((await thief.call('POST', '/me/v1/totps', { body })).status, 201)
    assert.equal((await thief.call('DELETE', `/me/v1/totps/${begun.id}`)).status, 204)
  })

  test('[TO12] at the console a stale session begins and removes none for anybody', async () => {
    const console = new ConsoleBrowser(server, 'admin')
    await console.signIn('olga', phone)
    clock.advance(FRESH_APPROVAL_SECONDS * 1000)
    const base = `/admin/v1/accounts/${phone.accountId}/totps`
    assertProblem(await console.call('POST', base, { body: { name: 'x' } }), 403, 'approval_needed')
    const id = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000'
    assertProblem(await console.call('DELETE', `${base}/${id}`), 403, 'approval_needed')
  })

  test('[TO12] another person’s is not there, neither begun nor confirmed', async () => {
    const bob = await adminWithPhone(server, `bob-${clock.nowMs()}`)
    const given = { accountId: bob.accountId, name: 'Bob’s' }
    const begun = must(await beginTotpByAdmin(server.ports, operator, given))
    const code = new CodeApp(begun.link).codeAt(clock.nowMs())
    await thief.approve(phone)
    const confirm = await thief.call('POST', `/me/v1/totps/${begun.id}/confirm`, { body: { code } })
    assertProblem(confirm, 404, 'not_found')
    assertProblem(await thief.call('DELETE', `/me/v1/totps/${begun.id}`), 404, 'not_found')
    assert.equal((await server.ports.storage.read.totps.byId(begun.id))?.state, 'pending')
  })

  test('[TO12] what an admin turned off is refused by the server, not only hidden', async () => {
    const { revision, ...rights } = must(await showSelfService(server.ports, operator, undefined))
    must(await changeSelfService(server.ports, operator, { revision, rights: { ...rights, codes: false } }))
    await thief.approve(phone)
    const id = '0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000'
    const code = { body: { code: '123456' } }
    assertProblem(await thief.call('POST', '/me/v1/totps', { body: { name: 'x' } }), 403, 'forbidden')
    assertProblem(await thief.call('POST', `/me/v1/totps/${id}/confirm`, code), 403, 'forbidden')
    assertProblem(await thief.call('DELETE', `/me/v1/totps/${id}`), 403, 'forbidden')
  })
})
