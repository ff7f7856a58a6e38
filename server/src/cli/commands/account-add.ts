// `countersign account add`: a user ID that phones can be paired with.
import { addAccount } from '../../flows/accounts.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { accountView } from '../views.js'

export const accountAdd = defineCommand({
  name: 'account add',
  sentence: 'add a user ID that phones can be paired with',
  arguments: [
    { name: 'USER_ID', sentence: 'what the person types at a login, e.g. alice or alice@example.org' },
  ],
  options: {
    'display-name': { type: 'string', value: 'TEXT', sentence: 'the person’s name; default the user ID' },
  },
  examples: [
    'countersign account add alice',
    'countersign account add alice@example.org --display-name "Alice Doe"',
  ],
  async run({ arguments: { USER_ID }, options }, surroundings) {
    const { report } = surroundings
    return withPorts(surroundings, async (ports) => {
      const displayName = options['display-name'] ?? USER_ID
      const added = await addAccount(ports, { userId: USER_ID, displayName })
      if (!added.ok) return report.failed(faultOf(added.refusal, USER_ID))
      report.note(`next: countersign pair ${added.value.userId}`)
      return report.done({ account: accountView(added.value) }, `added ${added.value.userId}`)
    })
  },
})
