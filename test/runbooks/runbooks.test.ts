// Each runbook's very commands, in the order of its page, against a server with a phone; and what became of the phone, the app, the record.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { before, test } from 'node:test'
import { authenticateToken } from '@countersign/server/flows/access/authenticate-token'
import { addToken } from '@countersign/server/flows/admin/tokens'
import { addApp, authenticateApp } from '@countersign/server/flows/apps'
import { sealAudit } from '@countersign/server/flows/seal-audit'
import { verifyAudit } from '@countersign/server/flows/verify-audit'
import type { KeptServer } from '../support/kept-server.js'
import { keptConfig, logIn, openKept, samePhone } from '../support/kept-server.js'
import { redisMissing, startRedis } from '../support/redis.js'
import { buildServer, ServerHome } from '../support/server-process.js'
import type { TestDevice } from '../support/test-device.js'
import { asked, must, pairedDevice, reasonOf } from '../support/test-world.js'
import { blocksOf } from './page.js'

const DAY_MS = 86_400_000
/** Nobody holds a phone to the screen here: the link alone is made. */
const UNATTENDED = { 'countersign pair alice': 'countersign pair alice --no-wait' }

before(async () => {
  await buildServer()
  // Once for all servers of this suite.
  process.env['TEST_SERVER_BUILT'] = 'true'
})

interface Site {
  readonly home: ServerHome
  /** Of alice, who owns the server and has logged in with it. */
  readonly phone: TestDevice
  /** Of ACME Shop. */
  readonly apiKey: string
  readonly serverId: string
  /** This process as a server beside the commands. */
  open(): Promise<KeptServer>
}

/** A server with an owner, a phone, an app, a policy and a record. */
async function siteOf(t: TestContext): Promise<Site> {
  const home = await ServerHome.create()
  t.after(() => home.remove())
  const folder = join(home.directory, 'data')
  const open = (): Promise<KeptServer> =>
    openKept(
      keptConfig(folder, `sqlite:${join(folder, 'countersign.db')}`, {
        ...{ publicUrl: home.url, 'keys.root': '', 'keys.master': '' },
        'keys.file': join(folder, 'keys.json'),
      }),
    )
  const server = await open()
  const { ports } = server
  const phone = await pairedDevice(server)
  const { apiKey } = must(await addApp(ports, { name: 'ACME Shop', origins: ['https://shop.example'] }))
  await ports.storage.transaction(({ admins }) =>
    admins.put({ accountId: phone.accountId, role: 'owner', createdAtMs: 1, createdBy: 'operator' }),
  )
  await logIn(server, phone)
  await sealAudit(ports)
  const serverId = Buffer.from(ports.vault.serverId).toString('base64url')
  await server.close()
  return { home, phone, apiKey, serverId, open }
}

async function runAll(
  site: Site,
  page: string,
  instead: Readonly<Record<string, string>> = {},
): Promise<string> {
  const said: string[] = []
  for (const block of blocksOf(`runbooks/${page}`, instead)) said.push(await site.home.shell(block))
  return said.join('\n')
}

async function isWhole({ ports }: KeptServer): Promise<boolean> {
  await sealAudit(ports)
  return (await verifyAudit(ports)).ok
}

/** What holds after a server began anew: another id, its people and apps, and no way in of before. */
async function hasBegunAnew(site: Site, lost: string): Promise<void> {
  const server = await site.open()
  const { ports } = server
  const { read } = ports.storage
  assert.notEqual(Buffer.from(ports.vault.serverId).toString('base64url'), site.serverId)
  const found = await read.accounts.withDevices('alice')
  assert.deepEqual(found?.devices, [], 'the phone of before is none')
  assert.equal((await read.admins.of(site.phone.accountId))?.role, 'owner')
  assert.ok((await read.apps.all()).some(({ name }) => name === 'ACME Shop'))
  assert.equal(reasonOf(await authenticateApp(ports, site.apiKey)), 'app_key_wrong')
  assert.equal(await isWhole(server), true)
  const { challengeId, match } = await asked(server)
  await assert.rejects(samePhone(server, site.phone).approve(challengeId, match), /is not for/)
  await logIn(server, await pairedDevice(server, 'bob'), 'bob')
  await server.close()
  assert.ok(existsSync(join(site.home.directory, lost, 'countersign.db')), 'the old record is kept')
  assert.ok(readFileSync(join(site.home.directory, 'cards.html'), 'utf8').includes('alice'))
}

test('key-file-lost.md: with a copy nobody notices; without one people, groups, apps and policies come along', async (t) => {
  const site = await siteOf(t)
  const { home } = site
  const safe = join(home.directory, 'safe')
  mkdirSync(safe)
  renameSync(join(home.directory, 'data/keys.json'), join(safe, 'keys.json'))
  await assert.rejects(home.shell('countersign key status'), /the keys of this server are not there/)
  const [withCopy = '', ...without] = blocksOf('runbooks/key-file-lost.md', {
    ...UNATTENDED,
    '/media/safe': safe,
  })
  assert.match(await home.shell(withCopy), new RegExp(site.serverId))
  const server = await site.open()
  await logIn(server, samePhone(server, site.phone))
  await server.close()
  renameSync(join(home.directory, 'data/keys.json'), join(safe, 'gone.json'))
  for (const block of without) await home.shell(block)
  await hasBegunAnew(site, 'data-lost')
})

test('key-file-leaked.md: the server begins anew, and old keys are refused for that', async (t) => {
  const site = await siteOf(t)
  const { home } = site
  // The step that is easily forgotten: the new server must not have the old keys.
  await assert.rejects(
    home.shell(
      `COUNTERSIGN_STORAGE_URL=sqlite:./data/new.db countersign storage carry-over --from sqlite:./data/countersign.db`,
    ),
    /move the key file away/,
  )
  await runAll(site, 'key-file-leaked.md')
  await hasBegunAnew(site, 'data-leaked')
})

test('signing-key-leaked.md: the key is out of the key set at once, and the same phone logs in', async (t) => {
  const site = await siteOf(t)
  const server = await site.open()
  const leaked = server.ports.vault.signingKey(Date.now()).keyId
  await server.close()
  assert.match(await runAll(site, 'signing-key-leaked.md'), /the audit is whole[\s\S]*login\.redeemed/)
  const after = await site.open()
  assert.equal(after.ports.vault.hasKey(leaked), false)
  await logIn(after, samePhone(after, site.phone))
  await after.close()
})

test('database-leaked.md: the record is read through, and whoever was in is in', async (t) => {
  const site = await siteOf(t)
  const said = await runAll(site, 'database-leaked.md')
  assert.match(said, /the audit is whole/)
  assert.match(said, new RegExp(site.phone.id))
  const server = await site.open()
  await logIn(server, samePhone(server, site.phone))
  await server.close()
})

test('app-key-leaked.md: the old key ends at once, the new one works', async (t) => {
  const site = await siteOf(t)
  const said = await runAll(site, 'app-key-leaked.md')
  const [newKey = ''] = /cs_[0-9a-f]{16}_[\w-]+/.exec(said) ?? []
  const server = await site.open()
  assert.equal(reasonOf(await authenticateApp(server.ports, site.apiKey)), 'app_key_wrong')
  assert.equal(must(await authenticateApp(server.ports, newKey)).name, 'ACME Shop')
  await server.close()
})

test('token-leaked.md: the token opens nothing any more, and what it did is found', async (t) => {
  const site = await siteOf(t)
  const server = await site.open()
  const { ports } = server
  const expiresAtMs = ports.clock.nowMs() + DAY_MS
  const added = await addToken(
    ports,
    { kind: 'operator' },
    { name: 'CI', permissions: ['tokens:write'], expiresAtMs },
  )
  const { token, secret } = must(added)
  const actor = must(await authenticateToken(ports, secret))
  must(await addToken(ports, actor, { name: 'Sneaky', permissions: ['tokens:write'], expiresAtMs }))
  const said = await runAll(site, 'token-leaked.md', { '5d1b7a90c2e84f36': token.id })
  assert.match(said, /"token\.added"[\s\S]*Sneaky|Sneaky[\s\S]*"token\.added"/)
  assert.equal(reasonOf(await authenticateToken(ports, secret)), 'credentials_wrong')
  await server.close()
})

test('phone-key-leaked.md: the phone is refused for good, and another one is paired', async (t) => {
  const site = await siteOf(t)
  const before = await site.open()
  const bob = await pairedDevice(before, 'bob')
  await before.ports.storage.transaction(({ admins }) =>
    admins.put({ accountId: bob.accountId, role: 'owner', createdAtMs: 1, createdBy: 'operator' }),
  )
  await before.close()
  const said = await runAll(site, 'phone-key-leaked.md', {
    ...UNATTENDED,
    '01a20038-b6f0-7017-ba3c-8aecda702d4c': site.phone.id,
  })
  assert.match(said, /login\.redeemed/)
  const server = await site.open()
  const { challengeId, match } = await asked(server)
  await assert.rejects(samePhone(server, site.phone).approve(challengeId, match), /is not for/)
  await logIn(server, await pairedDevice(server))
  await server.close()
})

test('redis-leaked.md: whoever was connected is out, the old way in is closed, nothing is left', {
  skip: redisMissing(),
}, async () => {
  await using redis = await startRedis()
  const home = await ServerHome.create()
  try {
    await redis.command('set', 'planted', 'by somebody')
    const more = { REDIS_PORT: String(redis.port), NEW_PASSWORD: 'a-new-password' }
    for (const block of blocksOf('runbooks/redis-leaked.md')) await home.shell(`true;${block}`, more)
    await home.shell(
      'test "$(redis-cli -p "$REDIS_PORT" get planted)" = "NOAUTH Authentication required."',
      more,
    )
    const size = await home.shell(
      'redis-cli -p "$REDIS_PORT" -a "$NEW_PASSWORD" --no-auth-warning dbsize',
      more,
    )
    assert.equal(size.trim(), '0')
  } finally {
    home.remove()
  }
})
