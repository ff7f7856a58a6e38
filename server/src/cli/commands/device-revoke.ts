// `countersign device revoke`: a lost or replaced phone is refused from now on.
import { revokeDevice } from '../../flows/change-device.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readDeviceId } from '../values.js'
import { deviceView } from '../views.js'

export const deviceRevoke = defineCommand({
  name: 'device revoke',
  sentence: 'remove a device for good: it is refused at once and must be paired again',
  details: 'A running server closes its connection within a second. A lost phone: this is the command.',
  arguments: [{ name: 'DEVICE_ID', sentence: 'as in countersign device list' }],
  options: {},
  examples: ['countersign device revoke 0193e0f2-7a1c-7b2d-8c3e-4f5a6b7c8d9e'],
  async run({ arguments: { DEVICE_ID } }, surroundings) {
    const { report } = surroundings
    const id = readDeviceId(DEVICE_ID)
    if (!id.ok) return report.failed(id.fault)
    return withPorts(surroundings, async (ports) => {
      const changed = await revokeDevice(ports, id.value)
      if (!changed.ok) return report.failed(faultOf(changed.refusal, id.value))
      return report.done({ device: deviceView(changed.value) }, `removed ${changed.value.name}`)
    })
  },
})
