// Somebody who can write the database file, but has not the server's keys, changes what is recorded of them.
//
// Each test does to the file what such a person can do with a SQLite shell, triggers dropped first, and asks the check to name it.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fromBase64Url } from '@countersign/protocol'
import type { AuditVerification } from '@countersign/protocol/admin'
import { CHAIN_START, linkHash } from '@countersign/server/core/audit-chain'
import type { ChainLink } from '@countersign/server/core/ports-audit'
import { record } from '@countersign/server/flows/admin/action'
import { readAuditHealth } from '@countersign/server/flows/audit-health'
import { auditSealer, sealAudit } from '@countersign/server/flows/seal-audit'
import { verifyAudit } from '@countersign/server/flows/verify-audit'
import { openSqliteStorage } from '@countersign/server/storage/sqlite'
import Database from 'better-sqlite3'
import type { World } from '../support/test-world.js'
import { makeWorld } from '../support/test-world.js'

const ENTRIES = 120
const PER_BATCH = 10

/** A chain of 120 entries in 12 batches; then `tamper` has the file to itself; then the server looks. */
async function afterTampering(
  tamper: (db: Database.Database, world: World) => void,
  noted?: (whole: AuditVerification) => ChainLink,
): Promise<AuditVerification> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-'))
  const path = join(folder, 'audit.db')
  const world = await makeWorld({ storage: await openSqliteStorage({ path }) })
  try {
    await sealAudit(world.ports)
    await writeEntries(world, ENTRIES)
    const whole = await verifyAudit(world.ports)
    assert.deepEqual(whole.faults, [])
    assert.ok(whole.entries >= ENTRIES)
    await world.ports.storage.close()

    const db = new Database(path)
    for (const trigger of [
      'audit_unchanged',
      'audit_kept',
      'audit_checkpoint_unchanged',
      'audit_checkpoint_kept',
    ])
      db.exec(`drop trigger ${trigger}`)
    tamper(db, world)
    db.close()

    const storage = await openSqliteStorage({ path })
    const verified = await verifyAudit({ ...world.ports, storage }, noted?.(whole))
    await storage.close()
    return verified
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function writeEntries({ ports, clock }: World, count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) {
    clock.advance(1_000)
    await ports.storage.transaction((stores) =>
      record(ports, stores, 'operator', { action: 'door.opened', facts: { number: i } }),
    )
    if (i % PER_BATCH === PER_BATCH - 1) await sealAudit(ports)
  }
}

const found = ({ faults }: AuditVerification): readonly string[] =>
  faults.map(({ kind, sequence }) => `${kind} ${sequence}`)

function idAt(db: Database.Database, sequence: number): string {
  // Sound: the column is text.
  return db.prepare('select id from audit where sequence = ?').pluck().get(sequence) as string
}

test('a chain that nobody touched is whole', async () => {
  const verified = await afterTampering(() => undefined)
  assert.equal(verified.ok, true)
  assert.equal(verified.end?.sequence, verified.entries)
})

test('an entry whose facts were changed is named', async () => {
  let id = ''
  const verified = await afterTampering((db) => {
    id = idAt(db, 42)
    db.prepare(`update audit set facts = '{"number":0}' where sequence = 42`).run()
  })
  assert.deepEqual(found(verified), ['changed 42'])
  assert.equal(verified.faults[0]?.entryId, id)
})

for (const change of [
  `actor = 'server'`,
  `action = 'door.closed'`,
  'at_ms = at_ms + 1',
  `account_id = 'somebody'`,
  `app_id = 'some app'`,
  `facts = facts || ' '`,
  `hash = zeroblob(32)`,
  `hash = zeroblob(5)`,
  `actor = printf('%.*c', 4000, 'x')`,
  'at_ms = -1',
])
  test(`an entry changed by "set ${change}" is found`, async () => {
    const verified = await afterTampering((db) => db.exec(`update audit set ${change} where sequence = 42`))
    assert.equal(verified.faults[0]?.kind, 'changed')
    assert.ok([42, 43].includes(verified.faults[0]?.sequence ?? 0), JSON.stringify(verified.faults))
  })

test('an entry changed together with its own hash is found by the one after it, and named by its mark', async () => {
  const verified = await afterTampering((db, { ports }) => rewrite(db, ports.vault, 42, 42))
  assert.deepEqual(found(verified), ['changed 43', 'inserted 42'])
})

test('a chain computed anew after a changed entry is found by the signed checkpoints', async () => {
  const verified = await afterTampering((db, { ports }) =>
    rewrite(db, ports.vault, 42, Number.MAX_SAFE_INTEGER),
  )
  assert.equal(verified.ok, false)
  assert.equal(verified.faults[0]?.kind, 'changed')
  assert.match(verified.faults[0]?.sentence ?? '', /rewritten/)
})

test('a chain computed anew, its checkpoints removed, ends without the server’s signature', async () => {
  const verified = await afterTampering((db, { ports }) => {
    rewrite(db, ports.vault, 42, Number.MAX_SAFE_INTEGER)
    db.exec('delete from audit_checkpoint where sequence >= 42')
  })
  assert.equal(verified.faults[0]?.kind, 'checkpoint_missing')
})

test('a removed entry is named by its place', async () => {
  const verified = await afterTampering((db) => db.exec('delete from audit where sequence = 42'))
  assert.deepEqual(found(verified), ['removed 42'])
})

test('several removed entries are one fault that says how many', async () => {
  const verified = await afterTampering((db) => db.exec('delete from audit where sequence between 42 and 60'))
  assert.deepEqual(found(verified), ['removed 42'])
  assert.match(verified.faults[0]?.sentence ?? '', /entries 42 to 60 are missing/)
})

test('the first entries removed are found', async () => {
  const verified = await afterTampering((db) => db.exec('delete from audit where sequence <= 3'))
  assert.deepEqual(found(verified), ['removed 1'])
})

test('a removed entry, those after it renumbered so that no gap shows, is found', async () => {
  const verified = await afterTampering((db) => {
    db.exec('delete from audit where sequence = 42')
    db.exec('update audit set sequence = -sequence where sequence > 42')
    db.exec('update audit set sequence = -sequence - 1 where sequence < 0')
  })
  assert.deepEqual(found(verified), ['removed 42'])
})

test('two entries that changed places, with their hashes, are both named', async () => {
  let ids: readonly string[] = []
  const verified = await afterTampering((db) => {
    ids = [idAt(db, 42), idAt(db, 47)]
    db.exec('update audit set sequence = 999 where sequence = 42')
    db.exec('update audit set sequence = 42 where sequence = 47')
    db.exec('update audit set sequence = 47 where sequence = 999')
  })
  assert.ok(verified.faults.every(({ kind }) => kind === 'reordered'))
  const named = verified.faults.map(({ entryId }) => entryId)
  assert.ok(named.includes(ids[0] ?? '') || named.includes(ids[1] ?? ''), JSON.stringify(verified.faults))
})

test('two entries whose words changed places, their links left where they were, are both named', async () => {
  let ids: readonly string[] = []
  const verified = await afterTampering((db) => {
    ids = [idAt(db, 42), idAt(db, 47)]
    const words = 'id, at_ms, facts'
    const rows = [42, 47].map((sequence) =>
      db.prepare(`select ${words} from audit where sequence = ?`).raw().get(sequence),
    )
    db.exec(`update audit set id = 'x' where sequence = 42`)
    db.prepare('update audit set id = ?, at_ms = ?, facts = ? where sequence = 47').run(rows[0])
    db.prepare('update audit set id = ?, at_ms = ?, facts = ? where sequence = 42').run(rows[1])
  })
  assert.deepEqual(
    verified.faults.map(({ kind }) => kind),
    ['reordered', 'reordered'],
  )
  assert.deepEqual(verified.faults.map(({ entryId }) => entryId).sort(), [...ids].sort())
})

test('an inserted entry, those after it renumbered, is named', async () => {
  const verified = await afterTampering((db) => {
    db.exec('update audit set sequence = -sequence where sequence >= 42')
    db.exec('update audit set sequence = -sequence + 1 where sequence < 0')
    db.exec(
      `insert into audit (id, at_ms, action, actor, facts, sequence, hash)
       select 'planted', at_ms, action, actor, facts, 42, hash from audit where sequence = 41`,
    )
  })
  assert.deepEqual(found(verified), ['inserted 42'])
  assert.equal(verified.faults[0]?.entryId, 'planted')
})

test('entries added at the end, with hashes that fit, have no checkpoint and no mark', async () => {
  const verified = await afterTampering((db, { ports }) => {
    db.exec(
      `insert into audit (id, at_ms, action, actor, facts, sequence, hash)
       select 'planted', at_ms, action, actor, facts, sequence + 1, zeroblob(32) from audit order by sequence desc limit 1`,
    )
    const last = db.prepare('select max(sequence) from audit').pluck().get()
    rewrite(db, ports.vault, Number(last), Number(last), false)
  })
  assert.deepEqual(
    verified.faults.map(({ kind }) => kind),
    ['checkpoint_missing', 'inserted'],
  )
})

test('an entry put among those that wait, which the server then seals and signs itself, is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-'))
  const path = join(folder, 'audit.db')
  const world = await makeWorld({ storage: await openSqliteStorage({ path }) })
  try {
    await writeEntries(world, PER_BATCH)
    const db = new Database(path)
    // Backdated, about somebody else, with a mark that another entry has.
    db.exec(
      `insert into audit (id, at_ms, action, actor, facts, mark)
       select 'planted', at_ms - 9, 'login.redeemed', actor, facts, mark from audit where sequence = 7`,
    )
    db.exec(
      `insert into audit (id, at_ms, action, actor, facts) values ('planted too', 1, 'login.denied', 'server', '{}')`,
    )
    db.close()
    const told: string[] = []
    await auditSealer(world.ports, (entries) => told.push(...entries.map(({ id }) => id)))()
    assert.deepEqual(told, [])
    const verified = await verifyAudit(world.ports)
    assert.deepEqual(
      verified.faults.map(({ kind, entryId }) => `${kind} ${entryId}`),
      ['inserted planted too', 'inserted planted'],
    )
    assert.equal((await readAuditHealth(world.ports)).ok, false)
    await world.ports.storage.close()
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('an entry changed in the moment before it has its place is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-'))
  const path = join(folder, 'audit.db')
  const world = await makeWorld({ storage: await openSqliteStorage({ path }) })
  try {
    await writeEntries(world, PER_BATCH)
    await world.ports.storage.transaction((stores) =>
      record(world.ports, stores, 'operator', { action: 'door.opened', facts: { number: 7 } }),
    )
    const db = new Database(path)
    db.exec('drop trigger audit_unchanged')
    db.exec(`update audit set actor = 'server' where sequence is null`)
    db.close()
    await sealAudit(world.ports)
    assert.deepEqual(
      (await verifyAudit(world.ports)).faults.map(({ kind }) => kind),
      ['inserted'],
    )
    await world.ports.storage.close()
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a chain cut at its end is shorter than its last checkpoint says', async () => {
  const verified = await afterTampering((db) => db.exec('delete from audit where sequence > 100'))
  assert.deepEqual(found(verified), ['truncated 101'])
})

test('a chain emptied is shorter than its last checkpoint says', async () => {
  const verified = await afterTampering((db) => db.exec('delete from audit'))
  assert.deepEqual(found(verified), ['truncated 1'])
})

test('a chain cut together with its checkpoints is found by an end that was noted elsewhere', async () => {
  const verified = await afterTampering(
    (db) => {
      const cut = db.prepare('select max(sequence) from audit_checkpoint where sequence < 100').pluck().get()
      db.prepare('delete from audit where sequence > ?').run(cut)
      db.prepare('delete from audit_checkpoint where sequence > ?').run(cut)
    },
    ({ end }) => ({ sequence: end?.sequence ?? 0, hash: fromBase64Url(end?.hash ?? '') ?? CHAIN_START.hash }),
  )
  assert.deepEqual(
    verified.faults.map(({ kind }) => kind),
    ['truncated'],
  )
})

test('a checkpoint signed by another key is named as forged', async () => {
  const verified = await afterTampering((db) =>
    db.exec(
      'update audit_checkpoint set signature = zeroblob(64) where sequence = (select min(sequence) from audit_checkpoint where sequence > 40)',
    ),
  )
  assert.equal(verified.faults[0]?.kind, 'checkpoint_forged')
})

test('a checkpoint moved to another place is named as forged', async () => {
  const verified = await afterTampering((db) =>
    db.exec(
      'update audit_checkpoint set sequence = sequence + 1 where sequence = (select max(sequence) from audit_checkpoint)',
    ),
  )
  assert.ok(verified.faults.some(({ kind }) => kind === 'checkpoint_forged'))
})

test('a file whose every entry was changed is reported up to a hundred faults, then given up', async () => {
  const verified = await afterTampering((db) => db.exec(`update audit set actor = 'nobody'`))
  assert.equal(verified.faults.length, 100)
})

test('a chain that is cut while the server runs is noticed, and not written on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-'))
  const path = join(folder, 'audit.db')
  const world = await makeWorld({ storage: await openSqliteStorage({ path }) })
  const seal = auditSealer(world.ports, () => undefined)
  await writeEntries(world, 20)
  await seal()
  await writeEntries(world, 9)
  await seal()

  const db = new Database(path)
  db.exec('drop trigger audit_kept; drop trigger audit_checkpoint_kept')
  db.exec('delete from audit where sequence > 20; delete from audit_checkpoint where sequence > 20')
  db.close()
  await writeEntries(world, 1)
  await seal()

  assert.equal((await world.ports.storage.read.audit.end())?.sequence, 20)
  assert.ok(world.log.lines.some(({ event }) => event === 'audit_cut'))
  await world.ports.storage.close()
  await rm(folder, { recursive: true })
})

for (const statement of [
  `update audit set actor = 'nobody' where sequence = 1`,
  `update audit set sequence = null, hash = null where sequence = 1`,
  `update audit set facts = '{}' where sequence is null`,
  'delete from audit where sequence = 1',
  'delete from audit where sequence is null',
  'update audit_checkpoint set at_ms = 1',
  'delete from audit_checkpoint',
])
  test(`the database refuses "${statement}"`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'countersign-'))
    const path = join(folder, 'audit.db')
    const world = await makeWorld({ storage: await openSqliteStorage({ path }) })
    await writeEntries(world, 15)
    await world.ports.storage.close()
    const db = new Database(path)
    assert.throws(() => db.exec(statement), /never/)
    db.close()
    await rm(folder, { recursive: true })
  })

/** Changes the entry at `from` and computes the hashes anew up to `to`, as anybody can: the chain has no secret. */
function rewrite(
  db: Database.Database,
  vault: World['ports']['vault'],
  from: number,
  to: number,
  change = true,
): void {
  if (change) db.prepare(`update audit set actor = 'server' where sequence = ?`).run(from)
  const previous = db.prepare('select sequence, hash from audit where sequence = ?').get(from - 1)
  // Sound: the columns of the table.
  let last = previous as ChainLink
  const rows = db
    .prepare('select * from audit where sequence >= ? and sequence <= ? order by sequence')
    .all(from, to)
  for (const row of rows as readonly Record<string, string | number>[]) {
    const hash = linkHash(vault.sha256, vault.serverId, last, {
      id: String(row['id']),
      atMs: Number(row['at_ms']),
      factsText: String(row['facts']),
      entry: {
        // Sound: it came from the table.
        action: String(row['action']) as 'door.opened',
        actor: String(row['actor']),
        accountId: undefined,
        appId: undefined,
        facts: {},
      },
    })
    last = { sequence: Number(row['sequence']), hash }
    db.prepare('update audit set hash = ? where sequence = ?').run(hash, last.sequence)
  }
}
