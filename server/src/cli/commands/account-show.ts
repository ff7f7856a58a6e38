// `countersign account show`: one user ID and its devices.
import { findAccount, listDevices } from '../../flows/accounts.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { when } from '../report.js'
import { withPorts } from '../server.js'
import { accountView, deviceTable, deviceView } from '../views.js'

export const accountShow = defineCommand({
  name: 'account show',
  sentence: 'show one user ID and its devices',
  arguments: [{ name: 'USER_ID', sentence: 'as in countersign account list' }],
  options: {},
  examples: ['countersign account show alice'],
  async run({ arguments: { USER_ID } }, surroundings) {
    const { report } = surroundings
    return withPorts(surroundings, async (ports) => {
      const account = await findAccount(ports, USER_ID)
      if (!account.ok) return report.failed(faultOf(account.refusal, USER_ID))
      const devices = await listDevices(ports, USER_ID)
      if (!devices.ok) return report.failed(faultOf(devices.refusal, USER_ID))
      const { displayName, id, createdAtMs } = account.value
      return report.done(
        { account: accountView(account.value), devices: devices.value.map(deviceView) },
        `${account.value.userId} (${displayName}), added ${when(createdAtMs)}\nid ${id}\n\n${deviceTable(devices.value)}`,
      )
    })
  },
})
