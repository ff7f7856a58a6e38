// The provisioning part of the storage contract: any condition means to the database what `fits` says it means; who is there.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type {
  Condition,
  FieldsOf,
  FieldValue,
  GroupField,
  UserField,
} from '@countersign/server/core/directory-filter'
import { fits } from '@countersign/server/core/directory-filter'
import type { Account } from '@countersign/server/core/records'
import fc from 'fast-check'
import { id, NOW_MS, sampleAccount, sampleGroup } from './sample-records.js'
import type { CurrentStorage } from './store-contract.js'

/** Values that are in some rows, in parts of others, or in none, with what SQL or JSON could stumble over. */
const texts = [
  'ada',
  'a',
  'da@x',
  "o'hara",
  '100%',
  'a_b',
  'ä',
  '"',
  '\\',
  '["',
  'zz',
  'ada@x.example',
  '–',
  '.',
]
const ALL = { offset: 0, limit: 1_000 }

export function provisioningContract(storage: CurrentStorage): void {
  const people: readonly Account[] = [
    sampleAccount({ userId: 'ada', displayName: 'Ada Ä', emails: ['ada@x.example'], externalId: 'ext-ada' }),
    sampleAccount({ userId: "o'hara", displayName: "O'Hara 100%", emails: ['Da@X.example', 'b@y.example'] }),
    sampleAccount({ userId: 'a_b', displayName: '', externalId: 'EXT-ada', createdAtMs: NOW_MS - 5_000 }),
    sampleAccount({ userId: 'axb', displayName: '–', state: 'suspended', changedAtMs: NOW_MS + 7_000 }),
    sampleAccount({ userId: 'zz', displayName: 'ada', emails: ['zz@zz'], createdAtMs: NOW_MS + 3_000 }),
  ]
  const groups = [
    sampleGroup({ name: 'Ada & Co', externalId: 'g-1' }),
    sampleGroup({ name: 'a_b', changedAtMs: NOW_MS + 9_000 }),
    sampleGroup({ name: 'empty 100%' }),
  ]
  const memberships: readonly (readonly [group: number, person: number])[] = [
    [0, 0],
    [0, 1],
    [1, 1],
  ]

  before(async () => {
    await storage().transaction(async (stores) => {
      for (const person of people) assert.ok(await stores.accounts.add(person))
      for (const group of groups) assert.ok(await stores.groups.add(group))
      for (const [group, person] of memberships)
        await stores.groups.addMember(groups[group]?.id ?? '', people[person]?.id ?? id<AccountId>())
    })
  })

  test('every condition on users finds those whom it fits, by user ID, and counts them', async () => {
    const ids = people.map((person) => person.id)
    await fc.assert(
      fc.asyncProperty(conditions(userTexts, ids), async (condition) => {
        const wanted = people
          .filter((person) => fits(condition, fieldsOf(person)))
          .map(({ userId }) => userId)
        const found = await storage().read.scim.users(condition, ALL)
        assert.deepEqual(
          found.map(({ userId }) => userId),
          wanted.toSorted(),
        )
        assert.equal(await storage().read.scim.countUsers(condition), wanted.length)
      }),
      { numRuns: 400 },
    )
  })

  test('every condition on groups finds those that it fits', async () => {
    const ids = people.map((person) => person.id)
    await fc.assert(
      fc.asyncProperty(conditions(groupTexts, ids), async (condition) => {
        const wanted = groups.filter((group, i) => {
          const members = memberships.flatMap(([of, person]) => (of === i ? [people[person]?.id ?? ''] : []))
          const fields: FieldsOf<GroupField> = {
            id: group.id,
            displayName: group.name.toLowerCase(),
            externalId: group.externalId,
            members,
            createdAtMs: group.createdAtMs,
            changedAtMs: group.changedAtMs,
          }
          return fits(condition, fields)
        })
        const found = await storage().read.scim.groups(condition, ALL)
        assert.deepEqual(new Set(found.map((group) => group.id)), new Set(wanted.map((group) => group.id)))
        assert.equal(await storage().read.scim.countGroups(condition), wanted.length)
      }),
      { numRuns: 300 },
    )
  })

  test('an empty name is no value: it comes before nothing, and is not before anything either', async () => {
    const before = { type: 'compare', field: 'displayName', by: 'le', value: 'ada' } as const
    const nameless = 'a_b'
    const idsOf = async (condition: Condition<UserField>): Promise<readonly string[]> =>
      (await storage().read.scim.users(condition, ALL)).map(({ userId }) => userId)
    assert.equal((await idsOf(before)).includes(nameless), false)
    assert.equal((await idsOf({ type: 'not', of: before })).includes(nameless), true)
  })

  test('thousands of members go in and out at once, and only those who came or went are named', async () => {
    const group = sampleGroup()
    const many = Array.from({ length: 1_200 }, () => sampleAccount({ state: 'deleted' }))
    const ids = many.map((account) => account.id)
    await storage().transaction(async (stores) => {
      await stores.groups.add(group)
      for (const account of many) await stores.accounts.add(account)
    })
    const half = ids.slice(0, 700)
    const change = (work: 'addMembers' | 'removeMembers', some: readonly AccountId[]) =>
      storage().transaction((stores) => stores.scim[work](group.id, some))
    assert.deepEqual(new Set(await change('addMembers', half)), new Set(half))
    assert.deepEqual(new Set(await change('addMembers', ids)), new Set(ids.slice(700)))
    assert.equal(await storage().read.groups.size(group.id), 1_200)
    assert.deepEqual(new Set(await change('removeMembers', half)), new Set(half))
    assert.deepEqual(await change('removeMembers', half), [])
    assert.deepEqual(await change('removeMembers', []), [])
    assert.equal(await storage().read.groups.size(group.id), 500)
    await storage().transaction((stores) => stores.groups.remove(group.id))
  })

  test('slices of a list follow each other without a gap', async () => {
    const { scim } = storage().read
    const whole = (await scim.users(undefined, ALL)).map(({ userId }) => userId)
    const parts: string[] = []
    for (let offset = 0; offset < whole.length; offset += 2)
      for (const { userId } of await scim.users(undefined, { offset, limit: 2 })) parts.push(userId)
    assert.deepEqual(parts, whole)
    assert.deepEqual(await scim.users(undefined, { offset: 1_000_000, limit: 2 }), [])
  })

  test('whom a provider removed is not there for it while suspended: not by id, in a list, in a group, or as a member to be', async () => {
    const gone = sampleAccount({ state: 'suspended' })
    const group = sampleGroup()
    await storage().transaction(async (stores) => {
      await stores.accounts.add(gone)
      await stores.groups.add(group)
      await stores.groups.addMember(group.id, gone.id)
      await stores.scim.markRemoved(gone.id, NOW_MS)
      await stores.scim.markRemoved(gone.id, NOW_MS + 1)
    })
    const { scim } = storage().read
    assert.equal(await scim.user(gone.id), undefined)
    assert.deepEqual(await scim.known([gone.id, people[0]?.id ?? gone.id]), [people[0]?.id])
    assert.deepEqual(await scim.membersOf([group.id], 10), [])
    assert.deepEqual(await scim.users({ type: 'compare', field: 'id', by: 'eq', value: gone.id }, ALL), [])
    assert.equal(await storage().transaction((stores) => stores.scim.unmarkRemoved(gone.id)), true)
    assert.equal(await storage().transaction((stores) => stores.scim.unmarkRemoved(gone.id)), false)
    assert.equal((await scim.user(gone.id))?.id, gone.id)
    assert.deepEqual(
      (await scim.membersOf([group.id], 10)).map(({ accountId }) => accountId),
      [gone.id],
    )
    assert.deepEqual(
      (await scim.groupsOf([gone.id])).map(({ groupId }) => groupId),
      [group.id],
    )
  })

  function fieldsOf(person: Account): FieldsOf<UserField> {
    return {
      id: person.id,
      userId: person.userId,
      displayName: person.displayName.toLowerCase(),
      externalId: person.externalId,
      emails: person.emails.map((address) => address.toLowerCase()),
      active: person.state === 'active',
      createdAtMs: person.createdAtMs,
      changedAtMs: person.changedAtMs,
    }
  }
}

const userTexts = [
  'id',
  'userId',
  'displayName',
  'externalId',
  'emails',
] as const satisfies readonly UserField[]
const groupTexts = ['id', 'displayName', 'externalId'] as const satisfies readonly GroupField[]

/** Conditions up to some depth, as the edge lets them through: comparisons that a field has, texts that are not empty. */
function conditions<F extends UserField | GroupField>(
  textFields: readonly F[],
  ids: readonly string[],
): fc.Arbitrary<Condition<F>> {
  const text = fc.constantFrom(...texts, ...ids, 'ext-ada', 'g-1', 'a & co')
  const isUsers = (textFields as readonly string[]).includes('userId')
  const ofText = fc
    .tuple(fc.constantFrom(...textFields), fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'le'), text)
    // Which of several texts comes first is asked of none.
    .filter(([field, by]) => field !== 'emails' || (by !== 'gt' && by !== 'le'))
    .map(([field, by, value]) => compared(field, by as 'eq', value))
  const ofTime = fc
    .tuple(
      fc.constantFrom('createdAtMs', 'changedAtMs'),
      fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'),
      fc.constantFrom(NOW_MS - 5_000, NOW_MS, NOW_MS + 3_000, NOW_MS + 9_000),
    )
    .map(([field, by, value]) => compared(field as F, by as 'eq', value))
  const special = isUsers
    ? fc.boolean().map((value) => compared('active' as F, 'eq', value))
    : fc
        .tuple(fc.constantFrom('eq', 'ne'), fc.constantFrom(...ids))
        .map(([by, value]) => compared('members' as F, by as 'eq', value))
  const present = fc
    .constantFrom(...textFields, ...(isUsers ? [] : ['members' as F]))
    .map((field): Condition<F> => ({ type: 'present', field }))
  return fc.letrec<{ any: Condition<F> }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      ofText,
      ofTime,
      special,
      present,
      tie('any').map((of): Condition<F> => ({ type: 'not', of })),
      fc
        .tuple(fc.constantFrom('and', 'or'), fc.array(tie('any'), { minLength: 1, maxLength: 3 }))
        .map(([type, of]): Condition<F> => ({ type, of })),
    ),
  })).any
}

function compared<F extends string>(field: F, by: 'eq', value: FieldValue): Condition<F> {
  return { type: 'compare', field, by, value }
}
