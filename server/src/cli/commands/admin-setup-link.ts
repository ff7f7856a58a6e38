// `countersign admin setup-link`: another link for the first owner, while there is none.
import { makeSetupLink } from '../../flows/access/setup.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { when } from '../report.js'
import { withPorts } from '../server.js'

export const adminSetupLink = defineCommand({
  name: 'admin setup-link',
  sentence: 'print a link that makes the first owner, once, within 24 hours',
  details:
    'Whoever opens it in a browser pairs a phone and administers from then on. Any link before it opens nothing any more.\n' +
    'When there is an owner already, use countersign admin add.',
  arguments: [],
  options: {},
  examples: ['countersign admin setup-link'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const made = await makeSetupLink(ports, { kind: 'operator' }, {})
      if (!made.ok) return report.failed(faultOf(made.refusal, ''))
      const { link, expiresAtMs } = made.value
      report.note(`good until ${when(expiresAtMs)}, in one browser`)
      return report.done({ setupLink: link, expiresAtMs }, link)
    }),
})
