// The part of the storage contract about known browsers: one of a name for account and app, last used first, gone when unused.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserId } from '@countersign/protocol'
import type { Browser } from '@countersign/server/core/ports-browsers'
import type { Account, App } from '@countersign/server/core/records'
import { bytes, id, NOW_MS, race, sampleAccount, sampleApp, sampleChallenge } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function sampleBrowser(
  accountId: Account['id'],
  appId: App['id'],
  fields: Partial<Browser> = {},
): Browser {
  return {
    ...{ id: id(), accountId, appId, drawnId: id<BrowserId>(), publicKey: bytes(65) },
    ...{ origin: 'https://shop.example', state: 'waiting', addedAtMs: NOW_MS, lastUsedAtMs: NOW_MS },
    seen: { browser: 'Firefox on Linux', address: '2001:db8::7', place: 'Zürich' },
    ...fields,
  }
}

export function browserContract(storage: CurrentStorage): void {
  async function people(): Promise<{ account: Account; app: App }> {
    const [account, app] = [sampleAccount(), sampleApp()]
    await storage().transaction(async ({ accounts, apps }) => {
      await accounts.add(account)
      await apps.add(app)
    })
    return { account, app }
  }
  const sample = ({ account, app }: { account: Account; app: App }, fields: Partial<Browser> = {}): Browser =>
    sampleBrowser(account.id, app.id, fields)
  const add = (...browsers: readonly Browser[]): Promise<readonly boolean[]> =>
    storage().transaction(async (stores) => {
      const added: boolean[] = []
      for (const browser of browsers) added.push(await stores.browsers.add(browser))
      return added
    })

  test('a browser is found as it was added, by its own name only under its account and app', async () => {
    const [mine, others] = [await people(), await people()]
    const browser = sample(mine)
    await add(browser)
    const { browsers } = storage().read
    assert.deepEqual(await browsers.byId(browser.id), browser)
    assert.deepEqual(await browsers.byDrawnId(mine.account.id, mine.app.id, browser.drawnId), browser)
    assert.equal(await browsers.byDrawnId(others.account.id, mine.app.id, browser.drawnId), undefined)
    assert.equal(await browsers.byDrawnId(mine.account.id, others.app.id, browser.drawnId), undefined)
  })

  test('the same name is taken for one account and app, and free for any other', async () => {
    const [mine, others] = [await people(), await people()]
    const browser = sample(mine)
    const { drawnId } = browser
    const again = sample(mine, { drawnId })
    assert.deepEqual(await add(browser, again, sample(others, { drawnId })), [true, false, true])
    assert.deepEqual(
      (await storage().read.browsers.byDrawnId(mine.account.id, mine.app.id, drawnId))?.id,
      browser.id,
    )
  })

  test('those of an account are listed last used first, and a use says where', async () => {
    const mine = await people()
    const [old, recent] = [
      sample(mine, { lastUsedAtMs: NOW_MS - 2 }),
      sample(mine, { lastUsedAtMs: NOW_MS - 1 }),
    ]
    await add(old, recent)
    const seen = { browser: 'Firefox on Windows', address: '192.0.2.1', place: '' }
    await storage().transaction(({ browsers }) => browsers.noteUse(old.id, seen, NOW_MS))
    assert.deepEqual(await storage().read.browsers.ofAccount(mine.account.id), [
      { ...old, seen, lastUsedAtMs: NOW_MS },
      recent,
    ])
  })

  test('it becomes known once, and is removed once', async () => {
    const browser = sample(await people())
    await add(browser)
    const trust = (): Promise<boolean> => storage().transaction(({ browsers }) => browsers.trust(browser.id))
    assert.deepEqual([await trust(), await trust()], [true, false])
    assert.equal((await storage().read.browsers.byId(browser.id))?.state, 'known')
    assert.equal(await race(5, () => storage().transaction(({ browsers }) => browsers.remove(browser.id))), 1)
  })

  test('all of an account are removed together, and those of others stay', async () => {
    const [mine, others] = [await people(), await people()]
    const theirs = sample(others)
    await add(sample(mine), sample(mine), theirs)
    assert.equal(await storage().transaction(({ browsers }) => browsers.removeOf(mine.account.id)), 2)
    assert.deepEqual(await storage().read.browsers.ofAccount(others.account.id), [theirs])
  })

  test('what was not used since a time is purged, the oldest first and few at a time', async () => {
    const mine = await people()
    const at = (lastUsedAtMs: number): Browser => sample(mine, { lastUsedAtMs })
    const [oldest, old, kept] = [at(1), at(2), at(3)]
    await add(old, oldest, kept)
    const purge = (limit: number): Promise<number> =>
      storage().transaction(({ browsers }) => browsers.purge(3, limit))
    assert.equal(await purge(1), 1)
    assert.equal(await storage().read.browsers.byId(oldest.id), undefined)
    assert.equal(await purge(10), 1)
    assert.deepEqual(await storage().read.browsers.ofAccount(mine.account.id), [kept])
  })

  test('a challenge names one browser, and keeps what it says of it', async () => {
    const { account, app } = await people()
    const challenge = sampleChallenge(account.id, app.id, { browserKnown: 'new', place: 'Zürich' })
    await storage().transaction(({ challenges }) => challenges.add(challenge, []))
    const name = (browserId: string): Promise<boolean> =>
      storage().transaction(({ challenges }) => challenges.nameBrowser(challenge.id, browserId))
    assert.deepEqual([await name('first'), await name('second')], [true, false])
    assert.deepEqual(await storage().read.challenges.byId(challenge.id), { ...challenge, browserId: 'first' })
  })
}
