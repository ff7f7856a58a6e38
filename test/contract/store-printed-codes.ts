// The part of the storage contract about printed codes and codes of the help desk: each used once, one set, one open code an account.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BackupCode, BypassCode } from '@countersign/server/core/codes'
import type { Account } from '@countersign/server/core/records'
import { bytes, id, NOW_MS, race, sampleAccount } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

function sampleSet(accountId: Account['id'], fields: Partial<BackupCode> = {}): readonly BackupCode[] {
  const setId = id()
  return ['2222', '0000', '1111'].map((selector) => ({
    ...{ accountId, setId, selector, hash: `scrypt$${selector}`, state: 'active' as const },
    ...{ madeAtMs: NOW_MS, usedAtMs: undefined, ...fields },
  }))
}

function sampleBypass(accountId: Account['id'], fields: Partial<BypassCode> = {}): BypassCode {
  return {
    ...{ id: id(), accountId, codeHash: bytes(32), reason: 'phone broken', madeBy: 'operator' },
    ...{ state: 'open', madeAtMs: NOW_MS, expiresAtMs: NOW_MS + 1_000, usedAtMs: undefined },
    ...fields,
  }
}

export function printedCodeContract(storage: CurrentStorage): void {
  async function account(): Promise<Account['id']> {
    const added = sampleAccount()
    await storage().transaction(({ accounts }) => accounts.add(added))
    return added.id
  }
  const addSet = (set: readonly BackupCode[]) =>
    storage().transaction(({ backupCodes }) => backupCodes.add(set))
  const setOf = (set: readonly BackupCode[]): string => set[0]?.setId ?? ''
  const shown = async (accountId: Account['id']): Promise<readonly string[]> =>
    (await storage().read.backupCodes.ofAccount(accountId)).map(
      ({ selector, state }) => `${selector} ${state}`,
    )

  test('backup codes are found as they were added: all in the order of what names them, and one by it', async () => {
    const [accountId, other] = [await account(), await account()]
    const set = sampleSet(accountId)
    await addSet(set)
    await addSet(sampleSet(other))
    const { backupCodes } = storage().read
    const [second, first, third] = set
    assert.deepEqual(await backupCodes.ofAccount(accountId), [first, third, second])
    assert.deepEqual(await backupCodes.bySelector(accountId, '2222'), second)
    assert.equal(await backupCodes.bySelector(accountId, '3333'), undefined)
    assert.equal(await backupCodes.bySelector(id(), '2222'), undefined)
  })

  test('two codes of an account never have one name, and none is for nobody', async () => {
    const accountId = await account()
    await addSet(sampleSet(accountId))
    await assert.rejects(addSet(sampleSet(accountId)))
    await assert.rejects(addSet(sampleSet(sampleAccount().id)))
  })

  test('of 20 who use one backup code at once, one succeeds, and the others of the set stay', async () => {
    const accountId = await account()
    const set = sampleSet(accountId)
    await addSet(set)
    const use = () =>
      storage().transaction(({ backupCodes }) => backupCodes.use(accountId, '1111', setOf(set), NOW_MS + 5))
    assert.equal(await race(20, use), 1)
    assert.deepEqual(await shown(accountId), ['0000 active', '1111 used', '2222 active'])
    assert.equal((await storage().read.backupCodes.bySelector(accountId, '1111'))?.usedAtMs, NOW_MS + 5)
  })

  test('a code is used only in its own set, of its own account, and while it is active', async () => {
    const [accountId, other] = [await account(), await account()]
    const set = sampleSet(accountId)
    const waiting = sampleSet(other, { state: 'waiting' })
    await addSet(set)
    await addSet(waiting)
    const use = (...wanted: [Account['id'], string, string]) =>
      storage().transaction(({ backupCodes }) => backupCodes.use(...wanted, NOW_MS))
    assert.equal(await use(accountId, '1111', id()), false)
    assert.equal(await use(other, '1111', setOf(set)), false)
    assert.equal(await use(accountId, '3333', setOf(set)), false)
    assert.equal(await use(other, '1111', setOf(waiting)), false)
    assert.equal(await use(accountId, '1111', setOf(set)), true)
  })

  test('a waiting set takes the place of every other code, once; a set that waits no more, or never was, does not', async () => {
    const accountId = await account()
    const before = sampleSet(accountId)
    const waiting = sampleSet(accountId, { state: 'waiting' }).map((code) => ({
      ...code,
      selector: code.selector.replace(/./, 'Z'),
    }))
    await addSet(before)
    await addSet(waiting)
    const activate = (setId: string) =>
      storage().transaction(({ backupCodes }) => backupCodes.activate(accountId, setId, NOW_MS + 5))
    assert.equal(await activate(id()), false)
    assert.equal(await activate(setOf(before)), false)
    assert.equal((await shown(accountId)).length, 6)
    assert.equal(await race(10, () => activate(setOf(waiting))), 1)
    assert.deepEqual(await shown(accountId), ['Z000 active', 'Z111 active', 'Z222 active'])
    const counting = await storage().read.backupCodes.ofAccount(accountId)
    assert.ok(counting.every(({ madeAtMs }) => madeAtMs === NOW_MS + 5))
  })

  test('every code but those of one set goes, of one account alone; and then all of them', async () => {
    const [accountId, other] = [await account(), await account()]
    const [kept, gone] = [sampleSet(accountId), sampleSet(accountId, { state: 'used' })]
    const [first] = gone.map((code) => ({ ...code, selector: 'AAAA' }))
    await addSet(kept)
    if (first !== undefined) await addSet([first])
    await addSet(sampleSet(other))
    const { backupCodes } = storage().read
    assert.equal(await storage().transaction((s) => s.backupCodes.removeOthers(accountId, setOf(kept))), 1)
    assert.equal((await backupCodes.ofAccount(accountId)).length, 3)
    assert.equal(await storage().transaction((s) => s.backupCodes.removeOf(accountId)), 3)
    assert.deepEqual(await backupCodes.ofAccount(accountId), [])
    assert.equal((await backupCodes.ofAccount(other)).length, 3)
  })

  test('a set that waits goes when its account begins another; what counts, or was used, stays', async () => {
    const [accountId, other] = [await account(), await account()]
    await addSet(sampleSet(accountId))
    await addSet(
      sampleSet(accountId, { state: 'waiting' }).map((code) => ({
        ...code,
        selector: `Z${code.selector.slice(1)}`,
      })),
    )
    await addSet(sampleSet(other, { state: 'waiting' }))
    const remove = () => storage().transaction(({ backupCodes }) => backupCodes.removeWaiting(accountId))
    assert.deepEqual([await remove(), await remove()], [3, 0])
    assert.deepEqual(await shown(accountId), ['0000 active', '1111 active', '2222 active'])
    assert.equal((await shown(other)).length, 3)
  })

  test('sets that waited too long go, some at a time; active ones stay, however old', async () => {
    const [accountId, other] = [await account(), await account()]
    const old = { madeAtMs: NOW_MS - 9_000_000 }
    await addSet(sampleSet(accountId, { ...old, state: 'waiting' }))
    await addSet(sampleSet(other, old))
    const purge = (beforeMs: number) =>
      storage().transaction(({ backupCodes }) => backupCodes.purgeWaiting(beforeMs, 2))
    assert.equal(await purge(NOW_MS - 9_000_000), 0)
    assert.deepEqual([await purge(NOW_MS - 8_000_000), await purge(NOW_MS - 8_000_000)], [2, 1])
    assert.deepEqual(await shown(accountId), [])
    assert.equal((await shown(other)).length, 3)
  })

  test('whoever has a code that counts is counted once, whatever they used up or only wait for', async () => {
    const before = await storage().read.backupCodes.holders()
    const [accountId, usedUp, waits] = [await account(), await account(), await account()]
    await addSet(sampleSet(accountId))
    await addSet(sampleSet(usedUp, { state: 'used' }))
    await addSet(sampleSet(waits, { state: 'waiting' }))
    assert.equal((await storage().read.backupCodes.holders()) - before, 1)
  })

  const addBypass = (code: BypassCode) => storage().transaction(({ bypassCodes }) => bypassCodes.add(code))

  test('a bypass code is found as it was added, by its id, and as the open one until its time is over', async () => {
    const accountId = await account()
    const code = sampleBypass(accountId)
    await addBypass(code)
    const { bypassCodes } = storage().read
    assert.deepEqual(await bypassCodes.byId(code.id), code)
    assert.deepEqual(await bypassCodes.openOf(accountId, NOW_MS + 999), code)
    assert.equal(await bypassCodes.openOf(accountId, NOW_MS + 1_000), undefined)
    assert.equal(await bypassCodes.openOf(id(), NOW_MS), undefined)
    assert.equal(await bypassCodes.byId(id()), undefined)
    await assert.rejects(addBypass(sampleBypass(sampleAccount().id)))
  })

  test('a new bypass code revokes the open one; whatever many make at once, one is open', async () => {
    const accountId = await account()
    const made = Array.from({ length: 10 }, () => sampleBypass(accountId))
    await Promise.all(made.map(addBypass))
    const kept = await storage().read.bypassCodes.ofAccount(accountId, 20)
    assert.deepEqual(kept.map(({ state }) => state).sort(), ['open', ...Array(9).fill('revoked')])
  })

  test('of 20 who use one bypass code at once, one succeeds; a late, a revoked and a used one never', async () => {
    const accountId = await account()
    const [code, late, revoked] = [sampleBypass(accountId), sampleBypass(accountId), sampleBypass(accountId)]
    const use = (each: BypassCode, atMs: number) =>
      storage().transaction(({ bypassCodes }) => bypassCodes.use(each.id, atMs))
    const revoke = (each: BypassCode) =>
      storage().transaction(({ bypassCodes }) => bypassCodes.revoke(each.id))
    await addBypass(late)
    assert.equal(await use(late, NOW_MS + 1_000), false)
    await addBypass(revoked)
    assert.equal(await race(5, () => revoke(revoked)), 1)
    assert.equal(await use(revoked, NOW_MS), false)
    await addBypass(code)
    assert.equal(await race(20, () => use(code, NOW_MS + 999)), 1)
    const used = await storage().read.bypassCodes.byId(code.id)
    assert.deepEqual([used?.state, used?.usedAtMs], ['used', NOW_MS + 999])
    assert.equal(await revoke(code), false)
  })

  test('the open codes of all accounts are revoked at once; what is over stays as it ended', async () => {
    const revokeAll = () => storage().transaction(({ bypassCodes }) => bypassCodes.revokeAll())
    await revokeAll()
    const [a, b, used] = [
      sampleBypass(await account()),
      sampleBypass(await account()),
      sampleBypass(await account(), { state: 'used', usedAtMs: NOW_MS }),
    ]
    for (const code of [a, b, used]) await addBypass(code)
    assert.deepEqual([await revokeAll(), await revokeAll()], [2, 0])
    const states = await Promise.all([a, b, used].map(({ id }) => storage().read.bypassCodes.byId(id)))
    assert.deepEqual(
      states.map((code) => code?.state),
      ['revoked', 'revoked', 'used'],
    )
  })

  test('bypass codes come newest first, so many as asked, and go with their account or their time', async () => {
    const [accountId, other] = [await account(), await account()]
    const at = (madeAtMs: number) => sampleBypass(accountId, { madeAtMs, expiresAtMs: madeAtMs + 10 })
    const [a, b, c] = [at(NOW_MS - 7_000_000), at(NOW_MS - 5_000_000), at(NOW_MS - 5_000_000)]
    for (const code of [b, a, c]) await addBypass(code)
    await addBypass(sampleBypass(other))
    const ids = async (limit: number): Promise<readonly string[]> =>
      (await storage().read.bypassCodes.ofAccount(accountId, limit)).map((code) => code.id)
    const newest = [b.id, c.id].sort().reverse()
    assert.deepEqual(await ids(2), newest)
    assert.deepEqual(await ids(9), [...newest, a.id])
    const purge = () => storage().transaction(({ bypassCodes }) => bypassCodes.purge(NOW_MS - 6_000_000, 100))
    assert.deepEqual([await purge(), await purge()], [1, 0])
    assert.equal(await storage().transaction((s) => s.bypassCodes.removeOf(accountId)), 2)
    assert.deepEqual(await ids(9), [])
    assert.equal((await storage().read.bypassCodes.ofAccount(other, 9)).length, 1)
  })
}
