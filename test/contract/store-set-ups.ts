// The part of the storage contract about set-ups: one browser each, one open an account, and the day of the first offer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SetUp } from '@countersign/server/core/codes'
import type { SetUpStore } from '@countersign/server/core/ports-codes'
import type { Account } from '@countersign/server/core/records'
import { bytes, id, NOW_MS, race, sampleAccount } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function sampleSetUp(accountId: Account['id'], fields: Partial<SetUp> = {}): SetUp {
  return {
    ...{
      id: id(),
      kind: 'login' as const,
      onlyPhone: false,
      secretHash: bytes(32),
      browserHash: undefined,
      accountId,
      appId: id(),
    },
    ...{ returnTo: 'https://shop.example/login', address: '192.0.2.7', state: 'open' },
    ...{ codeSetId: undefined, ticketId: undefined },
    ...{ createdAtMs: NOW_MS, expiresAtMs: NOW_MS + 1_000 },
    ...fields,
  }
}

export function setUpContract(storage: CurrentStorage): void {
  const change = <T>(work: (setUps: SetUpStore) => Promise<T>): Promise<T> =>
    storage().transaction(({ setUps }) => work(setUps))
  async function added(fields: Partial<SetUp> = {}): Promise<SetUp> {
    const account = sampleAccount()
    const setUp = sampleSetUp(account.id, fields)
    await storage().transaction(async ({ accounts, setUps }) => {
      await accounts.add(account)
      await setUps.add(setUp)
    })
    return setUp
  }
  const read = ({ secretHash }: SetUp) => storage().read.setUps.bySecret(secretHash)

  test('a set-up is found by the secret of its link, and once one began by that of its browser', async () => {
    const setUp = await added()
    const browserHash = bytes(32)
    assert.deepEqual(await read(setUp), setUp)
    assert.equal(await storage().read.setUps.byBrowser(browserHash), undefined)
    assert.equal(await change((setUps) => setUps.begin(setUp.id, browserHash, NOW_MS)), true)
    assert.deepEqual(await storage().read.setUps.byBrowser(browserHash), { ...setUp, browserHash })
    assert.equal(await storage().read.setUps.bySecret(bytes(32)), undefined)
  })

  test('of 100 browsers that open one link, one has it', async () => {
    const setUp = await added()
    const won = await race(100, () => change((setUps) => setUps.begin(setUp.id, bytes(32), NOW_MS)))
    assert.equal(won, 1)
  })

  test('a set-up begins until the millisecond before its end, and only while it is open', async () => {
    const late = await added()
    assert.equal(await change((setUps) => setUps.begin(late.id, bytes(32), late.expiresAtMs)), false)
    assert.equal(await change((setUps) => setUps.begin(late.id, bytes(32), late.expiresAtMs - 1)), true)
    for (const state of ['done', 'withdrawn'] as const) {
      const over = await added({ state })
      assert.equal(await change((setUps) => setUps.begin(over.id, bytes(32), NOW_MS)), false)
    }
  })

  test('a secret, and an account that is not there, are refused', async () => {
    const setUp = await added()
    const again = sampleSetUp(setUp.accountId, { secretHash: setUp.secretHash })
    await assert.rejects(change((setUps) => setUps.add(again)))
    await assert.rejects(change((setUps) => setUps.add(sampleSetUp(id()))))
  })

  test('all of an account end at once, also those that are done, and the pairings of open ones are named', async () => {
    const setUp = await added({ ticketId: id() })
    const other = await added()
    const second = sampleSetUp(setUp.accountId)
    const done = sampleSetUp(setUp.accountId, { state: 'done', ticketId: id() })
    await change(async (setUps) => {
      await setUps.add(second)
      await setUps.add(done)
    })
    assert.deepEqual(await change((setUps) => setUps.withdrawOf(setUp.accountId)), [setUp.ticketId])
    for (const each of [setUp, second, done]) assert.equal((await read(each))?.state, 'withdrawn')
    assert.equal((await read(other))?.state, 'open')
    assert.deepEqual(await change((setUps) => setUps.withdrawOf(setUp.accountId)), [])
  })

  test('it goes on with its latest pairing, and is done once, while it is open and not over', async () => {
    const setUp = await added()
    const [first, second] = [id<NonNullable<SetUp['ticketId']>>(), id<NonNullable<SetUp['ticketId']>>()]
    for (const ticketId of [first, second])
      assert.equal(await change((setUps) => setUps.setTicket(setUp.id, ticketId, NOW_MS)), true)
    assert.equal(await change((setUps) => setUps.setCodes(setUp.id, 'set', NOW_MS)), true)
    assert.deepEqual(await read(setUp), { ...setUp, ticketId: second, codeSetId: 'set' })
    const late = setUp.expiresAtMs
    assert.equal(await change((setUps) => setUps.setTicket(setUp.id, first, late)), false)
    assert.equal(await change((setUps) => setUps.setCodes(setUp.id, 'late', late)), false)
    assert.equal(await change((setUps) => setUps.finish(setUp.id, late)), false)
    assert.equal(await race(20, () => change((setUps) => setUps.finish(setUp.id, NOW_MS))), 1)
    assert.equal((await read(setUp))?.state, 'done')
    assert.equal(await change((setUps) => setUps.setTicket(setUp.id, first, NOW_MS)), false)
  })

  test('a browser that has left opens nothing any more', async () => {
    const browserHash = bytes(32)
    const setUp = await added({ browserHash, state: 'done' })
    await change((setUps) => setUps.leave(setUp.id))
    assert.equal(await storage().read.setUps.byBrowser(browserHash), undefined)
    assert.equal((await read(setUp))?.state, 'done')
  })

  test('the first offer is noted once and stays, whoever asks how often', async () => {
    const { accountId } = await added()
    assert.equal(await storage().read.setUps.offeredAt(accountId), undefined)
    assert.equal(await change((setUps) => setUps.firstOffered(accountId, NOW_MS)), NOW_MS)
    assert.equal(await change((setUps) => setUps.firstOffered(accountId, NOW_MS + 500)), NOW_MS)
    assert.equal(await storage().read.setUps.offeredAt(accountId), NOW_MS)
  })

  test('those that are over for long are removed, the oldest first and at most so many', async () => {
    // Before all that other tests made.
    const old = [await added({ expiresAtMs: 10 }), await added({ expiresAtMs: 20 })] as const
    assert.equal(await change((setUps) => setUps.purge(20, 9)), 1)
    assert.equal(await read(old[0]), undefined)
    assert.equal(await change((setUps) => setUps.purge(21, 0)), 0)
    assert.equal(await change((setUps) => setUps.purge(21, 9)), 1)
    assert.equal(await read(old[1]), undefined)
  })
}
