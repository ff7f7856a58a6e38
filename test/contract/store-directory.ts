// The directory part of the storage contract: accounts listed, searched and edited, their names, groups and logos.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { AccountQuery } from '@countersign/server/core/directory'
import type { Storage } from '@countersign/server/core/ports'
import type { Account } from '@countersign/server/core/records'
import {
  bytes,
  id,
  NOW_MS,
  race,
  sampleAccount,
  sampleApp,
  sampleDevice,
  sampleGroup,
} from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

const everyone: AccountQuery = {
  words: [],
  state: undefined,
  device: undefined,
  groupId: undefined,
  sort: 'userId',
  order: 'asc',
  after: undefined,
  limit: 100,
}

export function directoryContract(storage: CurrentStorage): void {
  test('a user ID and an alias lead to one account; a name leads to one account only', async () => {
    const [ada, bob] = [sampleAccount(), sampleAccount()]
    const alias = `alias-${ada.userId}`
    await add(storage(), ada, bob)

    assert.deepEqual(await names(storage(), ada, [ada.userId, alias]), [])
    assert.deepEqual(await names(storage(), bob, [bob.userId, alias, ada.userId, 'free']), [
      alias,
      ada.userId,
    ])

    const { accounts, directory } = storage().read
    assert.equal((await accounts.byLoginName(alias))?.id, ada.id)
    assert.equal((await accounts.withDevices(alias))?.account.id, ada.id)
    assert.equal((await accounts.byUserId(alias))?.id, undefined)
    assert.deepEqual((await directory.entry(ada.id))?.aliases, [alias])
    const squatter = sampleAccount({ userId: alias })
    assert.equal(await storage().transaction((stores) => stores.accounts.add(squatter)), false)
    assert.equal(await accounts.byId(squatter.id), undefined)
  })

  test('a login name that is left out is free again', async () => {
    const [ada, bob] = [sampleAccount(), sampleAccount()]
    const alias = `alias-${ada.userId}`
    await add(storage(), ada, bob)
    await names(storage(), ada, [ada.userId, alias])
    await names(storage(), ada, [ada.userId])

    assert.equal(await storage().read.accounts.byLoginName(alias), undefined)
    assert.deepEqual(await names(storage(), bob, [bob.userId, alias]), [])
  })

  test('an edit is kept by one of 100 who read the same revision', async () => {
    const account = sampleAccount()
    await add(storage(), account)
    const won = await race(100, (i) =>
      storage().transaction(({ directory }) => directory.save({ ...account, displayName: `Ada ${i}` }, [])),
    )
    assert.equal(won, 1)
    assert.equal((await storage().read.accounts.byId(account.id))?.revision, account.revision + 1)
  })

  test('an edit changes everything but the devices and the time of creation', async () => {
    const account = sampleAccount()
    await add(storage(), account)
    await storage().transaction(({ devices }) => devices.add(sampleDevice(account.id)))
    const edited: Account = {
      ...account,
      userId: `renamed-${account.userId}`,
      displayName: 'Ada K.',
      state: 'suspended',
      emails: ['ada@example.org', 'lovelace@example.org'],
      notes: 'two\nlines',
      locale: 'de',
      externalId: `ext-${account.id}`,
      secondFactorOff: { untilMs: NOW_MS + 5, reason: 'phone lost' },
      quietHours: { days: ['fri', 'sat'] as const, from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
      changedAtMs: NOW_MS + 1,
    }
    const unkept = { activeDevices: 9, createdAtMs: 9 }
    assert.equal(
      await storage().transaction(({ directory }) => directory.save({ ...edited, ...unkept }, [])),
      true,
    )

    const kept = await storage().read.accounts.byId(account.id)
    assert.deepEqual(kept, { ...edited, revision: 2, activeDevices: 1 })
    assert.deepEqual(await storage().read.directory.byExternalId(`ext-${account.id}`), kept)
    assert.equal(await storage().read.directory.byExternalId('ext-of-nobody'), undefined)
  })

  test('accounts are sorted by each of three orders, both ways, in pages that leave nothing out', async () => {
    const mark = id()
    const people = [
      sampleAccount({ userId: `a-${mark}`, displayName: 'Zoë', createdAtMs: NOW_MS + 2 }),
      sampleAccount({ userId: `b-${mark}`, displayName: 'ada', createdAtMs: NOW_MS + 1 }),
      sampleAccount({ userId: `c-${mark}`, displayName: 'Ada', createdAtMs: NOW_MS + 1 }),
      sampleAccount({ userId: `d-${mark}`, displayName: '', createdAtMs: NOW_MS }),
    ]
    await add(storage(), ...people)
    const [zoe, ada1, ada2, none] = people.map((each) => each.id)
    const adas = [ada1, ada2].toSorted()
    const orders = {
      userId: [zoe, ada1, ada2, none],
      displayName: [none, ...adas, zoe],
      createdAt: [none, ...adas, zoe],
    } as const
    const keys = {
      userId: (a: Account) => a.userId,
      displayName: (a: Account) => a.displayName.toLowerCase(),
      createdAt: (a: Account) => a.createdAtMs,
    } as const

    for (const sort of ['userId', 'displayName', 'createdAt'] as const)
      for (const order of ['asc', 'desc'] as const) {
        const seen: string[] = []
        let after: AccountQuery['after']
        for (;;) {
          const page = await storage().read.directory.list({
            ...everyone,
            words: [mark],
            sort,
            order,
            after,
            limit: 1,
          })
          const last = page[0]?.account
          if (last === undefined) break
          seen.push(last.id)
          after = { key: keys[sort](last), id: last.id }
        }
        assert.deepEqual(seen, order === 'asc' ? orders[sort] : orders[sort].toReversed(), `${sort} ${order}`)
      }
  })

  test('a search finds every word anywhere in user ID, alias, name and addresses, whatever the case', async () => {
    const mark = id()
    const ada = sampleAccount({
      userId: `ada-${mark}`,
      displayName: 'Augusta Ädä 100%_',
      emails: ['Lovelace@Example.org'],
    })
    await add(storage(), ada)
    await storage().transaction(async ({ directory }) => {
      await directory.setLoginNames(ada.id, [ada.userId, `countess-${mark}`])
      await directory.save(ada, [`countess-${mark}`])
    })
    const found = async (...words: string[]): Promise<number> => {
      const filter = { ...everyone, words: [mark, ...words] }
      const listed = await storage().read.directory.list(filter)
      assert.equal(await storage().read.directory.count(filter), listed.length)
      return listed.length
    }

    for (const words of [[], ['ada'], ['countess'], ['ugusta', 'lovelace@example'], ['ädä'], ['100%_']])
      assert.equal(await found(...words), 1, words.join(' '))
    for (const words of [['bob'], ['ada', 'bob'], ['10_%'], ['%'.repeat(2)]])
      assert.equal(await found(...words), 0, words.join(' '))
  })

  test('a list is narrowed by state, devices and group; a deleted account is in none', async () => {
    const mark = id()
    const group = sampleGroup()
    const make = (name: string, fields: Partial<Account> = {}): Account =>
      sampleAccount({ userId: `${name}-${mark}`, ...fields })
    const [plain, off, gone, phone] = [
      make('plain'),
      make('off', { state: 'suspended' }),
      make('gone', { state: 'deleted' }),
      make('phone'),
    ]
    await add(storage(), plain, off, gone, phone)
    await storage().transaction(async ({ devices, groups }) => {
      await devices.add(sampleDevice(phone.id))
      await groups.add(group)
      for (const member of [plain, off]) assert.equal(await groups.addMember(group.id, member.id), true)
      assert.equal(await groups.addMember(group.id, plain.id), false)
    })
    const listed = async (narrow: Partial<AccountQuery>): Promise<readonly string[]> => {
      const query = { ...everyone, words: [mark], ...narrow }
      const entries = await storage().read.directory.list(query)
      assert.equal(await storage().read.directory.count(query), entries.length)
      return entries.map(({ account }) => account.userId.split('-')[0] ?? '')
    }

    assert.deepEqual(await listed({}), ['off', 'phone', 'plain'])
    assert.deepEqual(await listed({ state: 'suspended' }), ['off'])
    assert.deepEqual(await listed({ device: 'with' }), ['phone'])
    assert.deepEqual(await listed({ device: 'without' }), ['off', 'plain'])
    assert.deepEqual(await listed({ groupId: group.id }), ['off', 'plain'])
    assert.deepEqual(await listed({ groupId: group.id, state: 'active', device: 'without' }), ['plain'])
    assert.deepEqual(await listed({ groupId: id() }), [])
    const [entry] = await storage().read.directory.list({ ...everyone, words: [plain.userId] })
    assert.deepEqual(entry, { account: plain, aliases: [], groups: [{ id: group.id, name: group.name }] })
  })

  test('a group name is taken in whatever case; an edit is a compare-and-set', async () => {
    const group = sampleGroup({ externalId: `ext-${id()}` })
    assert.equal(await storage().transaction(({ groups }) => groups.add(group)), true)
    const twin = sampleGroup({ name: group.name.toUpperCase() })
    assert.equal(await storage().transaction(({ groups }) => groups.add(twin)), false)

    const { groups } = storage().read
    assert.deepEqual(await groups.byId(group.id), group)
    assert.deepEqual(await groups.byName(twin.name), group)
    assert.deepEqual(await groups.byExternalId(group.externalId ?? ''), group)
    const renamed = { ...group, name: `new ${group.name}`, description: 'why', changedAtMs: NOW_MS + 1 }
    assert.equal(await storage().transaction((stores) => stores.groups.save(renamed)), true)
    assert.equal(await storage().transaction((stores) => stores.groups.save(renamed)), false)
    assert.deepEqual(await groups.byId(group.id), { ...renamed, revision: 2 })
    assert.equal(await groups.byName(group.name), undefined)
  })

  test('groups come by name in pages with their size, and are found by a part of the name', async () => {
    const mark = id()
    const [b, a, c] = ['B', 'a', 'C'].map((letter) => sampleGroup({ name: `${letter} ${mark}` }))
    const member = sampleAccount()
    await add(storage(), member)
    await storage().transaction(async ({ groups }) => {
      for (const group of [b, a, c]) if (group !== undefined) await groups.add(group)
      await groups.addMember(b?.id ?? '', member.id)
    })
    const { groups } = storage().read

    const first = await groups.page(mark, '', 2)
    const rest = await groups.page(mark.toUpperCase(), `b ${mark}`, 2)

    assert.deepEqual(first, [
      { group: a, members: 0 },
      { group: b, members: 1 },
    ])
    assert.deepEqual(rest, [{ group: c, members: 0 }])
    assert.deepEqual(await groups.page(`no ${mark}`, '', 2), [])
  })

  test('members come by user ID; a group that is removed leaves no membership behind', async () => {
    const group = sampleGroup()
    const people = ['c', 'a', 'b'].map((name) => sampleAccount({ userId: `${name}-${group.id}` }))
    await add(storage(), ...people)
    await storage().transaction(async ({ groups }) => {
      await groups.add(group)
      for (const { id: accountId } of people) await groups.addMember(group.id, accountId)
    })
    const { groups } = storage().read
    const [c, a, b] = people
    assert.deepEqual(await groups.members(group.id, '', 2), [a, b])
    assert.deepEqual(await groups.members(group.id, b?.userId ?? '', 2), [c])
    assert.equal(await groups.size(group.id), 3)
    assert.deepEqual(await groups.ofAccount(a?.id ?? id<AccountId>()), [group])

    await storage().transaction(async (stores) => {
      assert.equal(await stores.groups.removeMember(group.id, b?.id ?? id()), true)
      assert.equal(await stores.groups.removeMember(group.id, b?.id ?? id()), false)
      await stores.groups.removeAccount(c?.id ?? id())
    })
    assert.deepEqual(await groups.members(group.id, '', 9), [a])
    assert.equal(await storage().transaction((stores) => stores.groups.remove(group.id)), true)
    assert.equal(await storage().transaction((stores) => stores.groups.remove(group.id)), false)
    assert.deepEqual(await groups.ofAccount(a?.id ?? id<AccountId>()), [])
  })

  test('a logo is put, replaced, told the time of, and removed', async () => {
    const app = sampleApp()
    const owner = `app:${app.id}` as const
    const [small, large] = [bytes(64), bytes(60_000)]
    const put = (logo: Uint8Array, changedAtMs: number): Promise<void> =>
      storage().transaction(({ logos }) => logos.put(owner, { type: 'image/png', bytes: logo, changedAtMs }))
    await put(small, NOW_MS)
    await put(large, NOW_MS + 1)

    const { logos } = storage().read
    assert.deepEqual(await logos.of(owner), { type: 'image/png', bytes: large, changedAtMs: NOW_MS + 1 })
    assert.equal(await logos.changedAtMs(owner), NOW_MS + 1)
    assert.equal(await storage().transaction((stores) => stores.logos.remove(owner)), true)
    assert.equal(await storage().transaction((stores) => stores.logos.remove(owner)), false)
    assert.equal(await logos.of(owner), undefined)
    assert.equal(await logos.changedAtMs(owner), undefined)
  })

  test('an app is edited by compare-and-set; a deleted one is in no list, and its name is free', async () => {
    const app = sampleApp()
    const { apps } = storage().read
    await storage().transaction((stores) => stores.apps.add(app))
    const deleted = {
      ...app,
      name: `deleted ${app.id}`,
      colour: '#00ff00',
      state: 'deleted',
      origins: [],
    } as const
    assert.equal(await storage().transaction((stores) => stores.apps.save(deleted)), true)
    assert.equal(await storage().transaction((stores) => stores.apps.save(deleted)), false)

    assert.deepEqual(await apps.byId(app.id), { ...deleted, revision: 2 })
    assert.ok(!(await apps.all()).some((each) => each.id === app.id))
    assert.equal(
      await storage().transaction((stores) => stores.apps.add(sampleApp({ name: app.name }))),
      true,
    )
  })
}

function add(storage: Storage, ...accounts: readonly Account[]): Promise<void> {
  return storage.transaction(async (stores) => {
    for (const account of accounts) assert.equal(await stores.accounts.add(account), true)
  })
}

function names(storage: Storage, account: Account, wanted: readonly string[]): Promise<readonly string[]> {
  return storage.transaction(({ directory }) => directory.setLoginNames(account.id, wanted))
}
