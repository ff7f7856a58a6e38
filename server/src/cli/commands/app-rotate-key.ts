// `countersign app rotate-key`: a new key for an app, the old one valid for a while so that nothing stops.
import { rotateAppKey } from '../../flows/apps.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { when } from '../report.js'
import { withPorts } from '../server.js'
import { readDuration } from '../values.js'
import { appView } from '../views.js'

export const appRotateKey = defineCommand({
  name: 'app rotate-key',
  sentence: 'print a new key for an app and let the old ones end',
  details:
    'Both keys work during the overlap: change it in the app meanwhile. --overlap 0s ends the old keys now, e.g. after a leak.',
  arguments: [{ name: 'NAME', sentence: 'as in countersign app list' }],
  options: {
    overlap: {
      type: 'string',
      value: 'TIME',
      sentence: 'how long the old keys still work, e.g. 24h; default 24h',
    },
  },
  examples: ['countersign app rotate-key "ACME Shop"', 'countersign app rotate-key "ACME Shop" --overlap 0s'],
  async run({ arguments: { NAME }, options }, surroundings) {
    const { report } = surroundings
    const overlap = readDuration('--overlap', options.overlap ?? '24h')
    if (!overlap.ok) return report.failed(overlap.fault)
    return withPorts(surroundings, async (ports) => {
      const rotated = await rotateAppKey(ports, NAME.normalize('NFC').trim(), overlap.value)
      if (!rotated.ok) return report.failed(faultOf(rotated.refusal, NAME))
      const { app, apiKey, oldKeysExpireAtMs } = rotated.value
      report.note('the key is not shown again')
      return report.done(
        { app: appView(app), apiKey, oldKeysExpireAtMs },
        `new key of ${app.name}: ${apiKey}\nolder keys end at ${when(oldKeysExpireAtMs)}`,
      )
    })
  },
})
