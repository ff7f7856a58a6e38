// `countersign admin list`: who administers, in which role.
import { listAdmins } from '../../flows/admin/admins.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { columns, when } from '../report.js'
import { withPorts } from '../server.js'

/** More admins than anybody can answer for. */
const SHOWN_MAX = 1000

export const adminList = defineCommand({
  name: 'admin list',
  sentence: 'list the accounts that administer',
  arguments: [],
  options: {},
  examples: ['countersign admin list'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const found = await listAdmins(ports, { kind: 'operator' }, { afterUserId: '', limit: SHOWN_MAX })
      if (!found.ok) return report.failed(faultOf(found.refusal, ''))
      const admins = found.value
      if (admins.length === 0) report.note('next: countersign admin setup-link')
      const rows = admins.map(({ userId, displayName, role, createdAtMs }) => [
        userId,
        displayName,
        role,
        when(createdAtMs),
      ])
      return report.done(
        { admins },
        rows.length === 0 ? 'no admins' : columns(['USER ID', 'NAME', 'ROLE', 'SINCE'], rows),
      )
    }),
})
