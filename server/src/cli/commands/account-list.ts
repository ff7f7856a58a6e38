// `countersign account list`: user IDs in order, a page at a time.
import { listAccounts } from '../../flows/accounts.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { columns, when } from '../report.js'
import { withPorts } from '../server.js'
import { readCount } from '../values.js'
import { accountView } from '../views.js'

/** What a listing gives at once (flows/accounts.ts). */
const LIMIT_MAX = 500

export const accountList = defineCommand({
  name: 'account list',
  sentence: 'list user IDs, in order',
  arguments: [],
  options: {
    after: {
      type: 'string',
      value: 'USER_ID',
      sentence: 'begin after this one: the last of the page before',
    },
    limit: { type: 'string', value: 'N', sentence: `at most so many, 1 to ${LIMIT_MAX}; default 100` },
  },
  examples: ['countersign account list', 'countersign account list --after mallory --limit 500 --json'],
  async run({ options }, surroundings) {
    const { report } = surroundings
    const limit = readCount('--limit', options.limit ?? '100', LIMIT_MAX)
    if (!limit.ok) return report.failed(limit.fault)
    return withPorts(surroundings, async (ports) => {
      const listed = await listAccounts(ports, options.after ?? '', limit.value)
      if (!listed.ok) return report.failed(faultOf(listed.refusal, ''))
      const accounts = listed.value
      const next = accounts.length === limit.value ? (accounts.at(-1)?.userId ?? null) : null
      const rows = accounts.map(({ userId, displayName, createdAtMs }) => [
        userId,
        displayName,
        when(createdAtMs),
      ])
      if (next !== null) report.note(`more: countersign account list --after ${next}`)
      return report.done(
        { accounts: accounts.map(accountView), next },
        rows.length === 0 ? 'no accounts' : columns(['USER ID', 'NAME', 'ADDED'], rows),
      )
    })
  },
})
