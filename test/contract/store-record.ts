// The record's part of the storage contract: the audit and its places, and counts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId, AppId } from '@countersign/protocol'
import type { AuditAction, AuditEntry } from '@countersign/server/core/audit-entry'
import type { AuditFilter, AuditPosition } from '@countersign/server/core/ports-audit'
import { bytes, id, NOW_MS, populate, sampleAccount, sampleDevice } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function recordContract(storage: CurrentStorage): void {
  auditContract(storage)
  countContract(storage)
}

const sampleEntry = (fields: Partial<AuditEntry> = {}): AuditEntry => ({
  action: 'door.opened',
  actor: 'operator',
  accountId: id<AccountId>(),
  appId: id<AppId>(),
  facts: { name: 'Zoë', floors: ['1', '2'], open: true, since: null, height: 2.5 },
  ...fields,
})

const MARK = bytes(32)

/** Ids that grow, as a server's do. */
let drawn = 0
function nextId(): string {
  drawn += 1
  return `01970000-0000-7000-8000-${String(drawn).padStart(12, '0')}`
}

function auditContract(storage: CurrentStorage): void {
  const append = async (entry: AuditEntry, atMs = NOW_MS): Promise<string> => {
    const entryId = nextId()
    await storage().transaction(({ audit }) => audit.append(entryId, atMs, entry, MARK))
    return entryId
  }
  const ofAccount = async (
    accountId: AccountId,
    filter: AuditFilter = {},
    before?: AuditPosition,
    limit = 10,
  ): Promise<readonly string[]> => {
    const { entries } = await storage().read.audit.page({ accountId, ...filter }, before, limit)
    return entries.map((entry) => entry.id)
  }

  test('an entry comes back as it was written, with its facts byte for byte', async () => {
    const entry = sampleEntry()
    const entryId = await append(entry)
    assert.deepEqual(await storage().read.audit.byId(entryId), {
      id: entryId,
      atMs: NOW_MS,
      entry,
      factsText: JSON.stringify(entry.facts),
      mark: MARK,
      link: undefined,
    })
    assert.equal(await storage().read.audit.byId(nextId()), undefined)
  })

  test('an entry gets its place once; the chain’s end is the last of them', async () => {
    const { audit } = storage().read
    const start = (await audit.end())?.sequence ?? 0
    const ids = [
      await append(sampleEntry(), NOW_MS - 1_000_000),
      await append(sampleEntry(), NOW_MS - 999_999),
    ]
    const waiting = (await audit.unsealed(1_000)).map((entry) => entry.id)
    assert.deepEqual(waiting.slice(0, 2), ids, 'the oldest first')
    const before = await audit.unsealedCount()
    const links = ids.map((_, i) => ({ sequence: start + 1 + i, hash: bytes(32) }))
    const sealed = await storage().transaction(async (stores) => {
      const outcomes: boolean[] = []
      for (const [i, link] of links.entries()) outcomes.push(await stores.audit.seal(ids[i] ?? '', link))
      outcomes.push(await stores.audit.seal(ids[0] ?? '', { sequence: start + 9, hash: bytes(32) }))
      return outcomes
    })
    assert.deepEqual(sealed, [true, true, false])
    assert.equal(await audit.unsealedCount(), before - 2)
    assert.deepEqual(await audit.end(), links[1])
    assert.deepEqual(await audit.at(start + 1), links[0])
    assert.equal(await audit.at(start + 3), undefined)
    const read = await audit.sealed(start, start + 2, 10)
    assert.deepEqual(
      read.map((entry) => entry.link),
      links,
    )
    assert.equal((await audit.sealed(start, start + 2, 1)).length, 1)
    assert.equal((await audit.sealed(start + 1, start + 1, 10)).length, 0)
  })

  test('a page is newest first, and goes on where the one before ended', async () => {
    const accountId = id<AccountId>()
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1)
      ids.push(await append(sampleEntry({ accountId }), NOW_MS + Math.floor(i / 2)))
    const newest = [...ids].reverse()
    assert.deepEqual(await ofAccount(accountId), newest)
    const first = await storage().read.audit.page({ accountId }, undefined, 2)
    assert.deepEqual(
      first.entries.map((entry) => entry.id),
      newest.slice(0, 2),
    )
    assert.deepEqual(await ofAccount(accountId, {}, first.next, 2), newest.slice(2, 4))
    const last = await storage().read.audit.page({ accountId }, undefined, 6)
    assert.equal(last.next, undefined)
  })

  test('a page holds only what the filter asks for', async () => {
    const accountId = id<AccountId>()
    const appId = id<AppId>()
    const make = (action: AuditAction, more: Partial<AuditEntry> = {}, atMs = NOW_MS): Promise<string> =>
      append(sampleEntry({ action, accountId, ...more }), atMs)
    const denied = await make('login.denied', { appId })
    const redeemed = await make('login.redeemed', { actor: 'device:1' })
    const added = await make('account.added', {}, NOW_MS + 10)
    const cases: readonly (readonly [AuditFilter, readonly string[]])[] = [
      [{ action: 'login.denied' }, [denied]],
      [{ action: 'login.*' }, [redeemed, denied]],
      [{ action: '*' }, [added, redeemed, denied]],
      [{ action: 'log' }, []],
      [{ action: 'login' }, []],
      [{ actor: 'device:1' }, [redeemed]],
      [{ appId }, [denied]],
      [{ fromMs: NOW_MS + 10 }, [added]],
      [{ toMs: NOW_MS + 10 }, [redeemed, denied]],
      [{ fromMs: NOW_MS + 1, toMs: NOW_MS + 10 }, []],
    ]
    for (const [filter, expected] of cases)
      assert.deepEqual(await ofAccount(accountId, filter), expected, JSON.stringify(filter))
    const anybody = await storage().read.audit.page({ appId }, undefined, 10)
    assert.deepEqual(
      anybody.entries.map((entry) => entry.id),
      [denied],
    )
  })

  test('checkpoints come back in order; there is one a place', async () => {
    const start = ((await storage().read.audit.lastCheckpoint())?.sequence ?? 0) + 1_000
    const made = [1, 2, 3].map((i) => ({
      sequence: start + i,
      hash: bytes(32),
      atMs: NOW_MS + i,
      signature: bytes(64),
    }))
    await storage().transaction(async ({ audit }) => {
      for (const checkpoint of made) await audit.addCheckpoint(checkpoint)
    })
    const { audit } = storage().read
    assert.deepEqual(await audit.checkpoints(start, start + 3, 10), made)
    assert.deepEqual(await audit.checkpoints(start + 1, start + 2, 10), made.slice(1, 2))
    assert.deepEqual(await audit.checkpoints(start, start + 3, 1), made.slice(0, 1))
    assert.deepEqual(await audit.lastCheckpoint(), made[2])
    const [again] = made
    await assert.rejects(
      storage().transaction((stores) => stores.audit.addCheckpoint(again ?? assert.fail())),
    )
  })

  test('an entry whose actor no link could hold is refused with the transaction that wrote it', async () => {
    await assert.rejects(append(sampleEntry({ actor: 'x'.repeat(300) })))
  })
}

function countContract(storage: CurrentStorage): void {
  test('counts of a minute add up, by app and outcome', async () => {
    const appId = id<AppId>()
    const other = id<AppId>()
    const count = (minute: number, outcome: string, n: number, app = appId) => ({
      minute,
      appId: app,
      outcome,
      count: n,
    })
    await storage().transaction(({ counts }) =>
      counts.add([count(100, 'redeemed', 2), count(101, 'denied', 1)]),
    )
    await storage().transaction(({ counts }) =>
      counts.add([count(100, 'redeemed', 3), count(100, 'redeemed', 9, other)]),
    )
    const { counts } = storage().read
    assert.deepEqual(await counts.minutes(100, 102, appId), [
      count(100, 'redeemed', 5),
      count(101, 'denied', 1),
    ])
    assert.deepEqual(await counts.minutes(101, 102, appId), [count(101, 'denied', 1)])
    assert.equal((await counts.minutes(100, 101)).filter((each) => each.appId === other).length, 1)
    await storage().transaction((stores) => stores.counts.purge(101, 100))
    assert.deepEqual(await counts.minutes(0, 1_000, appId), [count(101, 'denied', 1)])
  })

  test('the census counts accounts and devices by their state', async () => {
    const before = await storage().read.counts.census()
    await populate(storage())
    const lonely = sampleAccount()
    const suspended = sampleAccount({ state: 'suspended' })
    await storage().transaction(async ({ accounts, devices }) => {
      await accounts.add(lonely)
      await accounts.add(suspended)
      await devices.add(sampleDevice(suspended.id, { state: 'suspended' }))
    })
    const after = await storage().read.counts.census()
    assert.equal(after.accounts.total - before.accounts.total, 3)
    assert.equal(after.accounts.suspended - before.accounts.suspended, 1)
    assert.equal(after.accounts.withoutDevice - before.accounts.withoutDevice, 2)
    assert.equal(after.devices.active - before.devices.active, 1)
    assert.equal(after.devices.suspended - before.devices.suspended, 1)
  })
}
