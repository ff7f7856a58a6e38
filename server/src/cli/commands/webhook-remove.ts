// `countersign webhook remove`: nothing is sent there any more.
import { removeWebhook } from '../../flows/admin/webhooks.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const webhookRemove = defineCommand({
  name: 'webhook remove',
  sentence: 'remove a webhook, with what waits for it',
  arguments: [{ name: 'WEBHOOK_ID', sentence: 'as shown by countersign webhook list' }],
  options: {},
  examples: ['countersign webhook remove 019712f0-5c00-7a1e-8d7e-0f2b3c4d5e6f'],
  run: ({ arguments: { WEBHOOK_ID } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const removed = await removeWebhook(ports, { kind: 'operator' }, { id: WEBHOOK_ID })
      if (!removed.ok) return report.failed(faultOf(removed.refusal, WEBHOOK_ID))
      return report.done({ ...removed.value }, 'removed')
    }),
})
