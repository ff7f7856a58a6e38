// /admin/v1/accounts over a real port: an afternoon of an admin and the help desk.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parsePairingLink } from '@countersign/protocol'
import type { AccountBody } from '@countersign/protocol/admin'
import {
  accountBody,
  accountList,
  deviceBody,
  pairingBegun,
  pairingBody,
  requestList,
} from '@countersign/protocol/admin'
import { Phone, wrongOf } from '../security/phone.js'
import { adminOf } from '../support/admin-token.js'
import { acceptBody, lookUpBody, newKey, questionOf } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
let admin: Awaited<ReturnType<typeof adminOf>>
before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
  admin = await adminOf(server)
})
after(() => server.stop())

const DAY_MS = 86_400_000

async function added(body: Readonly<Record<string, unknown>>): Promise<AccountBody> {
  const reply = await admin('POST', '/admin/v1/accounts', { body })
  assert.equal(reply.status, 201, reply.text)
  return accountBody.parse(reply.json)
}

const edit = (id: string, revision: number, body: Readonly<Record<string, unknown>>) =>
  admin('PATCH', `/admin/v1/accounts/${id}`, { body, headers: { 'if-match': `"r${revision}"` } })

test('an account is added, shown with its revision as a tag, and found by any word of its names', async () => {
  const ada = await added({
    userId: 'Ada@Example.org',
    displayName: 'Ada Lovelace',
    emails: ['countess@mail.example'],
    aliases: ['ADA.L'],
  })
  assert.equal(ada.userId, 'ada@example.org')
  assert.deepEqual(ada.aliases, ['ada.l'])

  const shown = await admin('GET', `/admin/v1/accounts/${ada.id}`)
  assert.deepEqual(accountBody.parse(shown.json), ada)
  assert.equal(shown.headers.get('etag'), `"r${ada.revision}"`)
  for (const q of ['lovelace', 'COUNTESS@mail', 'ada.l', 'love ada']) {
    const found = accountList.parse(
      (await admin('GET', `/admin/v1/accounts?q=${encodeURIComponent(q)}`)).json,
    )
    assert.deepEqual([found.items.map(({ id }) => id), found.total], [[ada.id], 1], q)
  }
})

test('a user ID or alias that somebody has is refused, and nothing of the try is kept', async () => {
  await added({ userId: 'grace', aliases: ['hopper'] })
  assertProblem(await admin('POST', '/admin/v1/accounts', { body: { userId: 'GRACE' } }), 422, 'body_invalid')
  assertProblem(
    await admin('POST', '/admin/v1/accounts', { body: { userId: 'Hopper' } }),
    422,
    'body_invalid',
  )
  const body = { userId: 'fresh', aliases: ['also-fresh', 'grace'] }
  assertProblem(await admin('POST', '/admin/v1/accounts', { body }), 409, 'conflict')
  assert.equal((await admin('GET', '/admin/v1/accounts?q=fresh')).json.total, 0)
  await added({ userId: 'also-fresh' })
})

test('bad fields are refused by name', async () => {
  for (const body of [
    {},
    { userId: 'two words' },
    { userId: 'x', emails: ['no-address'] },
    { userId: 'x', emails: ['a@b.example', 'c@d.example', 'e@f.example'] },
    { userId: 'x', aliases: ['two words'] },
    { userId: 'x', locale: 'fr' },
    { userId: 'x', displayName: 'a\u202eb' },
    { userId: 'x', role: 'owner' },
  ])
    assertProblem(await admin('POST', '/admin/v1/accounts', { body }), 422, 'body_invalid')
  const body = { userId: 'x', groupIds: ['00000000-0000-7000-8000-000000000000'] }
  assertProblem(await admin('POST', '/admin/v1/accounts', { body }), 404, 'not_found')
  assert.equal(
    (await admin('GET', '/admin/v1/accounts?q=x%20')).json.items.some(
      (each: AccountBody) => each.userId === 'x',
    ),
    false,
  )
})

test('pages: each account once in every order, and the total on the first page only', async () => {
  for (const n of [1, 2, 3, 4, 5]) await added({ userId: `page-${n}`, displayName: `Turner ${n % 3}` })
  for (const sort of ['userId', 'displayName', 'createdAt'])
    for (const order of ['asc', 'desc']) {
      const seen: string[] = []
      const totals: unknown[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const path = `/admin/v1/accounts?q=turner&sort=${sort}&order=${order}&limit=2&cursor=${cursor}`
        const page = accountList.parse((await admin('GET', path)).json)
        seen.push(...page.items.map(({ userId }) => userId))
        totals.push(page.total)
        cursor = page.next
      }
      assert.equal(seen.length, 5, `${sort} ${order}`)
      assert.equal(new Set(seen).size, 5)
      assert.deepEqual(totals, [5, undefined, undefined])
    }
})

test('an edit needs the revision that was read: two admins do not overwrite each other', async () => {
  const { id, revision } = await added({ userId: 'edited', displayName: 'Before' })
  const path = `/admin/v1/accounts/${id}`
  assertProblem(await admin('PATCH', path, { body: { notes: 'x' } }), 428, 'revision_missing')

  const first = await edit(id, revision, { displayName: 'First' })
  assert.equal(first.status, 200, first.text)
  assertProblem(await edit(id, revision, { displayName: 'Second' }), 412, 'changed_meanwhile')

  const { displayName, revision: now } = accountBody.parse((await admin('GET', path)).json)
  assert.deepEqual([displayName, now], ['First', revision + 1])
  assertProblem(await edit('00000000-0000-7000-8000-000000000000', 1, {}), 404, 'not_found')
})

test('a rename moves the login name: the old one is free, the new one and its aliases lead here', async () => {
  const { id, revision } = await added({ userId: 'maiden', aliases: ['kept'] })
  const renamed = await edit(id, revision, { userId: 'married', aliases: ['kept', 'maiden-name'] })
  assert.equal(renamed.status, 200, renamed.text)
  const { accounts } = server.ports.storage.read
  for (const name of ['married', 'kept', 'maiden-name'])
    assert.equal((await accounts.byLoginName(name))?.id, id)
  assert.equal(await accounts.byLoginName('maiden'), undefined)
  await added({ userId: 'maiden' })
})

test('an alias logs in: the phone shows the name that was asked for, and the app gets that name back', async () => {
  const { id } = await added({ userId: 'long.name@example.org', aliases: ['ln'] })
  const { apiKey } = await server.addApp('Aliased')
  const phone = await Phone.paired(server, 'long.name@example.org')
  const asked = await server.requestApproval(apiKey, { userId: 'LN' })
  assert.equal(asked.accountId, id)
  assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
  const redeemed = await server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
    apiKey,
    body: { appNonce: asked.appNonce },
  })
  const claims = JSON.parse(Buffer.from(redeemed.json.assertion.split('.')[1], 'base64url').toString())
  // [AP6]: the plugin compares with the name it asked for.
  assert.equal(claims.user_id, 'ln')
  assert.equal(claims.sub, id)
  phone.close()
})

test('suspend and resume: the list says so, and twice is no fault', async () => {
  const { id } = await added({ userId: 'leaver' })
  const path = `/admin/v1/accounts/${id}`
  for (const [verb, state] of [
    ['suspend', 'suspended'],
    ['suspend', 'suspended'],
    ['resume', 'active'],
    ['resume', 'active'],
  ]) {
    const reply = await admin('POST', `${path}/${verb}`)
    assert.equal(reply.status, 200, reply.text)
    assert.equal(accountBody.parse(reply.json).state, state)
  }
  await admin('POST', `${path}/suspend`)
  assert.equal((await admin('GET', '/admin/v1/accounts?q=leaver&state=active')).json.items.length, 0)
  assert.equal((await admin('GET', '/admin/v1/accounts?q=leaver&state=suspended')).json.items.length, 1)
})

test('the second factor is off until an end, with a reason, and never for longer than 30 days', async () => {
  const { id } = await added({ userId: 'phoneless' })
  const path = `/admin/v1/accounts/${id}/second-factor`
  const body = (inMs: number) => ({ untilMs: Date.now() + inMs, reason: 'phone lost' })
  for (const inMs of [-1000, 0, 31 * DAY_MS])
    assertProblem(await admin('POST', `${path}/disable`, { body: body(inMs) }), 422, 'body_invalid')
  assertProblem(
    await admin('POST', `${path}/disable`, { body: { untilMs: Date.now() + 9000 } }),
    422,
    'body_invalid',
  )

  const off = body(DAY_MS)
  const disabled = accountBody.parse((await admin('POST', `${path}/disable`, { body: off })).json)
  assert.deepEqual(disabled.secondFactorOff, off)
  assert.equal(disabled.secondFactorOffUntilMs, off.untilMs)
  const told = await server.ports.storage.read.notices.ofAccount(id, 9)
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['second_factor_disabled'],
  )
  const enabled = accountBody.parse((await admin('POST', `${path}/enable`)).json)
  assert.equal(enabled.secondFactorOff, null)
})

test('a phone is paired from the account’s page: link, six digits, confirmed; then removed, and its socket closes', async () => {
  const { id } = await added({ userId: 'pairer' })
  const begun = pairingBegun.parse((await admin('POST', `/admin/v1/accounts/${id}/pairings`)).json)
  const link = parsePairingLink(begun.link)
  assert.ok(link)
  const path = `/admin/v1/pairings/${begun.ticketId}`
  assert.equal(pairingBody.parse((await admin('GET', path)).json).state, 'open')

  const key = newKey()
  const ticket = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) })
  const accepted = await server.call('POST', '/v1/pairings/accept', {
    body: acceptBody(link, ticket.json, key),
  })
  const status = pairingBody.parse((await admin('GET', path)).json)
  assert.deepEqual([status.state, status.confirmation], ['accepted', accepted.json.confirmation])
  const wrong = status.confirmation === '000000' ? '000001' : '000000'
  assertProblem(await admin('POST', `${path}/confirm`, { body: { confirmation: wrong } }), 403, 'forbidden')
  const device = deviceBody.parse(
    (await admin('POST', `${path}/confirm`, { body: { confirmation: status.confirmation } })).json,
  )
  assert.equal(device.state, 'active')

  const phone = await Phone.online(server, { ...key, deviceId: device.id, accountId: id })
  const shown = accountBody.parse((await admin('GET', `/admin/v1/accounts/${id}`)).json)
  assert.deepEqual([shown.activeDevices, shown.devices[0]?.connected], [1, true])
  assert.equal((await admin('DELETE', `/admin/v1/accounts/${id}/devices/${device.id}`)).status, 204)
  assert.equal((await phone.socket.closed).reason, 'device_revoked')
  assertProblem(await admin('DELETE', `/admin/v1/accounts/${id}/devices/${begun.ticketId}`), 404, 'not_found')
})

test('a pairing that was withdrawn is worth nothing', async () => {
  const { id } = await added({ userId: 'withdrawer' })
  const begun = pairingBegun.parse((await admin('POST', `/admin/v1/accounts/${id}/pairings`)).json)
  const link = parsePairingLink(begun.link)
  assert.ok(link)
  assert.equal((await admin('POST', `/admin/v1/pairings/${begun.ticketId}/withdraw`)).status, 204)
  assertProblem(
    await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) }),
    404,
    'ticket_invalid',
  )
})

test('five wrong picks suspend a phone; unlocking the account forgives and lets it approve again', async () => {
  const { id } = await added({ userId: 'clumsy' })
  const { apiKey } = await server.addApp('Clumsy app')
  const phone = await Phone.paired(server, 'clumsy')
  for (let n = 0; n < 5; n += 1) {
    const asked = await server.requestApproval(apiKey, { userId: 'clumsy' })
    await phone.pull()
    const { options } = questionOf(await phone.shown(asked.challengeId))
    await phone.approve(asked.challengeId, wrongOf(asked.match, options))
  }
  const locked = accountBody.parse((await admin('GET', `/admin/v1/accounts/${id}`)).json)
  assert.equal(locked.lock.locked, true)
  assert.equal(locked.lock.wrongPicks, 5)
  assert.equal(locked.lock.suspendedDevices, 1)

  const unlocked = accountBody.parse((await admin('POST', `/admin/v1/accounts/${id}/unlock`)).json)
  assert.equal(unlocked.lock.locked, false)
  assert.equal(unlocked.devices[0]?.state, 'active')
  const asked = await server.requestApproval(apiKey, { userId: 'clumsy' })
  assert.equal(asked.match.mode, 'symbol')
  assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
  phone.close()
})

test('recent requests tell the app, the place and how each ended, the newest first', async () => {
  const { id } = await added({ userId: 'asked' })
  const { apiKey, appId } = await server.addApp('Recent')
  const phone = await Phone.paired(server, 'asked')
  const denied = await server.requestApproval(apiKey, { userId: 'asked' })
  await phone.deny(denied.challengeId)

  const page = requestList.parse((await admin('GET', `/admin/v1/accounts/${id}/requests`)).json)
  const [row] = page.items
  assert.equal(page.items.length, 1)
  assert.deepEqual(
    [row?.challengeId, row?.appId, row?.appName, row?.outcome, row?.address, row?.browser],
    [denied.challengeId, appId, 'Recent', 'denied', '203.0.113.7', 'Firefox on Windows'],
  )
  assert.equal(row?.deviceId, phone.device.deviceId)
  phone.close()
})

test('what a token may not do is refused, whatever it names', async () => {
  const { id } = await added({ userId: 'guarded' })
  const reader = await adminOf(server, ['accounts:read'])
  assert.equal((await reader('GET', `/admin/v1/accounts/${id}`)).status, 200)
  const writes: readonly (readonly [string, string, unknown?])[] = [
    ['POST', '/admin/v1/accounts', { userId: 'y' }],
    ['PATCH', `/admin/v1/accounts/${id}`, {}],
    ['DELETE', `/admin/v1/accounts/${id}`],
    ['POST', `/admin/v1/accounts/${id}/suspend`],
    ['POST', `/admin/v1/accounts/${id}/unlock`],
    ['POST', `/admin/v1/accounts/${id}/pairings`],
    ['POST', `/admin/v1/accounts/${id}/second-factor/disable`, { untilMs: Date.now() + 9000, reason: 'x' }],
  ]
  for (const [method, path, body] of writes)
    assertProblem(
      await reader(method, path, {
        ...(body === undefined ? {} : { body }),
        headers: { 'if-match': '"r1"' },
      }),
      403,
      'forbidden',
    )
  const writer = await adminOf(server, ['accounts:write'])
  const body = { userId: 'with-groups', groupIds: ['00000000-0000-7000-8000-000000000000'] }
  assertProblem(await writer('POST', '/admin/v1/accounts', { body }), 403, 'forbidden')
})
