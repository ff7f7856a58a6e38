// `countersign policy list`: the policies in order, and what holds below them.
import { showPolicies } from '../../flows/admin/policies.js'
import { defineCommand } from '../command.js'
import { policyTable } from '../policy-text.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const policyList = defineCommand({
  name: 'policy list',
  sentence: 'list the policies, the topmost first',
  details:
    'For each setting the topmost policy that applies and says something about it decides; below all of them stands the default. The output of --json is the form of the file that policy set and policy preview take.',
  arguments: [],
  options: {},
  examples: ['countersign policy list', 'countersign policy list --json'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const shown = await showPolicies(ports, { kind: 'operator' }, undefined)
      if (!shown.ok) return report.failed(faultOf(shown.refusal, ''))
      return report.done({ ...shown.value }, policyTable(shown.value))
    }),
})
