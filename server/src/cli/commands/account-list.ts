// `countersign account list`: accounts in order of user ID, a page at a time, searched and narrowed.
import type { AccountId } from '@countersign/protocol'
import { normaliseUserId } from '@countersign/protocol'
import { listAccounts } from '../../flows/admin/accounts.js'
import { accountTable, accountView, operator } from '../accounts.js'
import { defineCommand } from '../command.js'
import { groupIds } from '../groups.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readCount, readOneOf } from '../values.js'

/** Enough for a person's eyes; a program turns pages. */
const LIMIT_MAX = 500

export const accountList = defineCommand({
  name: 'account list',
  sentence: 'list accounts by user ID, or search them',
  arguments: [],
  options: {
    search: {
      type: 'string',
      value: 'WORDS',
      sentence: 'each must be in the user ID, an alias, the name or an address',
    },
    state: { type: 'string', value: 'STATE', sentence: 'only those that are active, or suspended' },
    device: {
      type: 'string',
      value: 'WITH',
      sentence: 'only those with, or without, a phone that can approve',
    },
    group: { type: 'string', value: 'NAME', sentence: 'only members of this group' },
    after: {
      type: 'string',
      value: 'USER_ID',
      sentence: 'begin after this one: the last of the page before',
    },
    limit: { type: 'string', value: 'N', sentence: `at most so many, 1 to ${LIMIT_MAX}; default 100` },
  },
  examples: [
    'countersign account list',
    'countersign account list --device without --group Staff',
    'countersign account list --after mallory --limit 500 --json',
  ],
  async run({ options }, surroundings) {
    const { report } = surroundings
    const limit = readCount('--limit', options.limit ?? '100', LIMIT_MAX)
    if (!limit.ok) return report.failed(limit.fault)
    const state =
      options.state === undefined
        ? undefined
        : readOneOf('--state', options.state, ['active', 'suspended'] as const)
    if (state?.ok === false) return report.failed(state.fault)
    const device =
      options.device === undefined
        ? undefined
        : readOneOf('--device', options.device, ['with', 'without'] as const)
    if (device?.ok === false) return report.failed(device.fault)
    return withPorts(surroundings, async (ports) => {
      const group = await groupIds(ports, options.group === undefined ? [] : [options.group])
      if (!group.ok) return report.failed(group.fault)
      const after = options.after === undefined ? undefined : normaliseUserId(options.after)
      const last = after === undefined ? undefined : await ports.storage.read.accounts.byUserId(after)
      const listed = await listAccounts(ports, operator, {
        search: options.search ?? '',
        state: state?.value,
        device: device?.value,
        groupId: group.value[0],
        sort: 'userId',
        order: 'asc',
        after: after === undefined ? undefined : { key: after, id: last?.id ?? NO_ID },
        limit: limit.value,
      })
      if (!listed.ok) return report.failed(faultOf(listed.refusal, ''))
      const { rows } = listed.value
      const next = rows.length === limit.value ? (rows.at(-1)?.userId ?? null) : null
      if (next !== null) report.note(`more: countersign account list --after ${next}`)
      return report.done({ accounts: rows.map(accountView), next }, accountTable(rows))
    })
  },
})

/** Before every id: of a user ID that nobody has. */
// Sound: it is compared with ids and never looked up.
const NO_ID = '' as AccountId
