// `countersign device resume`: a suspended device may approve again.
import { resumeDevice } from '../../flows/change-device.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readDeviceId } from '../values.js'
import { deviceView } from '../views.js'

export const deviceResume = defineCommand({
  name: 'device resume',
  sentence: 'let a device approve again that was suspended after wrong picks',
  details: 'Talk to its owner first: five wrong picks in a row mean that someone guessed.',
  arguments: [{ name: 'DEVICE_ID', sentence: 'as in countersign device list' }],
  options: {},
  examples: ['countersign device resume 0193e0f2-7a1c-7b2d-8c3e-4f5a6b7c8d9e'],
  async run({ arguments: { DEVICE_ID } }, surroundings) {
    const { report } = surroundings
    const id = readDeviceId(DEVICE_ID)
    if (!id.ok) return report.failed(id.fault)
    return withPorts(surroundings, async (ports) => {
      const changed = await resumeDevice(ports, id.value)
      if (!changed.ok) return report.failed(faultOf(changed.refusal, id.value))
      return report.done({ device: deviceView(changed.value) }, `active again: ${changed.value.name}`)
    })
  },
})
