// An operator's first hour at the command line: a server is set up, accounts and apps are added, keys change.
import assert from 'node:assert/strict'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'node:test'
import { emptyPlace, readyPlace } from './terminal.js'

const codeOf = ({ json }: { readonly json: Readonly<Record<string, unknown>> }): unknown =>
  (json['error'] as { code?: string } | undefined)?.code

test('init makes private keys once; run again it keeps them', async (t) => {
  const place = await emptyPlace(t)
  const first = await place.run('init', '--json')
  assert.equal(first.code, 0, first.out)
  assert.equal(first.json['created'], true)
  const file = String(first.json['keysFile'])
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  const keys = await readFile(file, 'utf8')
  const second = await place.run('init', '--json')
  assert.deepEqual(second.json, { ...first.json, created: false, setupLink: null })
  assert.equal(await readFile(file, 'utf8'), keys)
})

test('init writes the settings it is given, and overwrites none', async (t) => {
  const place = await emptyPlace(t)
  assert.equal((await place.run('init', '--name', 'ACME', '--port', '9000')).code, 0)
  const file = join(place.folder, 'countersign.json')
  assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), { name: 'ACME', listen: { port: 9000 } })
  assert.equal((await place.run('init', '--name', 'ACME')).code, 0)
  const other = await place.run('init', '--name', 'Other', '--json')
  assert.equal(other.code, 1)
  assert.equal(codeOf(other), 'settings_exist')
  assert.match(await readFile(file, 'utf8'), /ACME/)
})

test('init makes no second identity for a database whose keys are gone', async (t) => {
  const place = await readyPlace(t)
  await rm(String(place.environment['COUNTERSIGN_KEYS_FILE']))
  const again = await place.run('init', '--json')
  assert.equal(again.code, 1)
  assert.equal(codeOf(again), 'keys_lost')
})

test('without keys every command ends with 3 and names init', async (t) => {
  const place = await emptyPlace(t)
  for (const argv of [['account', 'list'], ['app', 'list'], ['pair', 'alice'], ['serve']]) {
    const { code, error } = await place.run(...argv)
    assert.equal(code, 3, argv.join(' '))
    assert.match(error, /countersign init/)
  }
})

test('all faults of the settings are told together', async (t) => {
  const place = await emptyPlace(t, {
    COUNTERSIGN_LISTEN_PORT: 'x',
    COUNTERSIGN_NAME: '',
    COUNTERSIGN_NONSENSE: '1',
  })
  const { code, json } = await place.run('account', 'list', '--json')
  assert.equal(code, 3)
  const { list } = json['error'] as { list: readonly string[] }
  assert.deepEqual(list.map((line) => line.split(' ')[0]).sort(), [
    'COUNTERSIGN_NONSENSE',
    'listen.port',
    'name',
  ])
})

test('--config names the settings file, and a missing one is a fault', async (t) => {
  const place = await readyPlace(t)
  const file = join(place.folder, 'other.json')
  assert.equal((await place.run('account', 'list', '--config', file)).code, 3)
  await writeFile(file, '{ "retention": { "days": 7 } }')
  assert.equal((await place.run('account', 'list', '--config', file)).code, 0)
})

test('an account is added once, found in any spelling, listed in pages', async (t) => {
  const place = await readyPlace(t)
  const added = await place.run('account', 'add', 'Alice', '--display-name', 'Alice Doe', '--json')
  assert.equal(added.code, 0)
  const { account } = added.json as { account: Readonly<Record<string, unknown>> }
  assert.deepEqual(Object.keys(account).toSorted(), [
    ...['activeDevices', 'activePasskeys', 'activeTotps', 'aliases', 'createdAtMs', 'displayName', 'emails'],
    ...['groups', 'id', 'revision', 'secondFactorOffUntilMs', 'state', 'userId'],
  ])
  assert.equal(account['userId'], 'alice')
  const twice = await place.run('account', 'add', 'ALICE', '--json')
  assert.equal(twice.code, 1)
  assert.equal(codeOf(twice), 'account_exists')
  const shown = await place.run('account', 'show', 'aLICE', '--json')
  assert.deepEqual(shown.json['account'], account)
  assert.deepEqual(shown.json['devices'], [])

  await place.run('account', 'add', 'bob')
  const page = await place.run('account', 'list', '--limit', '1', '--json')
  assert.deepEqual(page.json, { accounts: [account], next: 'alice' })
  const rest = await place.run('account', 'list', '--after', 'alice', '--json')
  assert.deepEqual(
    (rest.json['accounts'] as { userId: string }[]).map(({ userId }) => userId),
    ['bob'],
  )
  assert.equal(rest.json['next'], null)
})

test('what cannot be a user ID, a name or an origin is refused with 2 and the expectation', async (t) => {
  const place = await readyPlace(t)
  for (const argv of [
    ['account', 'add', 'two words'],
    ['app', 'add', '', '--origin', 'https://shop.example.org'],
    ['app', 'add', 'Shop', '--origin', 'https://shop.example.org/login'],
    ['app', 'add', 'Shop'],
    ['app', 'rotate-key', 'Shop', '--overlap', '24'],
    ['device', 'revoke', 'phone'],
    ['pair', 'status', 'ticket'],
    ['account', 'list', '--limit', '0'],
  ]) {
    const { code, error } = await place.run(...argv)
    assert.equal(code, 2, `${argv.join(' ')}: ${error}`)
    assert.match(error, /expected|missing/)
  }
})

test('what does not exist is refused with 1 and its code', async (t) => {
  const place = await readyPlace(t)
  const nobody = '0193e0f2-7a1c-7b2d-8c3e-4f5a6b7c8d9e'
  for (const [argv, code] of [
    [['account', 'show', 'nobody'], 'account_unknown'],
    [['device', 'list', '--user', 'nobody'], 'account_unknown'],
    [['pair', 'nobody', '--no-wait'], 'account_unknown'],
    [['app', 'rotate-key', 'Nothing'], 'app_unknown'],
    [['device', 'revoke', nobody], 'device_unknown'],
    [['device', 'resume', nobody], 'device_unknown'],
    [['pair', 'status', nobody], 'ticket_invalid'],
    [['pair', 'confirm', nobody, '--confirmation', '123456'], 'ticket_invalid'],
    [['pair', 'withdraw', nobody], 'ticket_invalid'],
  ] as const) {
    const said = await place.run(...argv, '--json')
    assert.equal(said.code, 1, argv.join(' '))
    assert.equal(codeOf(said), code, argv.join(' '))
  }
})

test('the key of an app is told once, and a new one ends the old', async (t) => {
  const place = await readyPlace(t)
  const added = await place.run('app', 'add', 'ACME Shop', '--origin', 'https://shop.example.org', '--json')
  assert.match(String(added.json['apiKey']), /^cs_[0-9a-f]{16}_[\w-]{43}$/)
  const listed = await place.run('app', 'list', '--json')
  assert.deepEqual(listed.json, { apps: [added.json['app']] })
  assert.doesNotMatch(listed.out, /cs_/)
  const before = Date.now()
  const rotated = await place.run('app', 'rotate-key', 'ACME Shop', '--overlap', '2h', '--json')
  assert.notEqual(rotated.json['apiKey'], added.json['apiKey'])
  assert.ok(Number(rotated.json['oldKeysExpireAtMs']) - before >= 2 * 3_600_000)
})

test('a new signing key is announced before it signs, one at a time', async (t) => {
  const place = await readyPlace(t)
  const uses = (json: Readonly<Record<string, unknown>>): readonly string[] =>
    (json['keys'] as { use: string }[]).map(({ use }) => use)
  const before = await place.run('key', 'status', '--json')
  assert.deepEqual(uses(before.json), ['current'])
  const rotated = await place.run('key', 'rotate', '--json')
  assert.deepEqual(uses(rotated.json), ['current', 'next'])
  assert.equal(rotated.json['keySetVersion'], Number(before.json['keySetVersion']) + 1)
  const again = await place.run('key', 'rotate', '--json')
  assert.equal(again.code, 1)
  assert.equal(codeOf(again), 'next_key_exists')
})

test('a database that cannot be opened ends with 4', async (t) => {
  const place = await readyPlace(t)
  await writeFile(
    join(place.folder, 'data', 'countersign.db'),
    'not a database, but long enough to look at'.repeat(100),
  )
  const { code, error } = await place.run('account', 'list')
  assert.equal(code, 4)
  assert.match(error, /next: check the path in storage\.url/)
})
