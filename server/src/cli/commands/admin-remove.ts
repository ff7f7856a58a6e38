// `countersign admin remove`: an account administers no more; the account itself stays.
import { findAccount } from '../../flows/accounts.js'
import { removeAdmin } from '../../flows/admin/admins.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const adminRemove = defineCommand({
  name: 'admin remove',
  sentence: 'take an account’s role away',
  details: 'What it was signed in to at the console ends at once. The last owner cannot be removed.',
  arguments: [{ name: 'USER_ID', sentence: 'whom, by user ID or alias' }],
  options: {},
  examples: ['countersign admin remove bob'],
  run: ({ arguments: { USER_ID } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const account = await findAccount(ports, USER_ID)
      if (!account.ok) return report.failed(faultOf(account.refusal, USER_ID))
      const { id: accountId, userId } = account.value
      const removed = await removeAdmin(ports, { kind: 'operator' }, { accountId })
      if (!removed.ok) return report.failed(faultOf(removed.refusal, USER_ID))
      return report.done({ removed: { accountId, userId } }, `${userId} administers no more`)
    }),
})
