// A PostgreSQL that takes no writes for a while, as managed ones do when their disk is nearly full, and old primaries after a failover:
// nobody logs in meanwhile, nobody is told otherwise, no phone loses its connection, and all goes on by itself.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { missingPostgres, startPostgres } from '../support/postgres.js'
import { answerFrame } from '../support/raw-device.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

test('a database that takes no writes ends no connection and decides nothing; when it does again, the same answer counts', {
  skip: missingPostgres() ?? false,
}, async (t) => {
  const postgres = await startPostgres()
  const url = await postgres.newDatabase()
  const server = await TestServer.start({ config: { 'storage.url': url } })
  t.after(async () => {
    await server.stop()
    await postgres[Symbol.asyncDispose]()
  })
  await server.addAccount()
  const { apiKey } = await server.addApp()
  const phone = await server.pairDevice()
  const { socket, nextCounter } = await server.connect(phone)
  const { challengeId, match, appNonce } = await server.requestApproval(apiKey)
  const shown = await socket.take('challenge')
  assert.ok(match.mode === 'symbol')
  const answer = answerFrame(phone, shown, {
    ...{ decision: 'approve', symbolId: match.symbolId, counter: nextCounter },
  })

  await takesWrites(url, false)
  const asked = await server.call('POST', '/v1/challenges', { apiKey, body: approvalBody() })
  assertProblem(asked, 503, 'unavailable')
  socket.send(answer)
  assert.deepEqual(await socket.take('refusal'), { type: 'refusal', code: 'unavailable', challengeId })
  const status = await server.call('GET', `/v1/challenges/${challengeId}`, { apiKey })
  assert.equal(status.json.state, 'pending')

  await takesWrites(url, true)
  socket.send(answer)
  await socket.take('receipt')
  const body = { appNonce }
  const redeemed = await server.call('POST', `/v1/challenges/${challengeId}/redeem`, { apiKey, body })
  assert.equal(redeemed.status, 200)
})

/** For all sessions, those that are open too; resolves once a new transaction of theirs is of that kind. */
async function takesWrites(url: string, does: boolean): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set default_transaction_read_only = off')
  await client.query(`alter system set default_transaction_read_only = ${does ? 'off' : 'on'}`)
  await client.query('select pg_reload_conf()')
  await client.end()
  await until(async () => {
    const look = new pg.Client({ connectionString: url })
    await look.connect()
    const { rows } = await look.query('show default_transaction_read_only')
    await look.end()
    return rows[0].default_transaction_read_only === (does ? 'off' : 'on')
  })
}
