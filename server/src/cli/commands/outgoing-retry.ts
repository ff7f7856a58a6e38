// `countersign outgoing retry`: what failed for good is tried again.
import { retryOutgoing } from '../../flows/admin/outgoing.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const outgoingRetry = defineCommand({
  name: 'outgoing retry',
  sentence: 'try a mail or a webhook message again that failed for good',
  details: 'It gets all its attempts again. A running server sends it within a second or two.',
  arguments: [{ name: 'ID', sentence: 'as shown by countersign outgoing list' }],
  options: {},
  examples: ['countersign outgoing retry 019712f0-5c00-7a1e-8d7e-0f2b3c4d5e70'],
  run: ({ arguments: { ID } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const retried = await retryOutgoing(ports, { kind: 'operator' }, { id: ID })
      if (!retried.ok) return report.failed(faultOf(retried.refusal, ID))
      return report.done({ ...retried.value }, 'it waits to be sent')
    }),
})
