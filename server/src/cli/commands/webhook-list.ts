// `countersign webhook list`: where entries of the audit are sent.
import { listWebhooks } from '../../flows/admin/webhooks.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { columns } from '../report.js'
import { withPorts } from '../server.js'

export const webhookList = defineCommand({
  name: 'webhook list',
  sentence: 'list the webhooks',
  arguments: [],
  options: {},
  examples: ['countersign webhook list'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const found = await listWebhooks(ports, { kind: 'operator' }, undefined)
      if (!found.ok) return report.failed(faultOf(found.refusal, ''))
      const rows = found.value.map(({ id, state, url, actions }) => [id, state, url, actions.join(' ')])
      return report.done(
        { webhooks: found.value },
        rows.length === 0 ? 'no webhooks' : columns(['WEBHOOK ID', 'STATE', 'URL', 'ACTIONS'], rows),
      )
    }),
})
