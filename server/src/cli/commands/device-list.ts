// `countersign device list`: paired devices, of everyone or of one user ID.
import { listDevices } from '../../flows/accounts.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { deviceTable, deviceView } from '../views.js'

export const deviceList = defineCommand({
  name: 'device list',
  sentence: 'list paired devices',
  arguments: [],
  options: { user: { type: 'string', value: 'USER_ID', sentence: 'only those of this user ID' } },
  examples: ['countersign device list', 'countersign device list --user alice --json'],
  async run({ options }, surroundings) {
    const { report } = surroundings
    return withPorts(surroundings, async (ports) => {
      const devices = await listDevices(ports, options.user)
      if (!devices.ok) return report.failed(faultOf(devices.refusal, options.user ?? ''))
      return report.done({ devices: devices.value.map(deviceView) }, deviceTable(devices.value))
    })
  },
})
