// Each login is slower the more is kept (SECURITY.md §3.13): an outsider, or just time, fills the tables with finished requests, and a
// server that looks through them at every login slows down until it stops. Here 50,000 finished requests lie on the very account,
// app and phone that log in. What is asserted is what the database does, not how long it takes: every statement that a whole
// login ran is explained on that very file, with the planner's own statistics, and reaches its rows by an index; and no
// call brings more rows than the few that are open.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { AccountId, AppId, DeviceId } from '@countersign/protocol'
import type { Storage, Stores } from '@countersign/server/core/ports'
import { sweep } from '@countersign/server/flows/sweep'
import { PreparedQueries } from '@countersign/server/storage/query'
import { Session } from '@countersign/server/storage/session'
import { compileOnly, openSqliteStorage } from '@countersign/server/storage/sqlite'
import { openReader, openWriter } from '@countersign/server/storage/sqlite-file'
import { sqlStores } from '@countersign/server/storage/stores'
import {
  bytes,
  id,
  sampleAccount,
  sampleApp,
  sampleAppKey,
  sampleChallenge,
  sampleDelivery,
  sampleDevice,
  sampleTicket,
} from '../contract/sample-records.js'
import { TestServer } from '../support/test-server.js'
import { Phone } from './phone.js'

const FINISHED = 50_000

/** One call of a store, to be made again. */
interface Call {
  readonly name: string
  readonly rows: number
  again(stores: Stores): unknown
}

const folder = mkdtempSync(join(tmpdir(), 'countersign-kept-'))
const path = join(folder, 'kept.db')
const calls: Call[] = []
let server: TestServer
let apiKey: string
let phone: Phone

before(async () => {
  const storage = await openSqliteStorage({ path })
  server = await TestServer.start({ overrides: { ports: { storage: recording(storage) } } })
  await server.addAccount()
  const app = await server.addApp()
  apiKey = app.apiKey
  phone = await Phone.paired(server)
  // Sound: ids of this very server.
  const { accountId, deviceId } = phone.device as { accountId: AccountId } & typeof phone.device
  await fill(storage, accountId, app.appId as AppId, deviceId)
})
after(async () => {
  phone.close()
  await server.stop()
  rmSync(folder, { recursive: true })
})

test('a whole login beside 50,000 finished requests: every statement finds its rows by an index', async () => {
  calls.length = 0
  const asked = await server.requestApproval(apiKey)
  await server.call('GET', `/v1/challenges/${asked.challengeId}`, { apiKey })
  await server.call('GET', '/v1/watch', { headers: { authorization: `Watch ${asked.watchToken}` } })
  await phone.pull()
  phone.socket.send({ type: 'received', challengeId: asked.challengeId })
  assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
  const redeemed = await server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
    apiKey,
    body: { appNonce: asked.appNonce },
  })
  assert.equal(redeemed.status, 200)
  await sweep(server.ports)
  phone = await Phone.online(server, phone.device)
  await phone.settled()

  const names = new Set(calls.map(({ name }) => name))
  for (const name of [
    'accounts.withDevices',
    'challenges.openOf',
    'challenges.shownTo',
    'challenges.overdue',
  ])
    assert.ok(names.has(name), `${name} was not called: the login is not whole`)
  assert.deepEqual(await plansThatScan(), [])
  for (const { name, rows } of calls) assert.ok(rows <= 3, `${name} brought ${rows} rows`)
})

test('a denied, a wrong and a replaced request cost no more', async () => {
  calls.length = 0
  await server.requestApproval(apiKey)
  const replaced = await server.requestApproval(apiKey)
  await phone.deny(replaced.challengeId)
  const typed = await server.requestApproval(apiKey)
  await phone.pull()
  await phone.approve(typed.challengeId, { mode: 'code', code: '000000' })
  await phone.settled()

  assert.deepEqual(await plansThatScan(), [])
  for (const { name, rows } of calls) assert.ok(rows <= 3, `${name} brought ${rows} rows`)
})

test('what is older than the retention goes in small bites, by an index, and takes its deliveries along', async () => {
  const { clock, settings } = server.ports
  const later = { ...server.ports, clock: { nowMs: () => clock.nowMs() + settings.retentionMs + 86_400_000 } }
  const count = (table: string): number => {
    const db = openReader(path)
    const row = db.prepare(`select count(*) as n from ${table}`).get() as { n: number } // sound: of the statement
    db.close()
    return row.n
  }
  const [challenges, deliveries] = [count('challenge'), count('delivery')]
  calls.length = 0

  await sweep(later)

  const gone = challenges - count('challenge')
  const bites = calls.filter(({ name }) => name === 'challenges.purge').length
  assert.ok(gone > 0 && gone <= 200 * bites && gone <= 4_000, `${gone} in ${bites} bites`)
  assert.equal(deliveries - count('delivery'), gone)
  assert.deepEqual(await plansThatScan(), [])
})

async function fill(storage: Storage, accountId: AccountId, appId: AppId, deviceId: DeviceId): Promise<void> {
  const states = ['redeemed', 'denied', 'expired', 'mismatched', 'cancelled'] as const
  const beganMs = Date.now() - 86_400_000
  for (let from = 0; from < FINISHED; from += 2_500)
    await storage.transaction(async ({ challenges }) => {
      for (let n = from; n < from + 2_500; n += 1) {
        const createdAtMs = beganMs + n
        const times = { createdAtMs, expiresAtMs: createdAtMs + 90_000, decidedAtMs: createdAtMs + 1 }
        const challenge = sampleChallenge(accountId, appId, { ...times, state: states[n % 5] ?? 'denied' })
        await challenges.add(challenge, [sampleDelivery(challenge.id, deviceId, { body: bytes(64) })])
      }
    })
  // Neighbours, each in the middle of a login, so that no table is so small that reading all of it would be right.
  await storage.transaction(async ({ accounts, apps, devices, tickets, challenges, notices }) => {
    for (let n = 0; n < 500; n += 1) {
      const [account, app] = [sampleAccount(), sampleApp()]
      const device = sampleDevice(account.id, { createdAtMs: beganMs, changedAtMs: beganMs })
      const open = sampleChallenge(account.id, appId, { expiresAtMs: Date.now() + 3_600_000 })
      await accounts.add(account)
      await devices.add(device)
      await challenges.add(open, [sampleDelivery(open.id, device.id)])
      await tickets.add(sampleTicket(account.id))
      await notices.add({ id: id(), accountId: account.id, kind: 'device_added', facts: {}, atMs: beganMs })
      await apps.add(app)
      await apps.addKey(sampleAppKey(app.id))
    }
  })
  // With statistics the planner may choose otherwise than on an empty file: these are the plans of a server that ran for long.
  const db = openWriter(path)
  db.exec('analyze')
  db.close()
}

/** Notes each call with its arguments and how many rows came of it. */
function recording(inner: Storage): Storage {
  // By asking, not by listing them: a store is made when it is first asked for.
  const noted = (stores: Stores): Stores =>
    new Proxy(stores, { get: (all, name) => notedStore(String(name), Reflect.get(all, name)) })
  const notedStore = (store: string, methods: object): object =>
    new Proxy(methods, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          const result: unknown = await Reflect.apply(value, target, args)
          const rows = Array.isArray(result) ? result.length : 1
          const again = (others: Stores) => {
            const other: object = Reflect.get(others, store)
            return Reflect.apply(Reflect.get(other, property), other, args)
          }
          calls.push({ name: `${store}.${String(property)}`, rows, again })
          return result
        }
      },
    })
  return {
    ...inner,
    transaction: (work) => inner.transaction((stores) => work(noted(stores))),
    read: noted(inner.read),
  }
}

const READS_ALL = /SCAN (?!CONSTANT)|USE TEMP B-TREE/
/** What may be read whole, once a second: what is open, which no finished request is in; lists that were imported, which are few. */
const READS_FEW: Readonly<Record<string, RegExp>> = {
  'challenges.overdue': /"SCAN challenge USING INDEX challenge_open"|"USE TEMP B-TREE FOR ORDER BY"/,
  'imports.purge': /"SCAN import_job USING INDEX/,
  'imports.running': /"SCAN import_job USING INDEX/,
  'sessions.purge': /"SCAN session"/,
  // Some three, at the round that rotates them.
  'signingKeys.all': /"SCAN signing_key"|"USE TEMP B-TREE FOR ORDER BY"/,
  'webhooks.all': /"SCAN webhook"|"USE TEMP B-TREE FOR ORDER BY"/,
  // The index of what waits for the sealer, and the page that is sent next.
  'audit.unsealed': /"SCAN audit USING INDEX audit_unsealed"/,
  'audit.unsealedCount': /"SCAN audit USING INDEX audit_unsealed"/,
  'outgoing.due': /"USE TEMP B-TREE FOR LAST TERM OF ORDER BY"/,
}

/** The noted calls made once more with EXPLAIN before each statement, which runs nothing; plans that read a table to its end. */
async function plansThatScan(): Promise<readonly string[]> {
  const db = openReader(path)
  const scans: string[] = []
  let allowed: RegExp | undefined
  const explaining = {
    async executeQuery<R>({
      sql,
      parameters,
    }: {
      readonly sql: string
      readonly parameters: readonly unknown[]
    }) {
      for (const step of db.prepare(`explain query plan ${sql}`).all(...parameters)) {
        const shown = JSON.stringify(step)
        if (READS_ALL.test(shown) && !allowed?.test(shown)) scans.push(`${sql}: ${shown}`)
      }
      // The one row that is always there. Sound as far as it is read: these are its columns.
      return { rows: sql.includes('"policy_set"') ? [{ id: 1, revision: 1, rules: '[]' } as R] : [] }
    },
    async *streamQuery() {},
  }
  const stores = sqlStores(new Session(explaining, new PreparedQueries(compileOnly())))
  for (const call of calls) {
    allowed = READS_FEW[call.name]
    await call.again(stores)
  }
  db.close()
  return scans
}
