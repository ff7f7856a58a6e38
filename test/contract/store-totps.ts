// The part of the storage contract about secrets of time-based codes: pending until confirmed, each step once, counted at the account.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Totp } from '@countersign/server/core/codes'
import type { TotpStore } from '@countersign/server/core/ports-codes'
import type { Account, Device } from '@countersign/server/core/records'
import { bytes, id, NOW_MS, race, sampleAccount, sampleDevice } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

export function sampleTotp(accountId: Account['id'], fields: Partial<Totp> = {}): Totp {
  return {
    ...{ id: id(), accountId, deviceId: undefined, name: 'Aegis', algorithm: 'SHA1', digits: 6 },
    ...{ sealedSecret: bytes(49), state: 'pending', lastStep: 0, createdAtMs: NOW_MS },
    ...{ expiresAtMs: NOW_MS + 1_000, lastUsedAtMs: undefined },
    ...fields,
  }
}

export function totpContract(storage: CurrentStorage): void {
  async function added(
    fields: Partial<Totp> = {},
  ): Promise<{ account: Account; device: Device; totp: Totp }> {
    const account = sampleAccount()
    const device = sampleDevice(account.id)
    const totp = sampleTotp(account.id, fields)
    await storage().transaction(async ({ accounts, devices, totps }) => {
      await accounts.add(account)
      await devices.add(device)
      await totps.add(totp)
    })
    return { account, device, totp }
  }
  const change = <T>(work: (totps: TotpStore) => Promise<T>): Promise<T> =>
    storage().transaction(({ totps }) => work(totps))
  const counted = async ({ id: accountId }: Account): Promise<number | undefined> =>
    (await storage().read.accounts.byId(accountId))?.activeTotps

  test('one is found as it was added, and those of an account oldest first', async () => {
    const { account, device, totp } = await added({ lastStep: 58_900_000, lastUsedAtMs: NOW_MS })
    const older = sampleTotp(account.id, {
      ...{ createdAtMs: NOW_MS - 1, deviceId: device.id, state: 'active' },
      ...{ algorithm: 'SHA256', digits: 8, name: 'Pixel' },
    })
    await change((totps) => totps.add(older))
    await added()
    const { totps } = storage().read
    assert.deepEqual(await totps.byId(totp.id), totp)
    assert.deepEqual(await totps.ofAccount(account.id), [older, totp])
    assert.equal(await totps.byId(id()), undefined)
  })

  test('none is for nobody, or of a phone that is not there', async () => {
    const { account } = await added()
    await assert.rejects(change((totps) => totps.add(sampleTotp(id()))))
    await assert.rejects(change((totps) => totps.add(sampleTotp(account.id, { deviceId: id() }))))
  })

  test('a pending one counts nowhere until it is confirmed, and then from the step it was confirmed with', async () => {
    const { account, totp } = await added()
    assert.equal(await counted(account), 0)
    assert.equal(await change((totps) => totps.spendStep(totp.id, 7, NOW_MS)), false)
    assert.equal(await change((totps) => totps.activate(totp.id, 7, NOW_MS)), true)
    assert.equal(await counted(account), 1)
    assert.deepEqual(await storage().read.totps.byId(totp.id), { ...totp, state: 'active', lastStep: 7 })
  })

  test('one is confirmed once, before it expires and not in that millisecond', async () => {
    const { totp } = await added()
    assert.equal(await change((totps) => totps.activate(totp.id, 1, totp.expiresAtMs)), false)
    const once = (): Promise<boolean> => change((totps) => totps.activate(totp.id, 1, totp.expiresAtMs - 1))
    assert.equal(await race(20, once), 1)
    assert.equal(await change((totps) => totps.activate(id(), 1, NOW_MS)), false)
  })

  test('of 1,000 who spend one step at once, one succeeds', async () => {
    const { totp } = await added({ state: 'active', lastStep: 99 })
    assert.equal(await race(1_000, () => change((totps) => totps.spendStep(totp.id, 100, NOW_MS + 5))), 1)
    const kept = await storage().read.totps.byId(totp.id)
    assert.deepEqual([kept?.lastStep, kept?.lastUsedAtMs], [100, NOW_MS + 5])
  })

  test('a step is spent only when it is later than the last one', async () => {
    const { totp } = await added({ state: 'active', lastStep: 100 })
    for (const [step, spent] of [
      [99, false],
      [100, false],
      [102, true],
      [101, false],
    ] as const)
      assert.equal(await change((totps) => totps.spendStep(totp.id, step, NOW_MS)), spent, String(step))
  })

  test('of 20 who remove one at once, one succeeds, and the account is told to have one less', async () => {
    const { account, totp } = await added({ state: 'active' })
    await change((totps) => totps.add(sampleTotp(account.id, { state: 'active' })))
    assert.equal(await counted(account), 2)
    assert.equal(await race(20, () => change((totps) => totps.remove(totp.id))), 1)
    assert.equal(await counted(account), 1)
    assert.equal(await storage().read.totps.byId(totp.id), undefined)
  })

  test('with a phone go its offline codes, with an account all of them, and no others', async () => {
    const { account, device, totp } = await added({ state: 'active' })
    const { account: other } = await added({ state: 'active' })
    for (const state of ['pending', 'active'] as const)
      await change((totps) => totps.add(sampleTotp(account.id, { deviceId: device.id, state })))
    assert.equal(await counted(account), 2)
    assert.equal(await change((totps) => totps.removeOfDevice(device.id)), 2)
    assert.equal(await change((totps) => totps.removeOfDevice(device.id)), 0)
    assert.equal(await counted(account), 1)
    assert.deepEqual(await storage().read.totps.ofAccount(account.id), [totp])
    assert.equal(await change((totps) => totps.removeOf(account.id)), 1)
    assert.deepEqual([await counted(account), await counted(other)], [0, 1])
  })

  test('pending ones go when their time is over, a few at a time; those that count stay', async () => {
    const expiresAtMs = NOW_MS - 10_000_000
    const { account, totp } = await added({ state: 'active', expiresAtMs })
    for (const expired of [expiresAtMs, expiresAtMs, expiresAtMs + 1])
      await change((totps) => totps.add(sampleTotp(account.id, { expiresAtMs: expired })))
    assert.equal(await change((totps) => totps.purge(expiresAtMs, 1)), 1)
    assert.equal(await change((totps) => totps.purge(expiresAtMs, 10)), 1)
    assert.equal(await change((totps) => totps.purge(expiresAtMs, 10)), 0)
    const left = await storage().read.totps.ofAccount(account.id)
    assert.deepEqual(
      left.map(({ state, expiresAtMs: at }) => [state, at]).sort(),
      [['active', totp.expiresAtMs] as const, ['pending', expiresAtMs + 1] as const].sort(),
    )
  })
}
