// `countersign account add`: a user ID that phones can be paired with.
import { addAccountByAdmin } from '../../flows/admin/accounts.js'
import { accountView, operator } from '../accounts.js'
import { defineCommand } from '../command.js'
import { groupIds } from '../groups.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readOneOf } from '../values.js'

export const accountAdd = defineCommand({
  name: 'account add',
  sentence: 'add a user ID that phones can be paired with',
  details:
    'A short user ID is completed by the pattern of user IDs, if one is set: countersign id-pattern show.',
  arguments: [
    { name: 'USER_ID', sentence: 'what the person types at a login, e.g. alice or alice@example.org' },
  ],
  options: {
    'display-name': { type: 'string', value: 'TEXT', sentence: 'the person’s name; default the user ID' },
    email: {
      type: 'string',
      value: 'ADDRESS',
      multiple: true,
      sentence: 'where notices go; at most two',
    },
    alias: { type: 'string', value: 'NAME', multiple: true, sentence: 'another name that logs in' },
    group: { type: 'string', value: 'NAME', multiple: true, sentence: 'a group that the account joins' },
    locale: { type: 'string', value: 'LANGUAGE', sentence: 'of notices: en or de; default en' },
  },
  examples: [
    'countersign account add alice',
    'countersign account add alice@example.org --display-name "Alice Doe" --alias alice --group Staff',
  ],
  async run({ arguments: { USER_ID }, options }, surroundings) {
    const { report } = surroundings
    const locale = readOneOf('--locale', options.locale ?? 'en', ['en', 'de'] as const)
    if (!locale.ok) return report.failed(locale.fault)
    return withPorts(surroundings, async (ports) => {
      const groups = await groupIds(ports, options.group)
      if (!groups.ok) return report.failed(groups.fault)
      const added = await addAccountByAdmin(ports, operator, {
        userId: USER_ID,
        displayName: options['display-name'] ?? USER_ID,
        emails: options.email,
        aliases: options.alias,
        groupIds: groups.value,
        locale: locale.value,
      })
      if (!added.ok) return report.failed(faultOf(added.refusal, USER_ID))
      report.note(`next: countersign pair ${added.value.userId}`)
      return report.done({ account: accountView(added.value) }, `added ${added.value.userId}`)
    })
  },
})
