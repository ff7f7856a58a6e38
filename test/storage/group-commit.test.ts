// Group commit: who shares a commit, who is told when, and what a fault of one does to the others.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { GROUP_MAX, GroupCommit, WAITING_MAX } from '@countersign/server/storage/group-commit'
import { openWriter } from '@countersign/server/storage/sqlite-file'

const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
after(() => rmSync(folder, { recursive: true }))

test('transactions that start together share one commit, and are told after it', async () => {
  const { groups, statements } = open('shared')
  const told: string[] = []

  await Promise.all(
    ['a', 'b', 'c'].map(async (name) => {
      await groups.run(async () => void told.push(`${name} works, ${commits(statements)} commits`))
      told.push(`${name} hears, ${commits(statements)} commits`)
    }),
  )

  assert.deepEqual(told, [
    'a works, 0 commits',
    'b works, 0 commits',
    'c works, 0 commits',
    'a hears, 1 commits',
    'b hears, 1 commits',
    'c hears, 1 commits',
  ])
})

test('a refusal too is told only after the commit: it may rest on what another of the group wrote', async () => {
  const { groups, statements } = open('refusal')
  let commitsWhenTold = -1
  const refused = groups
    .run(() => Promise.reject(new Error('no')))
    .catch(() => {
      commitsWhenTold = commits(statements)
    })
  await Promise.all([refused, groups.run(async () => undefined)])

  assert.equal(commitsWhenTold, 1)
})

test('a transaction that is alone takes no savepoint, and is told after its commit', async () => {
  const { db, groups, statements } = open('alone')

  await groups.run(async () => insert(db, 'alone'))

  assert.deepEqual(statements, ['begin immediate', 'commit'])
  assert.deepEqual(names(db), ['alone'])
})

test('a transaction that is alone and throws leaves nothing, hears its own error, and does not stop the next', async () => {
  const { db, groups, statements } = open('alone-throws')
  const refusal = new Error('no')
  let statementsWhenTold: string[] = []

  const refused = groups.run(async () => {
    insert(db, 'first half')
    throw refusal
  })
  await refused.catch(() => {
    statementsWhenTold = [...statements]
  })

  await assert.rejects(refused, (error) => error === refusal)
  assert.deepEqual(statementsWhenTold, ['begin immediate', 'rollback'])
  assert.deepEqual(names(db), [])
  await groups.run(async () => insert(db, 'next'))
  assert.deepEqual(names(db), ['next'])
})

test('alone too, a commit that fails is a failure, also after a rollback by SQLite itself, and nothing stays', async () => {
  const { db, groups } = open('alone-fails')
  const orphan = groups.run(async () => {
    db.pragma('defer_foreign_keys = on')
    insert(db, 'orphan')
    db.prepare('insert into child (parent) values (99)').run()
  })
  await assert.rejects(orphan, /FOREIGN KEY/)
  const rolledBack = groups.run(async () => {
    insert(db, 'rolled back')
    db.exec('rollback')
  })
  await assert.rejects(rolledBack, /no transaction is active/)

  assert.deepEqual(names(db), [])
  await groups.run(async () => insert(db, 'next'))
  assert.deepEqual(names(db), ['next'])
})

test('a group is at most GROUP_MAX transactions', async () => {
  const { groups, statements } = open('large')
  await Promise.all(Array.from({ length: 2 * GROUP_MAX + 1 }, () => groups.run(async () => undefined)))

  assert.equal(commits(statements), 3)
})

test('sockets and timers are served between two groups', async () => {
  const { groups, statements } = open('fair')
  const commitsWhenServed: number[] = []
  const serve = (): void => {
    commitsWhenServed.push(commits(statements))
    if (commits(statements) < 3) setImmediate(serve)
  }
  setImmediate(serve)

  await Promise.all(Array.from({ length: 3 * GROUP_MAX }, () => groups.run(async () => undefined)))

  assert.ok(commitsWhenServed.includes(1) && commitsWhenServed.includes(2), `${commitsWhenServed}`)
})

test('when the commit fails, nobody of the group is told that it worked, and nothing stays', async () => {
  const { db, groups } = open('commit-fails')
  const outcomes = await Promise.allSettled([
    groups.run(async () => insert(db, 'innocent')),
    groups.run(async () => {
      // A deferred foreign key is checked by COMMIT, the one statement that fails here.
      db.pragma('defer_foreign_keys = on')
      db.prepare('insert into child (parent) values (99)').run()
    }),
  ])

  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected'],
  )
  assert.deepEqual(names(db), [])
  await groups.run(async () => insert(db, 'next'))
  assert.deepEqual(names(db), ['next'])
})

test('when SQLite itself rolled everything back, the whole group is refused and nothing is half written', async () => {
  const { db, groups } = open('rolled-back')
  const outcomes = await Promise.allSettled([
    groups.run(async () => insert(db, 'before')),
    groups.run(async (refuseUnlessOpen) => {
      insert(db, 'first half')
      db.exec('rollback')
      refuseUnlessOpen()
      insert(db, 'second half')
    }),
    groups.run(async () => insert(db, 'after')),
  ])

  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  assert.deepEqual(names(db), [])
})

test('a disk that is full refuses the transaction that meets it and keeps the others whole', async () => {
  const { db, groups } = open('full')
  db.pragma('max_page_count = 20')
  const outcomes = await Promise.allSettled([
    groups.run(async () => insert(db, 'small')),
    groups.run(async () => {
      insert(db, 'first half')
      insert(db, 'x'.repeat(500_000))
    }),
  ])

  assert.equal(outcomes[1]?.status, 'rejected')
  assert.deepEqual(names(db), outcomes[0]?.status === 'fulfilled' ? ['small'] : [])
  await groups.run(async () => insert(db, 'next'))
  assert.ok(names(db).includes('next'))
})

test('beyond WAITING_MAX a transaction is refused at once', async () => {
  const { groups } = open('crowded')
  const accepted = Array.from({ length: WAITING_MAX }, () => groups.run(async () => undefined))

  await assert.rejects(
    groups.run(async () => undefined),
    { code: 'storage_busy' },
  )
  await Promise.all(accepted)
  await groups.run(async () => undefined)
})

test('closing lets accepted work finish and refuses what comes later', async () => {
  const { db, groups } = open('closing')
  const accepted = groups.run(async () => insert(db, 'accepted'))
  const closed = groups.close()

  await assert.rejects(
    groups.run(async () => insert(db, 'late')),
    { code: 'storage_closed' },
  )
  await Promise.all([accepted, closed])
  assert.deepEqual(names(db), ['accepted'])
})

test('work that never ends is given up, and writes nothing even if it goes on', async () => {
  const { db } = open('endless')
  const groups = new GroupCommit(db, 20)
  let goOn = (): void => undefined
  let goneOn: Promise<void> | undefined
  const endless = groups.run((refuseUnlessOpen) => {
    insert(db, 'first half')
    goneOn = new Promise<void>((resolve) => {
      goOn = resolve
    }).then(() => {
      refuseUnlessOpen()
      insert(db, 'second half')
    })
    return goneOn
  })
  await assert.rejects(endless, { code: 'storage_busy' })
  await groups.run(async () => insert(db, 'next'))

  goOn()

  await assert.rejects(goneOn ?? Promise.resolve(), /transaction is over/)
  assert.deepEqual(names(db), ['next'])
})

test('the time limit is per transaction: one that used it up takes it from nobody behind it', async () => {
  const { db } = open('limits')
  const groups = new GroupCommit(db, 20)
  const endless = () => new Promise<never>(() => undefined)
  const quick = () => new Promise(setImmediate)

  const outcomes = await Promise.allSettled([endless, quick, endless, quick].map((work) => groups.run(work)))

  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['rejected', 'fulfilled', 'rejected', 'fulfilled'],
  )
})

test('another process that holds the lock for a while delays a transaction, and loses it nothing', async () => {
  const { db, groups } = open('locked')
  const other = openWriter(db.name)
  other.exec('begin immediate')
  setTimeout(() => other.exec('commit'), 100)

  await groups.run(async () => insert(db, 'patient'))

  assert.deepEqual(names(db), ['patient'])
  other.close()
})

test('the file is written in WAL mode, with an fsync at every commit, with foreign keys, for its owner only', () => {
  const { db } = open('pragmas')
  const pragma = (name: string) => db.pragma(name, { simple: true })
  assert.equal(pragma('journal_mode'), 'wal')
  assert.equal(pragma('synchronous'), 2, 'FULL')
  assert.equal(pragma('foreign_keys'), 1)
})

function open(name: string) {
  const db = openWriter(join(folder, `${name}.db`))
  after(() => db.close())
  db.exec('create table parent (id integer primary key, name text)')
  db.exec('create table child (parent integer references parent(id))')
  const statements: string[] = []
  return { db, groups: new GroupCommit(recording(db, statements)), statements }
}

type Writer = ReturnType<typeof openWriter>

/** The same database; what is run by way of `prepare` is also written down. */
function recording(db: Writer, statements: string[]): Writer {
  return new Proxy(db, {
    get(target, name) {
      if (name !== 'prepare') return Reflect.get(target, name, target)
      return (sql: string) => {
        const statement = target.prepare(sql)
        const run = () => {
          statements.push(sql)
          return statement.run()
        }
        return { run }
      }
    },
  })
}

function commits(statements: readonly string[]): number {
  return statements.filter((sql) => sql === 'commit').length
}

function insert(db: Writer, name: string): void {
  db.prepare('insert into parent (name) values (?)').run(name)
}

function names(db: Writer): unknown[] {
  return db.prepare('select name from parent order by id').pluck().all()
}
