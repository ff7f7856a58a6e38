// `countersign admin add`: an account administers, in a role; also the way back in for whoever is locked out of the console.
import type { Role } from '@countersign/protocol/admin'
import { roles } from '@countersign/protocol/admin'
import { findAccount } from '../../flows/accounts.js'
import { putAdmin } from '../../flows/admin/admins.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readOneOf } from '../values.js'

export const adminAdd = defineCommand({
  name: 'admin add',
  sentence: 'let an account administer, or give an admin another role',
  details:
    'owner: everything. admin: everything but admins, tokens, keys and backups. help_desk: pair, unlock, let in without a phone. auditor: read only.\n' +
    'The account signs in to the console with its phone: if it has none yet, pair one.',
  arguments: [{ name: 'USER_ID', sentence: 'whom, by user ID or alias' }],
  options: {
    role: { type: 'string', value: 'ROLE', sentence: `one of ${roles.join(', ')}; default admin` },
  },
  examples: ['countersign admin add alice --role owner', 'countersign admin add bob --role help_desk'],
  async run({ arguments: { USER_ID }, options }, surroundings) {
    const { report } = surroundings
    const role = readOneOf<Role>('--role', options.role ?? 'admin', roles)
    if (!role.ok) return report.failed(role.fault)
    return withPorts(surroundings, async (ports) => {
      const account = await findAccount(ports, USER_ID)
      if (!account.ok) return report.failed(faultOf(account.refusal, USER_ID))
      const { id: accountId, userId, activeDevices } = account.value
      const put = await putAdmin(ports, { kind: 'operator' }, { accountId, role: role.value })
      if (!put.ok) return report.failed(faultOf(put.refusal, USER_ID))
      if (activeDevices === 0) report.note(`next: countersign pair ${userId}`)
      return report.done({ admin: { ...put.value } }, `${userId} is ${role.value}`)
    })
  },
})
