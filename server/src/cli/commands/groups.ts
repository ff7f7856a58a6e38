// `countersign group …`: groups of accounts, which policies name.
import type { GroupRow } from '@countersign/protocol/admin'
import { addGroup, changeMembers, deleteGroup, listGroups, listMembers } from '../../flows/admin/groups.js'
import { operator, userIdArgument, withAccount } from '../accounts.js'
import type { Command } from '../command.js'
import { defineCommand } from '../command.js'
import { groupNamed } from '../groups.js'
import { faultOf } from '../refusals.js'
import { columns } from '../report.js'
import { withPorts } from '../server.js'
import { readCount } from '../values.js'

const nameArgument = { name: 'NAME', sentence: 'the group, in whatever case' } as const
const LIMIT_MAX = 500

export const groupAdd = defineCommand({
  name: 'group add',
  sentence: 'add a group of accounts',
  arguments: [{ name: 'NAME', sentence: 'what admins read, e.g. Staff' }],
  options: { description: { type: 'string', value: 'TEXT', sentence: 'what the group is for' } },
  examples: ['countersign group add Staff --description "Everybody on the payroll"'],
  run: ({ arguments: { NAME }, options }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const name = NAME.normalize('NFC').trim()
      if (name === '')
        return report.failed({
          exit: 'usage',
          code: 'value_invalid',
          sentence: 'NAME: expected a name that is not empty',
          next: 'the same command with --help',
        })
      const added = await addGroup(ports, operator, { name, description: options.description })
      if (!added.ok) return report.failed(faultOf(added.refusal, NAME))
      return report.done({ group: { ...added.value } }, `added ${added.value.name}`)
    }),
})

export const groupList = defineCommand({
  name: 'group list',
  sentence: 'list groups by name, with how many are in each',
  arguments: [],
  options: {
    after: { type: 'string', value: 'NAME', sentence: 'begin after this one: the last of the page before' },
    limit: { type: 'string', value: 'N', sentence: `at most so many, 1 to ${LIMIT_MAX}; default 100` },
  },
  examples: ['countersign group list'],
  async run({ options }, surroundings) {
    const { report } = surroundings
    const limit = readCount('--limit', options.limit ?? '100', LIMIT_MAX)
    if (!limit.ok) return report.failed(limit.fault)
    return withPorts(surroundings, async (ports) => {
      const query = { part: '', afterName: options.after ?? '', limit: limit.value }
      const listed = await listGroups(ports, operator, query)
      if (!listed.ok) return report.failed(faultOf(listed.refusal, ''))
      const groups = listed.value
      const next = groups.length === limit.value ? (groups.at(-1)?.name ?? null) : null
      const rows = groups.map(({ name, members, description }) => [name, String(members), description])
      return report.done(
        { groups: groups.map((group) => ({ ...group })), next },
        rows.length === 0 ? 'no groups' : columns(['NAME', 'MEMBERS', 'DESCRIPTION'], rows),
      )
    })
  },
})

export const groupShow = defineCommand({
  name: 'group show',
  sentence: 'show who is in a group, by user ID',
  arguments: [nameArgument],
  options: {
    after: {
      type: 'string',
      value: 'USER_ID',
      sentence: 'begin after this one: the last of the page before',
    },
    limit: { type: 'string', value: 'N', sentence: `at most so many, 1 to ${LIMIT_MAX}; default 100` },
  },
  examples: ['countersign group show Staff'],
  async run({ arguments: { NAME }, options }, surroundings) {
    const { report } = surroundings
    const limit = readCount('--limit', options.limit ?? '100', LIMIT_MAX)
    if (!limit.ok) return report.failed(limit.fault)
    return withPorts(surroundings, async (ports) => {
      const group = await groupNamed(ports, NAME)
      if (!group.ok) return report.failed(group.fault)
      const query = { id: group.value.id, afterUserId: options.after ?? '', limit: limit.value }
      const listed = await listMembers(ports, operator, query)
      if (!listed.ok) return report.failed(faultOf(listed.refusal, NAME))
      const members = listed.value
      const next = members.length === limit.value ? (members.at(-1)?.userId ?? null) : null
      const rows = members.map(({ userId, displayName, activeDevices, state }) => [
        userId,
        displayName,
        String(activeDevices),
        state,
      ])
      return report.done(
        { group: { ...group.value }, members: members.map((member) => ({ ...member })), next },
        rows.length === 0
          ? `nobody is in ${group.value.name}`
          : columns(['USER ID', 'NAME', 'PHONES', 'STATE'], rows),
      )
    })
  },
})

export const groupDelete = defineCommand({
  name: 'group delete',
  sentence: 'delete a group; its accounts stay',
  details: 'A policy that names it applies to nobody by it any more.',
  arguments: [nameArgument],
  options: {},
  examples: ['countersign group delete Staff'],
  run: ({ arguments: { NAME } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const group = await groupNamed(ports, NAME)
      if (!group.ok) return report.failed(group.fault)
      const { id, name } = group.value
      const deleted = await deleteGroup(ports, operator, { id })
      if (!deleted.ok) return report.failed(faultOf(deleted.refusal, NAME))
      return report.done({ deleted: { id, name } }, `deleted ${name}`)
    }),
})

export const groupMemberAdd: Command = memberCommand('add', 'let an account join a group', 'is in')
export const groupMemberRemove: Command = memberCommand(
  'remove',
  'take an account out of a group',
  'is not in',
)

function memberCommand(word: 'add' | 'remove', sentence: string, became: string): Command {
  return defineCommand({
    name: `group member ${word}`,
    sentence,
    arguments: [nameArgument, userIdArgument],
    options: {},
    examples: [`countersign group member ${word} Staff alice`],
    run: ({ arguments: { NAME, USER_ID } }, surroundings) =>
      withAccount(surroundings, USER_ID, async (ports, account) => {
        const { report } = surroundings
        const group = await groupNamed(ports, NAME)
        if (!group.ok) return report.failed(group.fault)
        const change = { id: group.value.id, [word]: [account.id] }
        const changed = await changeMembers(ports, operator, change)
        if (!changed.ok) return report.failed(faultOf(changed.refusal, NAME))
        return report.done(
          { group: shown(changed.value) },
          `${account.userId} ${became} ${changed.value.name}`,
        )
      }),
  })
}

const shown = (group: GroupRow): Record<string, unknown> => ({ ...group })
