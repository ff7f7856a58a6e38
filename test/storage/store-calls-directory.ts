// Calls of the stores whose plans are looked at: those that administer people, groups and pictures, and provisioning.
import type { AccountId } from '@countersign/protocol'
import { bytes, id, NOW_MS, sampleAccount, sampleGroup } from '../contract/sample-records.js'
import type { Calls } from './store-calls.js'

export const directoryCalls: Calls<'directory' | 'groups' | 'logos' | 'scim'> = {
  directory: {
    list: async ({ directory }) => {
      const base = { words: ['ada'], state: undefined, device: undefined, groupId: undefined, limit: 10 }
      for (const sort of ['userId', 'displayName', 'createdAt'] as const)
        for (const order of ['asc', 'desc'] as const) {
          const after = { key: sort === 'createdAt' ? NOW_MS : 'ada', id: id<AccountId>() }
          await directory.list({ ...base, sort, order, after })
          await directory.list({ ...base, sort, order, after: undefined, groupId: id(), device: 'with' })
        }
    },
    count: async ({ directory }) => {
      await directory.count({ words: [], state: undefined, device: undefined, groupId: undefined })
      return directory.count({ words: ['a'], state: 'active', device: 'with', groupId: id() })
    },
    entry: ({ directory }) => directory.entry(id()),
    byExternalId: ({ directory }) => directory.byExternalId('x'),
    save: ({ directory }) => directory.save(sampleAccount(), []),
    setLoginNames: ({ directory }) => directory.setLoginNames(id(), ['ada']),
  },
  groups: {
    add: ({ groups }) => groups.add(sampleGroup()),
    byId: ({ groups }) => groups.byId(id()),
    byName: ({ groups }) => groups.byName('Staff'),
    byExternalId: ({ groups }) => groups.byExternalId('x'),
    page: ({ groups }) => groups.page('st', 'Staff', 10),
    save: ({ groups }) => groups.save(sampleGroup()),
    remove: ({ groups }) => groups.remove(id()),
    size: ({ groups }) => groups.size(id()),
    addMember: ({ groups }) => groups.addMember(id(), id()),
    removeMember: ({ groups }) => groups.removeMember(id(), id()),
    members: ({ groups }) => groups.members(id(), 'ada', 10),
    ofAccount: ({ groups }) => groups.ofAccount(id()),
    removeAccount: ({ groups }) => groups.removeAccount(id()),
  },
  logos: {
    of: ({ logos }) => logos.of('server'),
    changedAtMs: ({ logos }) => logos.changedAtMs('server'),
    put: ({ logos }) => logos.put('server', { type: 'image/png', bytes: bytes(9), changedAtMs: NOW_MS }),
    remove: ({ logos }) => logos.remove('server'),
  },
  scim: {
    users: async ({ scim }) => {
      await scim.users(undefined, { offset: 0, limit: 10 })
      const named = { type: 'compare', field: 'userId', by: 'eq', value: 'ada' } as const
      return scim.users(named, { offset: 0, limit: 10 })
    },
    countUsers: 'reads the whole table',
    user: ({ scim }) => scim.user(id()),
    groupsOf: ({ scim }) => scim.groupsOf([id(), id()]),
    groups: ({ scim }) => scim.groups(undefined, { offset: 0, limit: 10 }),
    countGroups: 'reads the whole table',
    group: ({ scim }) => scim.group(id()),
    membersOf: ({ scim }) => scim.membersOf([id()], 10),
    addMembers: ({ scim }) => scim.addMembers(id(), [id(), id()]),
    removeMembers: ({ scim }) => scim.removeMembers(id(), [id(), id()]),
    known: ({ scim }) => scim.known([id(), id()]),
    markRemoved: ({ scim }) => scim.markRemoved(id(), NOW_MS),
    unmarkRemoved: ({ scim }) => scim.unmarkRemoved(id()),
  },
}
