// Backup and restore on real files: made under load, refused when damaged, foreign, in use or tampered with, and safe to go on from.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { createPorts } from '@countersign/server/assembly'
import type { Config } from '@countersign/server/config'
import { resolveConfig } from '@countersign/server/config'
import type { Ports } from '@countersign/server/core/ports'
import { addAccount } from '@countersign/server/flows/accounts'
import { listBackups, makeBackup, makeBackupAt } from '@countersign/server/flows/admin/backups'
import { addToken } from '@countersign/server/flows/admin/tokens'
import { addApp } from '@countersign/server/flows/apps'
import { sealAudit } from '@countersign/server/flows/seal-audit'
import { verifyAudit } from '@countersign/server/flows/verify-audit'
import type { Restored } from '@countersign/server/restore'
import { restoreDatabase } from '@countersign/server/restore'
import Database from 'better-sqlite3'
import { collectingLog } from '../support/collecting-log.js'
import { must, reasonOf } from '../support/test-world.js'

const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
after(() => rmSync(folder, { recursive: true }))
const operator = { kind: 'operator' } as const
const NOW_MS = 1_795_000_000_000

function configOf(name: string, over: Readonly<Record<string, unknown>> = {}): Config {
  const resolved = resolveConfig({
    'storage.url': `sqlite:${join(folder, `${name}.db`)}`,
    'keys.root': toBase64Url(new Uint8Array(32).fill(7)),
    'keys.master': toBase64Url(new Uint8Array(32).fill(8)),
    'backup.dir': join(folder, `${name}-backups`),
    ...over,
  })
  if (!resolved.ok) assert.fail(JSON.stringify(resolved.faults))
  return resolved.config
}

async function withPorts<T>(config: Config, work: (ports: Ports) => Promise<T>): Promise<T> {
  const { ports, close } = await createPorts(config, { ports: { log: collectingLog() } })
  try {
    return await work(ports)
  } finally {
    await close()
  }
}

/** A server with one account, its backup, and a second account since. */
async function serverWithBackup(name: string): Promise<{ readonly config: Config; readonly backup: string }> {
  const config = configOf(name)
  const backup = join(folder, `${name}-backup.db`)
  await withPorts(config, async (ports) => {
    must(await addAccount(ports, { userId: 'alice', displayName: 'Alice' }))
    must(await makeBackupAt(ports, operator, { path: backup }))
    must(await addAccount(ports, { userId: 'bob', displayName: 'Bob' }))
    await sealAudit(ports)
  })
  return { config, backup }
}

function restore(config: Config, file: string, acceptBrokenAudit = false): Promise<Restored> {
  return restoreDatabase({ config, file, acceptBrokenAudit, log: collectingLog(), nowMs: NOW_MS })
}

const because = (restored: Restored): string => (restored.kind === 'refused' ? restored.because : 'restored')

function tamper(file: string, statement: string): void {
  const db = new Database(file)
  for (const trigger of ['audit_unchanged', 'audit_kept']) db.exec(`drop trigger if exists ${trigger}`)
  db.exec(statement)
  db.close()
}

test('a backup is a whole database of its moment, readable by its owner only', async () => {
  const { config, backup } = await serverWithBackup('whole')
  assert.equal(statSync(backup).mode & 0o777, 0o600)
  const copy = { ...config, 'storage.url': `sqlite:${backup}` }
  await withPorts(copy, async ({ storage }) => {
    assert.equal((await storage.read.accounts.byUserId('alice'))?.displayName, 'Alice')
    assert.equal(await storage.read.accounts.byUserId('bob'), undefined)
  })
})

test('a backup made while accounts are added is whole, and nobody waits for it to end', async () => {
  const config = configOf('busy')
  await withPorts(config, async (ports) => {
    let going = true
    let added = 0
    const adding = (async () => {
      while (going) {
        must(await addAccount(ports, { userId: `user-${added}`, displayName: 'Somebody' }))
        added += 1
      }
    })()
    for (let i = 0; i < 3; i += 1) {
      const path = join(folder, `busy-${i}.db`)
      must(await makeBackupAt(ports, operator, { path }))
      await withPorts({ ...config, 'storage.url': `sqlite:${path}` }, async (copy) => {
        assert.equal((await verifyAudit(copy)).ok, true)
      })
    }
    going = false
    await adding
    assert.ok(added > 3, 'accounts were added meanwhile')
  })
})

test('backups of the folder are listed, newest first, without other files and drafts', async () => {
  const config = configOf('listed')
  await withPorts(config, async (ports) => {
    assert.deepEqual(must(await listBackups(ports, operator, undefined)).items, [])
    const made = must(await makeBackup(ports, operator, undefined))
    writeFileSync(join(config['backup.dir'], 'notes.txt'), 'mine')
    const { items, configured } = must(await listBackups(ports, operator, undefined))
    assert.equal(configured, true)
    assert.deepEqual(
      items.map(({ name, sizeBytes }) => [name, sizeBytes]),
      [[made.name, made.sizeBytes]],
    )
    const { entries } = await ports.storage.read.audit.page({ action: 'backup.made' }, undefined, 1)
    assert.equal(entries[0]?.entry.facts['sha256'], made.sha256)
  })
})

test('a backup never replaces a file', async () => {
  const config = configOf('replace')
  const path = join(folder, 'mine.txt')
  writeFileSync(path, 'mine')
  await withPorts(config, async (ports) =>
    assert.equal(reasonOf(await makeBackupAt(ports, operator, { path })), 'conflict'),
  )
  assert.equal(readFileSync(path, 'utf8'), 'mine')
})

test('without a folder, or without a database, a backup is refused', async () => {
  await withPorts(configOf('no-folder', { 'backup.dir': '' }), async (ports) =>
    assert.equal(reasonOf(await makeBackup(ports, operator, undefined)), 'conflict'),
  )
  await withPorts(configOf('memory', { 'storage.url': 'memory:' }), async (ports) =>
    assert.equal(reasonOf(await makeBackup(ports, operator, undefined)), 'conflict'),
  )
})

test('a restored database is that of the backup; the one before is kept; the audit says so and is whole', async () => {
  const { config, backup } = await serverWithBackup('back')
  const before = readFileSync(backup)
  const restored = await restore(config, backup)
  if (restored.kind !== 'restored') assert.fail(JSON.stringify(restored))
  await withPorts(config, async (ports) => {
    assert.notEqual(await ports.storage.read.accounts.byUserId('alice'), undefined)
    assert.equal(await ports.storage.read.accounts.byUserId('bob'), undefined)
    const { entries } = await ports.storage.read.audit.page({ action: 'backup.restored' }, undefined, 1)
    assert.equal(entries.length, 1)
    assert.equal((await verifyAudit(ports)).ok, true)
  })
  const previous = { ...config, 'storage.url': `sqlite:${restored.previous}` }
  await withPorts(previous, async ({ storage }) =>
    assert.notEqual(await storage.read.accounts.byUserId('bob'), undefined),
  )
  assert.deepEqual(readFileSync(backup), before, 'the backup itself was only read')
})

test('[CH3] [KS] after a restore sequences and the key set’s version are above what phones have seen', async () => {
  const { config, backup } = await serverWithBackup('ahead')
  await withPorts(config, async (ports) => {
    const bob = await ports.storage.read.accounts.byUserId('bob')
    const guard = await ports.storage.read.guards.of(bob?.id ?? assert.fail())
    await ports.storage.transaction(({ guards }) => guards.save(guard, NOW_MS))
  })
  const versionBefore = await withPorts(config, async ({ storage }) =>
    storage.read.signingKeys.keySetVersion(),
  )
  await restore(config, backup)
  await withPorts(config, async ({ storage, vault }) => {
    const alice = await storage.read.accounts.byUserId('alice')
    assert.ok((await storage.read.guards.of(alice?.id ?? assert.fail())).revision >= 1_000_000)
    assert.ok(vault.keySetVersion() > versionBefore)
  })
})

test('mail that waited in the backup is not sent again by itself, and whoever restores is told what came back', async () => {
  const config = configOf('waiting')
  const backup = join(folder, 'waiting-backup.db')
  const id = '01970000-0000-7000-8000-000000000001'
  await withPorts(config, async (ports) => {
    const alice = must(await addAccount(ports, { userId: 'alice', displayName: 'Alice' }))
    await ports.storage.transaction(async ({ outgoing, admins }) => {
      const times = { createdAtMs: NOW_MS, dueAtMs: NOW_MS }
      await outgoing.add({
        id,
        kind: 'mail',
        subject: 'invitation',
        sealedContent: new Uint8Array(9),
        ...times,
      })
      await admins.put({ accountId: alice.id, role: 'owner', createdAtMs: NOW_MS, createdBy: 'operator' })
    })
    const used = { name: 'CI', permissions: ['accounts:read'], expiresAtMs: Date.now() + 60_000 } as const
    must(await addToken(ports, operator, used))
    const gone = must(await addToken(ports, operator, { ...used, name: 'gone' }))
    await ports.storage.transaction(({ tokens }) => tokens.revoke(gone.token.id, NOW_MS))
    must(await addApp(ports, { name: 'Shop', origins: ['https://shop.example'] }))
    must(await makeBackupAt(ports, operator, { path: backup }))
  })
  const restored = await restore(config, backup)
  if (restored.kind !== 'restored') assert.fail(JSON.stringify(restored))
  assert.deepEqual(restored.returned, {
    admins: 1,
    tokens: 1,
    appKeys: 1,
    backupCodes: 0,
    invitations: 0,
    held: 1,
  })
  await withPorts(config, async ({ storage }) => {
    assert.deepEqual(await storage.read.outgoing.due({ kind: 'mail' }, Number.MAX_SAFE_INTEGER, 10), [])
    const kept = await storage.read.outgoing.byId(id)
    assert.deepEqual([kept?.state, kept?.sealedContent?.length], ['dead', 9])
    assert.equal(await storage.transaction(({ outgoing }) => outgoing.revive(id, NOW_MS)), true)
  })
})

test('a session of the time of the backup opens nothing after the restore', async () => {
  const { config, backup } = await serverWithBackup('sessions')
  const withSession = join(folder, 'with-session.db')
  await withPorts({ ...config, 'storage.url': `sqlite:${backup}` }, async (ports) => {
    const account = (await ports.storage.read.accounts.byUserId('alice')) ?? assert.fail()
    await ports.storage.transaction(({ sessions }) =>
      sessions.add({
        secretHash: new Uint8Array(32).fill(9),
        id: 'session-1',
        kind: 'person',
        by: 'phone',
        approvedAtMs: NOW_MS,
        passkeyAtMs: 0,
        accountId: account.id,
        createdAtMs: NOW_MS,
        seenAtMs: NOW_MS,
        expiresAtMs: Number.MAX_SAFE_INTEGER,
        address: '192.0.2.1',
        browser: 'Firefox',
      }),
    )
    must(await makeBackupAt(ports, operator, { path: withSession }))
  })
  assert.equal(because(await restore(config, withSession)), 'restored')
  await withPorts(config, async ({ storage }) =>
    assert.equal(await storage.read.sessions.byId('session-1'), undefined),
  )
})

test('a database that a server has open is not pulled away from under it', async () => {
  const { config, backup } = await serverWithBackup('in-use')
  await withPorts(config, async (ports) => {
    assert.equal(because(await restore(config, backup)), 'database_in_use')
    assert.notEqual(await ports.storage.read.accounts.byUserId('bob'), undefined)
    must(await addAccount(ports, { userId: 'carol', displayName: 'Carol' }))
  })
  await withPorts(config, async ({ storage }) =>
    assert.notEqual(await storage.read.accounts.byUserId('carol'), undefined),
  )
})

test('a damaged backup is refused, and nothing is changed', async () => {
  const { config, backup } = await serverWithBackup('damaged')
  const cut = join(folder, 'cut.db')
  writeFileSync(cut, readFileSync(backup))
  truncateSync(cut, Math.floor(statSync(cut).size / 2))
  const noise = join(folder, 'noise.db')
  const bytes = readFileSync(backup)
  randomBytes(8_192).copy(bytes, 40_960)
  writeFileSync(noise, bytes)
  const text = join(folder, 'text.db')
  writeFileSync(text, 'this is no database at all, whatever its name says')
  for (const file of [cut, noise, text])
    assert.equal(because(await restore(config, file)), 'backup_damaged', file)
  assert.equal(because(await restore(config, join(folder, 'nowhere.db'))), 'backup_missing')
  await withPorts(config, async ({ storage }) =>
    assert.notEqual(await storage.read.accounts.byUserId('bob'), undefined),
  )
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('restoring')),
    [],
  )
})

test('a backup of another server is refused, whichever of its keys differs', async () => {
  const { config } = await serverWithBackup('own')
  for (const key of ['keys.root', 'keys.master'] as const) {
    const other = configOf(`other-${key}`, { [key]: toBase64Url(new Uint8Array(32).fill(99)) })
    const backup = join(folder, `other-${key}.backup`)
    await withPorts(other, async (ports) => {
      must(await addAccount(ports, { userId: 'mallory', displayName: 'Mallory' }))
      must(await makeBackupAt(ports, operator, { path: backup }))
    })
    assert.equal(because(await restore(config, backup)), 'backup_of_another_server', key)
  }
})

test('a database that is none of ours is refused', async () => {
  const { config } = await serverWithBackup('strange')
  const strange = join(folder, 'strange-other.db')
  const db = new Database(strange)
  db.exec('create table something (other text)')
  db.close()
  assert.equal(because(await restore(config, strange)), 'backup_of_another_server')
})

test('a backup whose audit was changed is refused, and restored only by who says so', async () => {
  const { config, backup } = await serverWithBackup('tampered')
  tamper(backup, `update audit set actor = 'nobody' where sequence = 1`)
  const refused = await restore(config, backup)
  assert.equal(because(refused), 'audit_broken')
  assert.ok(refused.kind === 'refused' && refused.faults.length > 0)
  assert.equal(because(await restore(config, backup, true)), 'restored')
})

test('on a new machine a restore needs no database to be there', async () => {
  const { config, backup } = await serverWithBackup('moved')
  const elsewhere = { ...config, 'storage.url': `sqlite:${join(folder, 'new-machine.db')}` }
  const restored = await restore(elsewhere, backup)
  assert.equal(restored.kind === 'restored' ? restored.previous : 'refused', undefined)
  assert.equal(existsSync(join(folder, 'new-machine.db')), true)
})
