// What an admin does: accounts, apps and their keys, devices.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { DeviceId } from '@countersign/protocol'
import { idFromBytes } from '@countersign/protocol'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import { addAccount, findAccount, listAccounts, listDevices } from '@countersign/server/flows/accounts'
import { addApp, authenticateApp, listApps, rotateAppKey } from '@countersign/server/flows/apps'
import { resumeDevice, revokeDevice } from '@countersign/server/flows/change-device'
import { makeWorld, must, offeredPairing, pairedDevice, reasonOf, settled } from '../support/test-world.js'

test('an account is added once, in one spelling, and found in any', async () => {
  const { ports } = await makeWorld()
  const account = must(await addAccount(ports, { userId: ' Alice@Example.org', displayName: 'Alice' }))
  assert.equal(account.userId, 'alice@example.org')
  assert.equal(must(await findAccount(ports, 'ALICE@example.org')).id, account.id)
  const twice = await addAccount(ports, { userId: 'alice@EXAMPLE.org', displayName: 'Other' })
  assert.equal(reasonOf(twice), 'account_exists')
  assert.equal(reasonOf(await findAccount(ports, 'bob')), 'account_unknown')
})

test('texts that could not be shown on a phone are refused, with the field that is wrong', async () => {
  const { ports } = await makeWorld()
  const refusals = [
    await addAccount(ports, { userId: 'a b', displayName: '' }),
    await addAccount(ports, { userId: 'a', displayName: 'line\nbreak' }),
    await addApp(ports, { name: '', origins: [] }),
    await addApp(ports, { name: 'x', origins: ['https://x.example/path'] }),
  ]
  assert.deepEqual(
    refusals.map((one) => (one.ok ? 'accepted' : one.refusal)),
    (['userId', 'displayName', 'appName', 'origin'] as const).map((field) => ({
      reason: 'text_invalid',
      field,
    })),
  )
})

test('accounts are listed by user ID, page by page', async () => {
  const { ports } = await makeWorld()
  for (const userId of ['c', 'a', 'b']) must(await addAccount(ports, { userId, displayName: '' }))
  const names = async (after: string) => must(await listAccounts(ports, after, 2)).map(({ userId }) => userId)
  assert.deepEqual(await names(''), ['a', 'b'])
  assert.deepEqual(await names('b'), ['c'])
})

test('devices are listed for one account or for all', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  await pairedDevice(world, 'bob')
  assert.deepEqual(
    must(await listDevices(world.ports, 'Alice')).map(({ id }) => id),
    [phone.id],
  )
  assert.equal(must(await listDevices(world.ports)).length, 2)
  assert.equal(reasonOf(await listDevices(world.ports, 'nobody')), 'account_unknown')
})

test('an app is recognised by its key; a wrong, foreign or malformed one is refused alike', async () => {
  const { ports } = await makeWorld()
  const { app, apiKey } = must(await addApp(ports, { name: 'Shop', origins: [] }))
  assert.match(apiKey, /^cs_[0-9a-f]{16}_[\w-]{43}$/)
  assert.equal(must(await authenticateApp(ports, apiKey)).id, app.id)
  const [keyId, secret] = [apiKey.slice(3, 19), apiKey.slice(20)]
  const other = must(await addApp(ports, { name: 'Blog', origins: [] })).apiKey
  for (const wrong of [
    '',
    'cs_',
    `cs_${keyId}_${'A'.repeat(43)}`,
    `cs_${'0'.repeat(16)}_${secret}`,
    other.slice(0, 20) + secret,
  ])
    assert.equal(reasonOf(await authenticateApp(ports, wrong)), 'app_key_wrong')
})

test('only a keyed hash of an API key is stored, and none is logged', async () => {
  const { ports, log } = await makeWorld()
  const { apiKey } = must(await addApp(ports, { name: 'Shop', origins: [] }))
  const found = await ports.storage.read.apps.key(apiKey.slice(3, 19))
  assert.equal(found?.key.secretHash.length, 32)
  assert.equal(JSON.stringify([found, log.lines]).includes(apiKey.slice(20)), false)
})

test('after a rotation both keys work until the overlap ends, then only the new one', async () => {
  const { ports, clock } = await makeWorld()
  const { apiKey: old } = must(await addApp(ports, { name: 'Shop', origins: [] }))
  const rotated = must(await rotateAppKey(ports, 'Shop', 1000))
  assert.equal(rotated.oldKeysExpireAtMs, clock.nowMs() + 1000)
  clock.advance(999)
  assert.ok((await authenticateApp(ports, old)).ok)
  clock.advance(1)
  assert.equal(reasonOf(await authenticateApp(ports, old)), 'app_key_wrong')
  assert.ok((await authenticateApp(ports, rotated.apiKey)).ok)
  assert.equal(reasonOf(await rotateAppKey(ports, 'Nowhere', 0)), 'app_unknown')
})

test('a rotation forgets the keys that ended before it, and none that still works', async () => {
  const { ports, clock } = await makeWorld()
  const oldest = must(await addApp(ports, { name: 'Shop', origins: [] })).apiKey
  const older = must(await rotateAppKey(ports, 'Shop', 1000)).apiKey
  clock.advance(1000)
  const newer = must(await rotateAppKey(ports, 'Shop', 1000)).apiKey
  const newest = must(await rotateAppKey(ports, 'Shop', 1000)).apiKey
  assert.equal(await ports.storage.read.apps.key(oldest.slice(3, 19)), undefined)
  for (const key of [older, newer, newest]) assert.ok((await authenticateApp(ports, key)).ok)
})

test('an app has a name of its own', async () => {
  const { ports } = await makeWorld()
  assert.equal(reasonOf(await addApp(ports, { name: 'Wiki', origins: [] })), 'app_exists')
  assert.deepEqual(
    must(await listApps(ports)).map(({ name }) => name),
    ['Wiki'],
  )
})

test('revoking is final and can be asked twice; the phone is told once', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  must(await revokeDevice(ports, phone.id))
  must(await revokeDevice(ports, phone.id))
  await settled()
  assert.deepEqual(phone.frames, [{ type: 'device', deviceState: 'revoked' }])
  assert.equal(reasonOf(await resumeDevice(ports, phone.id)), 'device_revoked')
  const nobody = idFromBytes<DeviceId>(new Uint8Array(16))
  assert.equal(reasonOf(await revokeDevice(ports, nobody)), 'device_unknown')
})

test('resuming does not confirm a pairing', async () => {
  const world = await makeWorld()
  const { ports } = world
  must(await addAccount(ports, { userId: 'alice', displayName: '' }))
  const { body } = await offeredPairing(world, 'alice')
  const { deviceId } = must(await acceptPairing(ports, body))
  assert.equal(reasonOf(await resumeDevice(ports, deviceId)), 'device_not_confirmed')
})
