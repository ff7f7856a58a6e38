// The part of the storage contract about enrolments: which app made an account, which app may, and when each tried.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '@countersign/server/core/records'
import { id, NOW_MS, sampleAccount, sampleApp, sampleAppKey } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'
import { sampleSetUp } from './store-set-ups.js'

export function enrolmentContract(storage: CurrentStorage): void {
  const byId = ({ id: accountId }: Account) => storage().read.accounts.byId(accountId)

  test('an account tells which app made it, until that is ended, for good and for that account alone', async () => {
    const [app, account, other] = [sampleApp(), sampleAccount(), sampleAccount()]
    const made = [account, other].map((each) => ({ ...each, enrolledBy: app.id }))
    await storage().transaction(async ({ accounts }) => {
      for (const each of made) await accounts.add(each)
    })
    assert.deepEqual(await byId(account), { ...account, enrolledBy: app.id })
    for (const _ of ['once', 'again'])
      await storage().transaction(({ accounts }) => accounts.endEnrolment(account.id))
    assert.deepEqual(await byId(account), account)
    assert.equal((await byId(other))?.enrolledBy, app.id)
    await storage().transaction(({ accounts }) => accounts.endEnrolment(id()))
  })

  test('whoever saves an account as it was read before brings nothing back, and takes nothing away', async () => {
    const app = sampleApp()
    const before = sampleAccount({ enrolledBy: app.id })
    await storage().transaction(async ({ accounts, directory }) => {
      await accounts.add(before)
      assert.equal(await directory.save({ ...before, enrolledBy: undefined, notes: 'a' }, []), true)
    })
    assert.equal((await byId(before))?.enrolledBy, app.id)
    await storage().transaction(async ({ accounts, directory }) => {
      await accounts.endEnrolment(before.id)
      assert.equal(await directory.save({ ...before, revision: before.revision + 1 }, []), true)
    })
    assert.equal((await byId(before))?.enrolledBy, undefined)
  })

  test('whether an app may enrol is read wherever the app is, and changes with it', async () => {
    const app = sampleApp({ mayEnrol: true })
    const key = sampleAppKey(app.id)
    await storage().transaction(async ({ apps }) => {
      await apps.add(app)
      await apps.addKey(key)
    })
    const { apps } = storage().read
    assert.deepEqual(await apps.byId(app.id), app)
    assert.deepEqual((await apps.key(key.id))?.app, app)
    await storage().transaction((stores) => stores.apps.save({ ...app, mayEnrol: false }))
    assert.deepEqual(await apps.byId(app.id), { ...app, mayEnrol: false, revision: app.revision + 1 })
    assert.equal((await apps.key(key.id))?.app.mayEnrol, false)
  })

  test('a set-up tells what it rests on', async () => {
    const account = sampleAccount()
    const setUp = sampleSetUp(account.id, { kind: 'enrolment' })
    await storage().transaction(async ({ accounts, setUps }) => {
      await accounts.add(account)
      await setUps.add(setUp)
    })
    assert.deepEqual(await storage().read.setUps.bySecret(setUp.secretHash), setUp)
  })

  test('the tries of an app come oldest first, from after a time, and without those of others', async () => {
    const [app, other] = [sampleApp(), sampleApp()]
    await storage().transaction(async ({ apps, enrolmentTries }) => {
      for (const each of [app, other]) await apps.add(each)
      for (const atMs of [NOW_MS + 2, NOW_MS, NOW_MS + 1, NOW_MS + 2])
        await enrolmentTries.add(id(), app.id, atMs)
      await enrolmentTries.add(id(), other.id, NOW_MS + 1)
    })
    const { enrolmentTries } = storage().read
    assert.deepEqual(await enrolmentTries.since(app.id, NOW_MS), [NOW_MS + 1, NOW_MS + 2, NOW_MS + 2])
    assert.deepEqual(await enrolmentTries.since(app.id, NOW_MS + 2), [])
    await assert.rejects(
      storage().transaction((stores) => stores.enrolmentTries.add(id(), id(), NOW_MS)),
      'an app that is not there',
    )
  })

  test('tries of a time or before are removed, the oldest first and at most so many', async () => {
    const app = sampleApp()
    // Before all that other tests made.
    const times = [10, 20, 30]
    await storage().transaction(async ({ apps, enrolmentTries }) => {
      await apps.add(app)
      for (const atMs of times) await enrolmentTries.add(id(), app.id, atMs)
    })
    const purge = (untilMs: number, limit: number): Promise<number> =>
      storage().transaction((stores) => stores.enrolmentTries.purge(untilMs, limit))
    assert.equal(await purge(20, 1), 1)
    assert.deepEqual(await storage().read.enrolmentTries.since(app.id, 0), [20, 30])
    assert.equal(await purge(20, 9), 1)
    assert.deepEqual(await storage().read.enrolmentTries.since(app.id, 0), [30])
    assert.equal(await purge(30, 9), 1)
  })
}
