// `countersign webhook add`: entries of the audit go to another program as they happen.
import { webhookBody } from '@countersign/protocol/admin'
import { addWebhook } from '../../flows/admin/webhooks.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const webhookAdd = defineCommand({
  name: 'webhook add',
  sentence: 'send entries of the audit to an address as they happen, and print the secret that signs them',
  details:
    'Messages are signed as Standard Webhooks says, tried ten times within a day, and sent by a running server. The secret is shown this once.\n' +
    'Addresses of private networks are refused unless the setting webhooks.allowPrivate is true.',
  arguments: [{ name: 'URL', sentence: 'where to, e.g. https://siem.example.org/countersign' }],
  options: {
    action: {
      type: 'string',
      value: 'ACTION',
      multiple: true,
      sentence: 'what it wants: login.reported, "account.*", "*"; may be given several times; default "*"',
    },
    description: { type: 'string', value: 'TEXT', sentence: 'what it is for' },
  },
  examples: [
    'countersign webhook add https://siem.example.org/countersign --action "login.*" --action "admin.*"',
  ],
  run({ arguments: { URL }, options }, surroundings) {
    const { report } = surroundings
    const parsed = webhookBody.safeParse({
      url: URL,
      description: options.description ?? '',
      actions: options.action.length === 0 ? ['*'] : options.action,
      state: 'active',
    })
    if (!parsed.success)
      return Promise.resolve(
        report.failed({
          exit: 'usage',
          code: 'value_invalid',
          sentence: `${String(parsed.error.issues[0]?.path[0] ?? 'value')}: an action like login.denied, "login.*" or "*", and a description of at most 200 bytes expected`,
          next: 'countersign webhook add --help',
        }),
      )
    return withPorts(surroundings, async (ports) => {
      const added = await addWebhook(ports, { kind: 'operator' }, parsed.data)
      if (!added.ok) return report.failed(faultOf(added.refusal, URL))
      const { id, secret, actions } = added.value
      report.note('the secret is not shown again')
      return report.done(
        { ...added.value },
        [`added, for ${actions.join(' ')}`, `  webhook id  ${id}`, `  secret      ${secret}`].join('\n'),
      )
    })
  },
})
