// The attack: U+0000 in whatever text reaches the database. SQLite looks for it and finds nothing; PostgreSQL's text cannot hold it, and
// breaks off the whole transaction: a fault of the server for whoever asked, and all logins that share the commit are run again, each time.
//
// So it leaves for PostgreSQL as another character, that stands in no id and no name of ours: what is looked for is not there.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { LiveStreams } from '@countersign/server/http/live-streams'
import { operationsOf } from '@countersign/server/http/server'
import { WaitingRoom } from '@countersign/server/http/waiting-room'
import { sampleAccount } from '../contract/sample-records.js'
import { adminOf } from '../support/admin-token.js'
import type { TestPostgres } from '../support/postgres.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'
import { TestServer } from '../support/test-server.js'

const NUL = '\u0000'

describe('U+0000', { skip: missingPostgres() ?? false }, () => {
  let postgres: TestPostgres
  let server: TestServer
  before(async () => {
    postgres = await startPostgres()
    server = await TestServer.start({ config: { 'storage.url': await postgres.newDatabase() } })
  })
  after(async () => {
    await server.stop()
    await postgres[Symbol.asyncDispose]()
  })

  test('in a path, a cursor or a filter is nobody’s, and no fault of the server', async () => {
    const admin = await adminOf(server)
    const asked = operationsOf(new WaitingRoom(server.ports), new LiveStreams(), '0').filter(
      ({ access, method }) => access === 'admin' && method === 'get',
    )
    const cursor = Buffer.from(NUL).toString('base64url')
    let calls = 0
    for (const { path, query = [] } of asked) {
      // Lines without an end, and lines of JSON.
      if (/\/(?:stream|export)$/.test(path)) continue
      const place = path.replaceAll(/\{\w+\}/g, '%00')
      const names = query.map(({ name }) => `${name}=${name === 'cursor' ? cursor : 'a%00b'}`)
      for (const search of ['', ...names]) {
        const reply = await admin('GET', `${place}?${search}`)
        assert.ok(reply.status < 500, `${place}?${search}: ${reply.text}`)
        calls += 1
      }
    }
    assert.ok(calls > 60, `${calls} calls`)
    assert.deepEqual(
      server.log.filter(({ level }) => level === 'error'),
      [],
    )
  })

  test('in one transaction breaks off none of those that share its commit', async () => {
    const { storage } = server.ports
    let runs = 0
    const accounts = Array.from({ length: 10 }, () => sampleAccount().id)
    const found = await Promise.all([
      storage.transaction(({ accounts }) => accounts.byId(NUL as AccountId), { one: 'nul' }),
      ...accounts.map((account) =>
        storage.transaction(
          async ({ guards }) => {
            runs += 1
            return guards.save(await guards.of(account), 1)
          },
          { account },
        ),
      ),
    ])
    assert.deepEqual(found, [undefined, ...accounts.map(() => true)])
    assert.equal(runs, accounts.length)
  })
})
