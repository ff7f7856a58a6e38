// What a push service, a log, an API and a stolen database learn from pushes (SECURITY.md H5, J1).
//
// A push goes through a company that its receiver did not choose, and lies in its store until the phone is on. Whatever stands in it, in
// its headers or in its size says who logs in where and when. An endpoint is a capability and names a person's browser, so it belongs in
// no log and in no copied database in clear.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { listRequests } from '@countersign/server/flows/admin/account-requests'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import { OPERATOR } from '../support/onboarding.js'
import { later, makePushWorld, outcomesOf, subscribed } from '../support/push-world.js'
import { asked, from, must, pairedDevice } from '../support/test-world.js'

test('[WP2] a push says nothing about account, app, request, place or code, and every one has the same size', async (t) => {
  const world = await makePushWorld({}, t)
  const phone = await pairedDevice(world, 'alice@example.org')
  const { terms } = await subscribed(world, phone)
  phone.disconnect()
  const first = await asked(world, { userId: 'alice@example.org', atLeast: 'code' })
  await world.service.waitFor(1)
  const second = await asked(world, { userId: 'alice@example.org', ...from('2001:db8::99') })
  await world.service.waitFor(2)
  const told = JSON.stringify(
    [first, second].map(({ match, watchToken, ...rest }) => ({ match, watchToken, ...rest })),
  )
  assert.ok(told.includes(first.challengeId))
  for (const push of world.service.arrived) {
    assert.deepEqual(Object.keys(JSON.parse(push.text ?? '')), ['v', 'wake'])
    const seen = JSON.stringify([push.text, push.headers, push.topic, push.vapid])
    for (const secret of [
      ...['alice', 'Wiki', 'wiki.example', '192.0.2.1', '2001:db8', 'Firefox', world.app.id, phone.id],
      ...[phone.accountId, first.challengeId, second.challengeId, first.watchToken],
    ])
      assert.ok(!seen.includes(secret), secret)
  }
  assert.equal(new Set(world.service.arrived.map(({ size }) => size)).size, 1)
  // Neither is the topic the wake, which only the phone and its server know.
  assert.ok(!JSON.stringify(world.service.arrived.map(({ topic }) => topic)).includes(terms.wake))
})

test('neither endpoint nor keys nor wake are in a log line or in what an admin reads', async (t) => {
  const world = await makePushWorld({}, t)
  const phone = await pairedDevice(world)
  const { terms } = await subscribed(world, phone)
  phone.disconnect()
  for (const status of [201, 429, 503, 400, 410]) {
    world.service.answer = { status }
    const { challengeId } = await asked(world)
    await outcomesOf(world, challengeId)
    await later(world, 700_000)
  }
  const page = must(
    await listRequests(world.ports, OPERATOR, { accountId: phone.accountId, before: undefined, limit: 50 }),
  )
  const said = JSON.stringify([world.log.lines, page])
  assert.ok(world.log.lines.some(({ event }) => event === 'push_not_taken'))
  const { pathname } = new URL(terms.endpoint)
  for (const secret of [pathname, terms.p256dh, terms.auth, terms.wake]) assert.ok(!said.includes(secret))
})

test('a copied database holds no address, no key and no wake of any phone', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), `countersign-${randomUUID()}`))
  const path = join(folder, 'stolen.db')
  const world = await makePushWorld({ storage: await openSqliteStorage({ path }) }, t)
  const phone = await pairedDevice(world)
  const { terms } = await subscribed(world, phone)
  assert.notEqual(await world.ports.storage.read.pushSubscriptions.ofDevice(phone.id), undefined)
  await world.ports.storage.close()
  const stolen = readFileSync(path)
  const { host, pathname } = new URL(terms.endpoint)
  for (const secret of [host, pathname, terms.p256dh, terms.auth, terms.wake]) {
    assert.equal(stolen.includes(secret), false, secret)
    const bytes = Buffer.from(secret, 'base64url')
    if (bytes.length >= 16) assert.equal(stolen.includes(bytes), false, secret)
  }
  rmSync(folder, { recursive: true })
})
