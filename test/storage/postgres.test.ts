// PostgreSQL as it behaves when it is shared, restarted, cut off, or not what it says it is.
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { after, before, describe, test } from 'node:test'
import { inspect } from 'node:util'
import type { Storage, Stores } from '@countersign/server/core/ports'
import { openPostgresStorage } from '@countersign/server/storage/postgres'
import pg from 'pg'
import { NOW_MS, sampleAccount } from '../contract/sample-records.js'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, POSTGRES_PASSWORD, startPostgres } from '../support/postgres.js'
import { selfSigned } from '../support/self-signed.js'
import { startTcpProxy } from '../support/tcp-proxy.js'

describe('PostgreSQL', { skip: missingPostgres() ?? false }, () => {
  let server: TestPostgres
  before(async () => {
    server = await startPostgres({ max_connections: '60' })
  })
  after(() => server[Symbol.asyncDispose]())

  /** Several servers on one new database. */
  async function nodes(t: TestContext, count: number): Promise<readonly [Storage, ...Storage[]]> {
    const url = await server.newDatabase()
    const first = await openPostgresStorage({ url })
    const more = await Promise.all(Array.from({ length: count - 1 }, () => openPostgresStorage({ url })))
    t.after(() => Promise.all([first, ...more].map((storage) => storage.close())))
    return [first, ...more]
  }

  async function oneMoreWrong({ guards }: Stores, accountId: ReturnType<typeof sampleAccount>['id']) {
    const guard = await guards.of(accountId)
    assert.equal(await guards.save({ ...guard, consecutiveWrong: guard.consecutiveWrong + 1 }, NOW_MS), true)
  }

  test('two nodes that count on one account lose nothing, whether they name it or not', async (t) => {
    const [a, b] = await nodes(t, 2)
    const { id } = sampleAccount()

    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        (i % 2 === 0 ? a : (b ?? a)).transaction(
          (stores) => oneMoreWrong(stores, id),
          i % 3 === 0 ? undefined : { account: id },
        ),
      ),
    )

    assert.equal((await a.read.guards.of(id)).consecutiveWrong, 60)
  })

  test('of two nodes that each look whether the other wrote, one sees that it did', async (t) => {
    const [a, b = a] = await nodes(t, 2)
    const accounts = [sampleAccount(), sampleAccount()] as const
    // Write skew: neither changes what the other read, so no row is contended.
    const unless = (storage: Storage, mine: 0 | 1, theirs: 0 | 1): Promise<boolean> =>
      storage.transaction(async (stores) => {
        const there = await stores.accounts.byId(accounts[theirs].id)
        await new Promise(setImmediate)
        return there === undefined && stores.accounts.add(accounts[mine])
      })

    const added = await Promise.all([unless(a, 0, 1), unless(b, 1, 0)])

    assert.deepEqual([...added].sort(), [false, true])
  })

  test('of transactions about different accounts that share a commit, those that throw leave the others alone', async (t) => {
    const [storage] = await nodes(t, 1)
    const accounts = Array.from({ length: 40 }, () => sampleAccount())
    let ran = 0

    const outcomes = await Promise.allSettled(
      accounts.map(({ id }, i) =>
        storage.transaction(
          async (stores) => {
            ran += 1
            if (i % 4 === 1) throw new Error('before it wrote')
            await oneMoreWrong(stores, id)
            if (i % 4 === 2) throw new Error('after it wrote')
          },
          { account: id },
        ),
      ),
    )

    for (const [i, { id }] of accounts.entries()) {
      const kept = i % 4 === 0 || i % 4 === 3
      assert.equal(outcomes[i]?.status, kept ? 'fulfilled' : 'rejected')
      assert.equal((await storage.read.guards.of(id)).consecutiveWrong, kept ? 1 : 0)
    }
    assert.ok(ran >= 40)
  })

  test('of those that share a commit, one whose statement fails leaves the others alone', async (t) => {
    const [storage] = await nodes(t, 1)
    const accounts = Array.from({ length: 12 }, () => sampleAccount())

    const outcomes = await Promise.allSettled(
      accounts.map(({ id }, i) =>
        storage.transaction(
          async (stores) => {
            await oneMoreWrong(stores, id)
            // A time that no eight bytes hold.
            if (i === 5) await stores.guards.save({ ...(await stores.guards.of(id)) }, 2 ** 70)
          },
          { account: id },
        ),
      ),
    )

    for (const [i, { id }] of accounts.entries()) {
      assert.equal(outcomes[i]?.status, i === 5 ? 'rejected' : 'fulfilled')
      assert.equal((await storage.read.guards.of(id)).consecutiveWrong, i === 5 ? 0 : 1)
    }
  })

  test('a transaction about an account that writes what is everybody’s is refused, and nothing of it is kept', async (t) => {
    const [storage] = await nodes(t, 1)
    const account = sampleAccount()
    await assert.rejects(
      // Its login name decides for whom others are taken.
      storage.transaction(({ accounts }) => accounts.add(account), { account: account.id }),
      /writes login_name, which is everybody's/,
    )
    assert.equal(await storage.read.accounts.byId(account.id), undefined)
  })

  test('what runs while the database restarts is committed once, or refused as unreachable', async (t) => {
    const [storage] = await nodes(t, 1)
    const accounts = Array.from({ length: 20 }, () => sampleAccount())
    const acknowledged = new Map(accounts.map(({ id }) => [id, 0]))
    const tried = new Map(accounts.map(({ id }) => [id, 0]))
    let stopped = false
    const running = accounts.map(async ({ id }) => {
      while (!stopped) {
        tried.set(id, (tried.get(id) ?? 0) + 1)
        const about = { account: id }
        const done = await storage
          .transaction((stores) => oneMoreWrong(stores, id), about)
          .then(() => true)
          .catch((error: unknown) => {
            assert.equal((error as { code?: string }).code, 'storage_unreachable')
            return false
          })
        if (done) acknowledged.set(id, (acknowledged.get(id) ?? 0) + 1)
      }
    })

    await new Promise((resolve) => setTimeout(resolve, 200))
    await server.stop('immediate')
    await new Promise((resolve) => setTimeout(resolve, 300))
    await server.start()
    // Heals by itself: the same storage, without a word to it.
    for (const { id } of accounts) await storage.transaction((stores) => stores.guards.of(id))
    stopped = true
    await Promise.all(running)

    for (const { id } of accounts) {
      const kept = (await storage.read.guards.of(id)).consecutiveWrong
      // Between: of a commit whose answer was lost nobody knows.
      assert.ok(kept >= (acknowledged.get(id) ?? 0) && kept <= (tried.get(id) ?? 0), `${kept}`)
    }
  })

  test('a connection that dies while its transaction thinks takes the transaction with it', async (t) => {
    const [storage] = await nodes(t, 1)
    const { id } = sampleAccount()
    let runs = 0

    await storage.transaction(
      async (stores) => {
        runs += 1
        await oneMoreWrong(stores, id)
        // Nothing is asked at this moment: the next statement must not run by itself on a new connection.
        if (runs === 1) await endOtherConnections(server, storage)
        await oneMoreWrong(stores, id)
      },
      { account: id },
    )

    assert.equal(runs, 2)
    assert.equal((await storage.read.guards.of(id)).consecutiveWrong, 2)
  })

  test('a commit whose answer is lost is told as such, and not tried again', async () => {
    const url = new URL(await server.newDatabase())
    await using proxy = await startTcpProxy({ port: server.port })
    url.port = String(proxy.port)
    const storage = await openPostgresStorage({ url: url.href })
    const { id } = sampleAccount()
    let runs = 0

    const outcome = storage.transaction(
      async (stores) => {
        runs += 1
        await oneMoreWrong(stores, id)
        // The commit leaves in this turn, or the next; its answer never comes.
        setTimeout(() => proxy.cut(), 20)
        proxy.set({ delayMs: 200 })
      },
      { account: id },
    )

    await assert.rejects(outcome, { code: 'storage_unreachable' })
    assert.equal(runs, 1)
    proxy.clear()
    assert.ok((await storage.read.guards.of(id)).consecutiveWrong <= 1)
    await storage.close()
  })

  test('a database that is away is named, and its password is not', async () => {
    for (const url of [
      `postgres://countersign:${encodeURIComponent(POSTGRES_PASSWORD)}@127.0.0.1:1/countersign`,
      `postgres://countersign:${encodeURIComponent(POSTGRES_PASSWORD)}@nowhere.invalid/countersign`,
    ]) {
      const fault = await openPostgresStorage({ url }).catch((error: unknown) => error)
      assert.equal((fault as { code?: string }).code, 'storage_unreachable')
      assert.ok(!inspect(fault, { depth: 9, showHidden: true }).includes(POSTGRES_PASSWORD))
    }
  })

  test('a wrong password and a database that is not there are refused, and no secret stands in the fault', async () => {
    const wrong = new URL(server.url())
    wrong.password = 'a-wrong-password'
    for (const url of [wrong.href, server.url('not_there')]) {
      const fault = await openPostgresStorage({ url }).catch((error: unknown) => error)
      assert.equal((fault as { code?: string }).code, 'storage_refused')
      const text = inspect(fault, { depth: 9, showHidden: true })
      assert.ok(!text.includes('a-wrong-password') && !text.includes(POSTGRES_PASSWORD))
    }
  })

  test('a database that has no connection left is waited for a while', async (t) => {
    const [storage] = await nodes(t, 1)
    const { id } = sampleAccount()
    await endOtherConnections(server, storage)
    const hoard = await takeAllConnections(server)
    setTimeout(() => void Promise.all(hoard.map((client) => client.end())), 300)

    await storage.transaction((stores) => oneMoreWrong(stores, id), { account: id })

    assert.equal((await storage.read.guards.of(id)).consecutiveWrong, 1)
  })

  describe('by TLS', () => {
    let secure: TestPostgres
    before(async () => {
      secure = await startPostgres(
        { ssl: 'on' },
        { 'server.crt': selfSigned.cert, 'server.key': selfSigned.key },
      )
    })
    after(() => secure[Symbol.asyncDispose]())

    test('a server with a certificate for its name, by an authority that is known here, is believed', async () => {
      for (const host of ['localhost', '127.0.0.1']) {
        const url = new URL(await secure.newDatabase())
        url.hostname = host
        const storage = await openPostgresStorage({ url: url.href, tls: { ca: selfSigned.cert } })
        await storage.ping()
        await storage.close()
      }
    })

    test('one that nobody vouches for, or for another name, or without TLS is not, and hears no password', async () => {
      const unknown = openPostgresStorage({ url: secure.url(), tls: {} })
      await assert.rejects(unknown, { code: 'storage_unreachable' })
      // Its own name, and the certificate of another: "localhost" is all that this one is for.
      const other = new URL(secure.url())
      other.hostname = '127.0.0.2'
      const elsewhere = openPostgresStorage({ url: other.href, tls: { ca: selfSigned.cert } })
      await assert.rejects(elsewhere, { code: 'storage_unreachable' })
      const plain = openPostgresStorage({ url: server.url(), tls: { ca: selfSigned.cert } })
      await assert.rejects(plain, { code: 'storage_unreachable' })
    })
  })
})

/** What an administrator does before a restart: PostgreSQL ends every connection to the database but this one. */
async function endOtherConnections(server: TestPostgres, storage: Storage): Promise<void> {
  const client = new pg.Client({ connectionString: server.url() })
  await client.connect()
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'countersign'`,
  )
  await client.end()
  // Until the ends are here.
  await new Promise((resolve) => setTimeout(resolve, 50))
  await storage.ping()
}

async function takeAllConnections(server: TestPostgres): Promise<readonly pg.Client[]> {
  const clients: pg.Client[] = []
  for (;;) {
    const client = new pg.Client({ connectionString: server.url() })
    client.on('error', () => undefined)
    try {
      await client.connect()
    } catch {
      return clients
    }
    clients.push(client)
  }
}
