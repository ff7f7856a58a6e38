// /admin/v1/groups, /admin/v1/apps, /admin/v1/branding and /admin/v1/id-pattern over a real port.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { publicBranding } from '@countersign/protocol'
import type { GroupRow } from '@countersign/protocol/admin'
import {
  accountBody,
  appAdded,
  appBody,
  appKeyList,
  appKeyRotated,
  appList,
  appStatistics,
  brandingBody,
  groupList,
  groupRow,
  idPatternBody,
  memberList,
} from '@countersign/protocol/admin'
import { adminOf } from '../support/admin-token.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
let admin: Awaited<ReturnType<typeof adminOf>>
before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
  admin = await adminOf(server)
})
after(() => server.stop())

const NOBODY = '00000000-0000-7000-8000-000000000000'
const match = (revision: number) => ({ 'if-match': `"r${revision}"` })

async function addedGroup(name: string): Promise<GroupRow> {
  const reply = await admin('POST', '/admin/v1/groups', { body: { name } })
  assert.equal(reply.status, 201, reply.text)
  return groupRow.parse(reply.json)
}

async function addedAccount(userId: string): Promise<string> {
  return accountBody.parse((await admin('POST', '/admin/v1/accounts', { body: { userId } })).json).id
}

const ask = (apiKey: string) => server.call('POST', '/v1/challenges', { apiKey, body: approvalBody() })

test('a group is added, renamed with its revision, and deleted; its accounts stay', async () => {
  const group = await addedGroup('Staff')
  assertProblem(await admin('POST', '/admin/v1/groups', { body: { name: 'STAFF' } }), 409, 'conflict')
  const path = `/admin/v1/groups/${group.id}`
  assertProblem(await admin('PATCH', path, { body: { name: 'x' } }), 428, 'revision_missing')
  const renamed = await admin('PATCH', path, { body: { name: 'staff' }, headers: match(group.revision) })
  assert.equal(groupRow.parse(renamed.json).name, 'staff')
  assertProblem(
    await admin('PATCH', path, { body: { name: 'y' }, headers: match(group.revision) }),
    412,
    'changed_meanwhile',
  )

  const member = await addedAccount('stays')
  await admin('POST', `${path}/members`, { body: { add: [member] } })
  assert.equal((await admin('DELETE', path)).status, 204)
  assertProblem(await admin('GET', path), 404, 'not_found')
  assert.deepEqual(accountBody.parse((await admin('GET', `/admin/v1/accounts/${member}`)).json).groups, [])
})

test('members come and go, all of a call or none; the list of accounts is narrowed by the group', async () => {
  const group = await addedGroup('Night shift')
  const path = `/admin/v1/groups/${group.id}/members`
  const [a, b] = [await addedAccount('night-a'), await addedAccount('night-b')]
  assertProblem(await admin('POST', path, { body: { add: [a, NOBODY] } }), 404, 'not_found')
  assert.deepEqual(memberList.parse((await admin('GET', path)).json).items, [])

  const joined = groupRow.parse((await admin('POST', path, { body: { add: [a, b] } })).json)
  assert.deepEqual([joined.members, joined.revision], [2, group.revision + 1])
  // Who is in it already changes nothing.
  assert.equal((await admin('POST', path, { body: { add: [a] } })).json.revision, joined.revision)
  const first = memberList.parse((await admin('GET', `${path}?limit=1`)).json)
  const second = memberList.parse((await admin('GET', `${path}?limit=1&cursor=${first.next}`)).json)
  assert.deepEqual(
    [...first.items, ...second.items].map(({ userId }) => userId),
    ['night-a', 'night-b'],
  )
  assert.equal(second.next, null)
  const listed = await admin('GET', `/admin/v1/accounts?group=${group.id}`)
  assert.equal(listed.json.total, 2)

  assert.equal((await admin('POST', path, { body: { remove: [a, NOBODY] } })).json.members, 1)
  const many = { add: Array.from({ length: 201 }, () => a) }
  assertProblem(await admin('POST', path, { body: many }), 422, 'body_invalid')
})

test('groups come in pages by name, found by a part of it', async () => {
  for (const name of ['Paging b', 'paging A', 'Paging c']) await addedGroup(name)
  const first = groupList.parse((await admin('GET', '/admin/v1/groups?q=PAGING&limit=2')).json)
  const rest = groupList.parse(
    (await admin('GET', `/admin/v1/groups?q=paging&limit=2&cursor=${first.next}`)).json,
  )
  assert.deepEqual(
    [...first.items, ...rest.items].map(({ name }) => name),
    ['paging A', 'Paging b', 'Paging c'],
  )
  assert.equal(rest.next, null)
})

test('an app: its key is told once and opens the API; suspended or deleted it does not', async () => {
  const reply = await admin('POST', '/admin/v1/apps', {
    body: { name: 'Shop', origins: ['https://shop.example'] },
  })
  assert.equal(reply.status, 201, reply.text)
  const { app, apiKey } = appAdded.parse(reply.json)
  assert.equal((await ask(apiKey)).status, 201)
  const path = `/admin/v1/apps/${app.id}`
  const listed = await admin('GET', '/admin/v1/apps')
  assert.ok(appList.parse(listed.json).items.some(({ id }) => id === app.id))
  assert.ok(!listed.text.includes(apiKey.slice(-43)))

  const edit = (revision: number, body: unknown) => admin('PATCH', path, { body, headers: match(revision) })
  const suspended = appBody.parse((await edit(app.revision, { state: 'suspended' })).json)
  assertProblem(await ask(apiKey), 401, 'unauthorized')
  assertProblem(await edit(app.revision, { state: 'active' }), 412, 'changed_meanwhile')
  const active = appBody.parse((await edit(suspended.revision, { state: 'active', colour: '#0b5c6b' })).json)
  assert.equal((await ask(apiKey)).status, 201)
  for (const body of [
    { colour: 'red' },
    { origins: [] },
    { origins: ['https://a.example/x'] },
    { state: 'builtin' },
    { name: ' x' },
  ])
    assertProblem(await edit(active.revision, body), 422, 'body_invalid')

  assert.equal((await admin('DELETE', path)).status, 204)
  assertProblem(await ask(apiKey), 401, 'unauthorized')
  for (const [method, tail] of [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/keys'],
    ['GET', '/statistics'],
  ])
    assertProblem(await admin(method ?? '', path + tail), 404, 'not_found')
  // Its name is free.
  assert.equal(
    (await admin('POST', '/admin/v1/apps', { body: { name: 'Shop', origins: ['https://shop.example'] } }))
      .status,
    201,
  )
})

test('a key is rotated with an overlap, and one is ended at once', async () => {
  const { app, apiKey: first } = appAdded.parse(
    (await admin('POST', '/admin/v1/apps', { body: { name: 'Rotating', origins: ['https://r.example'] } }))
      .json,
  )
  const path = `/admin/v1/apps/${app.id}/keys`
  const rotated = appKeyRotated.parse((await admin('POST', path, { body: { overlapSeconds: 600 } })).json)
  for (const key of [first, rotated.apiKey]) assert.equal((await ask(key)).status, 201)
  const keys = appKeyList.parse((await admin('GET', path)).json).items
  assert.deepEqual(
    keys.map(({ expiresAtMs }) => expiresAtMs === null),
    [false, true],
  )

  const keyId = first.split('_')[1] ?? ''
  assert.equal((await admin('DELETE', `${path}/${keyId}`)).status, 204)
  assertProblem(await ask(first), 401, 'unauthorized')
  assert.equal((await ask(rotated.apiKey)).status, 201)
  assertProblem(await admin('DELETE', `${path}/${keyId}`), 404, 'not_found')
  // Of another app it is not to be ended.
  const other = await server.addApp('Another')
  const own = rotated.apiKey.split('_')[1] ?? ''
  assertProblem(await admin('DELETE', `/admin/v1/apps/${other.appId}/keys/${own}`), 404, 'not_found')
})

test('the server’s own sign-in is an app that nobody edits', async () => {
  await server.call('POST', '/admin/v1/session/start', {
    body: { userId: 'nobody' },
    headers: { origin: server.url, 'countersign-request': '1' },
  })
  const builtin = appList
    .parse((await admin('GET', '/admin/v1/apps')).json)
    .items.find(({ state }) => state === 'builtin')
  assert.ok(builtin)
  const path = `/admin/v1/apps/${builtin.id}`
  assertProblem(
    await admin('PATCH', path, { body: { name: 'x' }, headers: match(builtin.revision) }),
    404,
    'not_found',
  )
  assertProblem(await admin('DELETE', path), 404, 'not_found')
  assertProblem(await admin('POST', `${path}/keys`, { body: { overlapSeconds: 0 } }), 404, 'not_found')
})

test('statistics count how requests ended, in steps that leave nothing out', async () => {
  const { appId } = await server.addApp('Counted')
  const minute = Math.floor(Date.now() / 60_000)
  await server.ports.storage.transaction(({ counts }) =>
    counts.add([
      { minute, appId: appId as never, outcome: 'redeemed', count: 3 },
      { minute: minute - 60 * 30, appId: appId as never, outcome: 'denied', count: 2 },
    ]),
  )
  const day = appStatistics.parse((await admin('GET', `/admin/v1/apps/${appId}/statistics`)).json)
  assert.deepEqual([day.points.length, day.stepMs, day.totals], [24, 3_600_000, { redeemed: 3 }])
  assert.deepEqual(day.points.at(-1)?.counts, { redeemed: 3 })
  const week = appStatistics.parse((await admin('GET', `/admin/v1/apps/${appId}/statistics?hours=168`)).json)
  assert.deepEqual([week.points.length, week.totals], [7, { redeemed: 3, denied: 2 }])
})

test('branding is changed as a whole, with its revision, and read by anyone', async () => {
  const before = brandingBody.parse((await admin('GET', '/admin/v1/branding')).json)
  const body = {
    name: 'ACME sign-in',
    colour: '#0b5c6b',
    helpText: 'Room 0.12',
    supportContact: 'help@example.org',
  }
  assertProblem(await admin('PUT', '/admin/v1/branding', { body }), 428, 'revision_missing')
  const put = await admin('PUT', '/admin/v1/branding', { body, headers: match(before.revision) })
  assert.equal(put.status, 200, put.text)
  assertProblem(
    await admin('PUT', '/admin/v1/branding', { body, headers: match(before.revision) }),
    412,
    'changed_meanwhile',
  )
  const shown = await server.call('GET', '/v1/branding')
  assert.deepEqual(publicBranding.parse(shown.json), { ...body, logoUrl: null })
  assert.equal(shown.headers.get('access-control-allow-origin'), '*')
})

test('the pattern of user IDs completes short ones, from then on', async () => {
  const { revision } = idPatternBody.parse((await admin('GET', '/admin/v1/id-pattern')).json)
  const put = (body: unknown) => admin('PUT', '/admin/v1/id-pattern', { body, headers: match(revision) })
  assertProblem(
    await put({ pattern: '{user}@{suffix}', suffix: '', shortNameToo: true }),
    422,
    'body_invalid',
  )
  assertProblem(await put({ pattern: '{suffix}', suffix: 'x', shortNameToo: true }), 422, 'body_invalid')
  assert.equal(
    (await put({ pattern: '{user}@{suffix}', suffix: 'example.org', shortNameToo: true })).status,
    200,
  )
  const account = accountBody.parse(
    (await admin('POST', '/admin/v1/accounts', { body: { userId: 'Short' } })).json,
  )
  assert.deepEqual([account.userId, account.aliases], ['short@example.org', ['short']])
})
