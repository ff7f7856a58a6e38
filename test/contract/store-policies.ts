// The policies' part of the storage contract: one list changed as a whole, groups by account, and who has no phone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Account, Device } from '@countersign/server/core/records'
import type { TotpKind } from '@countersign/server/core/totp'
import { policyBody } from '../support/policies.js'
import { id, NOW_MS, race, sampleAccount, sampleDevice, sampleGroup } from './sample-records.js'
import { sampleBiometrics } from './store-biometrics.js'
import type { CurrentStorage } from './store-contract.js'
import { sampleTotp } from './store-totps.js'

export function policyContract(storage: CurrentStorage): void {
  test('of 100 who replace the list at once, one succeeds, and the others are not seen', async () => {
    const { revision } = await storage().read.policies.current()
    const won = await race(100, (n) =>
      storage().transaction(({ policies }) =>
        policies.replace([policyBody({ id: n, says: { match: 'code' } })], revision),
      ),
    )
    assert.equal(won, 1)
    const after = await storage().read.policies.current()
    assert.equal(after.revision, revision + 1)
    assert.equal(await storage().read.policies.revision(), revision + 1)
    assert.equal(after.policies.length, 1)
  })

  test('a list comes back as it was saved, in its order', async () => {
    const list = [
      policyBody({ id: 2, name: 'Büro', says: { requirement: 'off' }, when: { networks: ['192.0.2.0/24'] } }),
      policyBody({ id: 1, enabled: false, says: { profile: 'nist', symbolsShown: 9 } }),
    ]
    const { revision } = await storage().read.policies.current()
    await storage().transaction(({ policies }) => policies.replace(list, revision))
    assert.deepEqual(await storage().read.policies.current(), { policies: list, revision: revision + 1 })
  })

  test('a list that another has replaced meanwhile is not replaced', async () => {
    const { revision, policies: before } = await storage().read.policies.current()
    const replaced = await storage().transaction(({ policies }) => policies.replace([], revision - 1))
    assert.equal(replaced, false)
    assert.deepEqual(await storage().read.policies.current(), { policies: before, revision })
  })

  test('an account has the groups it is in, and one that nobody has is in none', async () => {
    const account = sampleAccount()
    const [one, other] = [sampleGroup(), sampleGroup()]
    await storage().transaction(async ({ accounts, groups }) => {
      await accounts.add(account)
      for (const group of [one, other]) await groups.add(group)
      await groups.addMember(one.id, account.id)
    })
    assert.deepEqual(await storage().read.policies.groupsOf(account.id), [one.id])
    assert.deepEqual(await storage().read.policies.groupsOf(id<AccountId>()), [])
  })

  test('only active accounts without an active phone are phoneless, in the order of their IDs, page by page', async () => {
    const prefix = `phoneless-${id<string>()}-`
    const add = async (
      name: string,
      over: Partial<Account> = {},
      device?: Device['state'],
    ): Promise<Account> => {
      const account = sampleAccount({ userId: prefix + name, ...over })
      await storage().transaction(async ({ accounts, devices }) => {
        await accounts.add(account)
        if (device !== undefined) await devices.add(sampleDevice(account.id, { state: device }))
      })
      return account
    }
    await add('a-paired', {}, 'active')
    const never = await add('b-never')
    const suspended = await add('c-phone-suspended', {}, 'suspended')
    const revoked = await add('d-phone-revoked', {}, 'revoked')
    await add('e-suspended', { state: 'suspended' })
    await add('f-deleted', { state: 'deleted' })
    await add('g-off', { secondFactorOff: { untilMs: NOW_MS + 1, reason: 'lost phone' } })
    const on = await add('h-on-again', { secondFactorOff: { untilMs: NOW_MS, reason: 'lost phone' } })
    const group = sampleGroup()
    await storage().transaction(async ({ groups }) => {
      await groups.add(group)
      await groups.addMember(group.id, revoked.id)
    })

    const page = (after: string, limit: number, withGroups: boolean) =>
      storage().read.policies.phoneless(prefix + after, limit, NOW_MS, withGroups)
    const first = await page('', 3, true)
    assert.deepEqual(first, [
      row(never),
      { ...row(suspended), hasSuspendedDevice: true },
      { ...row(revoked), groupIds: [group.id] },
    ])
    assert.deepEqual(await page('d-phone-revoked', 1, true), [row(on)])
    assert.deepEqual((await page('c-phone-suspended', 1, false))[0]?.groupIds, [])
  })

  test('a phoneless account has each kind of its active apps with codes once, and no phone’s', async () => {
    const account = sampleAccount({ userId: `apps-${id<string>()}` })
    const phone = sampleDevice(account.id, { state: 'suspended' })
    await storage().transaction(async ({ accounts, devices, totps }) => {
      await accounts.add(account)
      await devices.add(phone)
      const active = { state: 'active' } as const
      for (const digits of [8, 6, 6] as const) await totps.add(sampleTotp(account.id, { ...active, digits }))
      await totps.add(sampleTotp(account.id, { ...active, algorithm: 'SHA256', digits: 8 }))
      await totps.add(sampleTotp(account.id, { ...active, algorithm: 'SHA256', deviceId: phone.id }))
      await totps.add(sampleTotp(account.id, { algorithm: 'SHA256' }))
    })
    const [found] = await storage().read.policies.phoneless(account.userId.slice(0, -1), 1, NOW_MS, false)
    assert.deepEqual(found?.totps, [
      { algorithm: 'SHA1', digits: 6 },
      { algorithm: 'SHA1', digits: 8 },
      { algorithm: 'SHA256', digits: 8 },
    ])
  })

  test('people with an active phone are listed apart: whether one asks for biometrics, and which codes they have beside their phones’', async () => {
    const prefix = `phones-${id<string>()}-`
    const add = async (name: string, hasBiometrics: boolean): Promise<Account> => {
      const account = sampleAccount({ userId: prefix + name })
      const phones = [
        sampleDevice(account.id, { state: 'active' }),
        sampleDevice(account.id, { state: 'suspended' }),
      ]
      await storage().transaction(async ({ accounts, devices, biometrics, totps }) => {
        await accounts.add(account)
        for (const phone of phones) await devices.add(phone)
        const [active, suspended] = phones
        await biometrics.set(sampleBiometrics((hasBiometrics ? active : suspended)?.id ?? id()))
        await totps.add(sampleTotp(account.id, { state: 'active', deviceId: active?.id, digits: 8 }))
        await totps.add(sampleTotp(account.id, { state: 'active' }))
      })
      return account
    }
    const [plain, verified] = [await add('a', false), await add('b', true)]
    const held = { hasSuspendedDevice: true, totps: [{ algorithm: 'SHA1', digits: 6 }] }
    assert.deepEqual(await storage().read.policies.withPhones(prefix, 10, NOW_MS, false), [
      { ...row(plain), ...held, phone: 'without' },
      { ...row(verified), ...held, phone: 'with_biometrics' },
    ])
    assert.deepEqual(
      (await storage().read.policies.phoneless(prefix, 10, NOW_MS, false)).filter(({ userId }) =>
        userId.startsWith(prefix),
      ),
      [],
    )
  })
}

function row({ id: accountId, userId, displayName }: Account) {
  return {
    id: accountId,
    userId,
    displayName,
    hasSuspendedDevice: false,
    phone: undefined,
    hasPasskey: false,
    totps: [] as TotpKind[],
    groupIds: [] as string[],
  }
}
