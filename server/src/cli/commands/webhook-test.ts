// `countersign webhook test`: one message now, and what came of it.
import { testWebhook } from '../../flows/admin/webhooks.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const webhookTest = defineCommand({
  name: 'webhook test',
  sentence: 'send a webhook one message of type webhook.tested, and say what came of it',
  arguments: [{ name: 'WEBHOOK_ID', sentence: 'as shown by countersign webhook list' }],
  options: {},
  examples: ['countersign webhook test 019712f0-5c00-7a1e-8d7e-0f2b3c4d5e6f'],
  run: ({ arguments: { WEBHOOK_ID } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const tested = await testWebhook(ports, { kind: 'operator' }, { id: WEBHOOK_ID })
      if (!tested.ok) return report.failed(faultOf(tested.refusal, WEBHOOK_ID))
      const { delivered, error, tookMs } = tested.value
      if (delivered) return report.done({ ...tested.value }, `delivered in ${tookMs} ms`)
      return report.failed({
        exit: 'refused',
        code: 'not_delivered',
        sentence: `not delivered: ${error}`,
        next: 'look at the receiver; it must answer with a status of 200 to 299 within ten seconds',
      })
    }),
})
