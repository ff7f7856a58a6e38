// No query of a login reads a table from end to end: its cost must not grow with what is kept.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Stores } from '@countersign/server/core/ports'
import { PreparedQueries } from '@countersign/server/storage/query'
import { Session } from '@countersign/server/storage/session'
import { compileOnly, openSqliteStorage } from '@countersign/server/storage/sqlite'
import { openReader } from '@countersign/server/storage/sqlite-file'
import { sqlStores } from '@countersign/server/storage/stores'
import {
  bytes,
  id,
  NOW_MS,
  sampleAccount,
  sampleApp,
  sampleAppKey,
  sampleChallenge,
  sampleDelivery,
  sampleDevice,
  sampleSigningKey,
  sampleTicket,
} from '../contract/sample-records.js'

const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
after(() => rmSync(folder, { recursive: true }))

/** Every method of every store. Those that list a whole table, for a person, may read all of it. */
const calls: { readonly [S in keyof Stores]: Readonly<Record<keyof Stores[S], Call>> } = {
  accounts: {
    add: ({ accounts }) => accounts.add(sampleAccount()),
    byUserId: ({ accounts }) => accounts.byUserId('ada'),
    byLoginName: ({ accounts }) => accounts.byLoginName('ada'),
    withDevices: ({ accounts }) => accounts.withDevices('ada'),
    byId: ({ accounts }) => accounts.byId(id()),
    page: ({ accounts }) => accounts.page('', 10),
  },
  apps: {
    add: ({ apps }) => apps.add(sampleApp()),
    addKey: ({ apps }) => apps.addKey(sampleAppKey(id())),
    byId: ({ apps }) => apps.byId(id()),
    byName: ({ apps }) => apps.byName('shop'),
    all: 'reads the whole table',
    key: ({ apps }) => apps.key('0123456789abcdef'),
    expireKeys: ({ apps }) => apps.expireKeys(id(), NOW_MS),
    removeEndedKeys: ({ apps }) => apps.removeEndedKeys(id(), NOW_MS),
  },
  devices: {
    add: ({ devices }) => devices.add(sampleDevice(id())),
    byId: ({ devices }) => devices.byId(id()),
    ofAccount: ({ devices }) => devices.ofAccount(id()),
    all: 'reads the whole table',
    changeState: ({ devices }) => devices.changeState(id(), ['active'], 'revoked', NOW_MS),
    spendCounter: ({ devices }) => devices.spendCounter(id(), 1, ['active'], NOW_MS),
    changedSince: ({ devices }) => devices.changedSince(NOW_MS),
  },
  tickets: {
    add: ({ tickets }) => tickets.add(sampleTicket(id())),
    byId: ({ tickets }) => tickets.byId(id()),
    accept: ({ tickets }) => tickets.accept(id(), id(), '123456', NOW_MS),
    changeState: ({ tickets }) => tickets.changeState(id(), 'open', 'withdrawn'),
    purge: ({ tickets }) => tickets.purge(NOW_MS, 10),
  },
  challenges: {
    add: ({ challenges }) => challenges.add(sampleChallenge(id(), id()), [sampleDelivery(id(), id())]),
    byId: ({ challenges }) => challenges.byId(id()),
    byWatchToken: ({ challenges }) => challenges.byWatchToken(bytes(32)),
    openOf: ({ challenges }) => challenges.openOf(id(), NOW_MS),
    change: ({ challenges }) =>
      challenges.change({ id: id(), from: 'pending', to: 'denied', nowMs: NOW_MS, notExpired: true }),
    delivery: ({ challenges }) => challenges.delivery(id(), id()),
    shownTo: ({ challenges }) => challenges.shownTo(id(), id()),
    deliveriesOf: ({ challenges }) => challenges.deliveriesOf(id()),
    openDeliveries: ({ challenges }) => challenges.openDeliveries(id(), NOW_MS, true),
    overdue: ({ challenges }) => challenges.overdue(NOW_MS, NOW_MS, 10),
    purge: ({ challenges }) => challenges.purge(NOW_MS, 10),
  },
  guards: {
    of: ({ guards }) => guards.of(id()),
    save: async ({ guards }) => {
      const fresh = await guards.of(id())
      await guards.save(fresh, NOW_MS)
      return guards.save({ ...fresh, revision: 1 }, NOW_MS)
    },
  },
  signingKeys: {
    all: 'reads the whole table',
    add: ({ signingKeys }) => signingKeys.add(sampleSigningKey()),
    remove: ({ signingKeys }) => signingKeys.remove(id()),
    keySetVersion: ({ signingKeys }) => signingKeys.keySetVersion(),
    advanceKeySet: ({ signingKeys }) => signingKeys.advanceKeySet(0, 1),
  },
  audit: {
    append: ({ audit }) =>
      audit.append(id(), NOW_MS, {
        action: 'account.added',
        actor: 'operator',
        accountId: id(),
        appId: undefined,
        facts: {},
      }),
    byId: ({ audit }) => audit.byId(id()),
    unsealed: ({ audit }) => audit.unsealed(10),
    unsealedCount: ({ audit }) => audit.unsealedCount(),
    seal: ({ audit }) => audit.seal(id(), { sequence: 1, hash: bytes(32) }),
    end: ({ audit }) => audit.end(),
    at: ({ audit }) => audit.at(1),
    sealed: ({ audit }) => audit.sealed(0, 9, 10),
    page: async ({ audit }) => {
      await audit.page({ accountId: id() }, { atMs: NOW_MS, id: id() }, 10)
      return audit.page({ action: 'login.*' }, { atMs: NOW_MS, id: id() }, 10)
    },
    addCheckpoint: ({ audit }) =>
      audit.addCheckpoint({ sequence: 1, hash: bytes(32), atMs: NOW_MS, signature: bytes(64) }),
    checkpoints: ({ audit }) => audit.checkpoints(0, 9, 10),
    lastCheckpoint: ({ audit }) => audit.lastCheckpoint(),
  },
  counts: {
    add: ({ counts }) => counts.add([{ minute: 1, appId: id(), outcome: 'denied', count: 1 }]),
    minutes: async ({ counts }) => {
      await counts.minutes(1, 2, id())
      return counts.minutes(1, 2)
    },
    census: 'reads the whole table',
    purge: ({ counts }) => counts.purge(1, 10),
  },
  outgoing: {
    add: ({ outgoing }) =>
      outgoing.add({
        id: id(),
        kind: 'mail',
        subject: 'invitation',
        sealedContent: bytes(9),
        createdAtMs: NOW_MS,
        dueAtMs: NOW_MS,
      }),
    byId: ({ outgoing }) => outgoing.byId(id()),
    due: async ({ outgoing }) => {
      await outgoing.due({ kind: 'mail' }, NOW_MS, 10)
      return outgoing.due({ kind: 'webhook', webhookId: id() }, NOW_MS, 10)
    },
    claim: ({ outgoing }) => outgoing.claim(id(), 0, NOW_MS),
    sent: ({ outgoing }) => outgoing.sent(id(), 1, NOW_MS),
    postpone: ({ outgoing }) => outgoing.postpone(id(), 1, NOW_MS, 'no'),
    bury: ({ outgoing }) => outgoing.bury(id(), 1, 'no', NOW_MS),
    revive: ({ outgoing }) => outgoing.revive(id(), NOW_MS),
    remove: ({ outgoing }) => outgoing.remove(id()),
    page: ({ outgoing }) => outgoing.page({ limit: 10 }),
    count: ({ outgoing }) => outgoing.count('dead'),
    waiting: async ({ outgoing }) => {
      await outgoing.waiting({ kind: 'mail' })
      return outgoing.waiting({ kind: 'webhook', webhookId: id() })
    },
    purge: ({ outgoing }) => outgoing.purge(NOW_MS, NOW_MS, 10),
  },
  webhooks: {
    add: ({ webhooks }) =>
      webhooks.add({
        id: id(),
        url: 'https://siem.example/',
        description: '',
        actions: ['*'],
        sealedSecret: bytes(9),
        state: 'active',
        createdAtMs: NOW_MS,
        revision: 1,
      }),
    byId: ({ webhooks }) => webhooks.byId(id()),
    all: 'reads the whole table',
    save: ({ webhooks }) =>
      webhooks.save({
        id: id(),
        url: 'https://siem.example/',
        description: '',
        actions: ['*'],
        sealedSecret: bytes(9),
        state: 'paused',
        createdAtMs: NOW_MS,
        revision: 1,
      }),
    remove: ({ webhooks }) => webhooks.remove(id()),
  },
  settings: {
    byName: ({ settings }) => settings.byName('branding'),
    save: async ({ settings }) => {
      await settings.save('branding', bytes(2), 0, NOW_MS)
      return settings.save('branding', bytes(2), 1, NOW_MS)
    },
  },
}
/** The sweep, once a second: it walks the one index of what is open, so that no login pays for an index of its own. */
const OVERDUE = ['SCAN challenge USING INDEX challenge_open', 'USE TEMP B-TREE FOR ORDER BY']
/** The sealer, twice a second: all of this index is what waits for it. */
const UNSEALED = ['SCAN audit USING INDEX audit_unsealed']
const allowances: Readonly<Record<string, readonly string[]>> = {
  'challenges.overdue': OVERDUE,
  'audit.unsealed': UNSEALED,
}
type Call = ((stores: Stores) => Promise<unknown>) | 'reads the whole table'

test('every query finds its rows by an index, but those that list a whole table', async () => {
  const path = join(folder, 'plans.db')
  await (await openSqliteStorage({ path })).close()
  const db = openReader(path)
  let plans: string[] = []
  // Runs nothing: asks SQLite how it would.
  const explaining = {
    async executeQuery<R>({
      sql,
      parameters,
    }: {
      readonly sql: string
      readonly parameters: readonly unknown[]
    }) {
      const steps = db.prepare(`explain query plan ${sql}`).all(...parameters)
      plans.push(...steps.map((step) => `${sql}: ${JSON.stringify(step)}`))
      // What a purge removed decides what it removes with it: that is explained as well.
      // Sound as far as it is read: these are the columns that queries of ours return.
      return { rows: sql.includes(' returning ') ? [{ account_id: id(), device_id: id() } as R] : [] }
    },
    async *streamQuery() {},
  }
  const stores = sqlStores(new Session(explaining, new PreparedQueries(compileOnly())))

  for (const [store, methods] of Object.entries(calls)) {
    for (const [method, call] of Object.entries<Call>(methods)) {
      if (call === 'reads the whole table') continue
      const allowed = allowances[`${store}.${method}`] ?? []
      plans = []
      await call(stores)
      assert.deepEqual(
        plans
          .filter((plan) => /SCAN (?!CONSTANT)|USE TEMP B-TREE/.test(plan))
          .filter((plan) => !allowed.some((step) => plan.includes(`"detail":"${step}"`))),
        [],
        `${store}.${method}`,
      )
    }
  }
  db.close()
})
