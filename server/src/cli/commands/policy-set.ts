// `countersign policy set`: puts the policies of a file in force, unless that would lock somebody out.
import { replacePolicies, showPolicies } from '../../flows/admin/policies.js'
import { previewPolicies } from '../../flows/admin/preview-policies.js'
import { defineCommand } from '../command.js'
import { readPolicyFile } from '../policy-file.js'
import { policyTable } from '../policy-text.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const policySet = defineCommand({
  name: 'policy set',
  sentence: 'put the policies of a file in force',
  details:
    'The whole list at once: what is not in the file is gone. Refused when it would lock out accounts that can log in now, unless --lock-out says that this is meant.',
  arguments: [{ name: 'FILE', sentence: 'JSON as countersign policy list --json prints it' }],
  options: {
    'lock-out': { type: 'boolean', sentence: 'also when somebody can no longer log in' },
  },
  examples: ['countersign policy set policies.json', 'countersign policy set policies.json --lock-out'],
  async run({ arguments: { FILE }, options }, surroundings) {
    const { io, report } = surroundings
    const file = readPolicyFile(FILE, io.directory)
    if (!file.ok) return report.failed(file.fault)
    return withPorts(surroundings, async (ports) => {
      const operator = { kind: 'operator' } as const
      const shown = await showPolicies(ports, operator, undefined)
      if (!shown.ok) return report.failed(faultOf(shown.refusal, FILE))
      const preview = await previewPolicies(ports, operator, file.value)
      if (!preview.ok) return report.failed(faultOf(preview.refusal, FILE))
      const { newlyLockedOut } = preview.value
      if (newlyLockedOut > 0 && !options['lock-out'])
        return report.failed({
          exit: 'refused',
          code: 'would_lock_out',
          sentence: `this would lock out ${newlyLockedOut} ${newlyLockedOut === 1 ? 'account' : 'accounts'}`,
          next: `countersign policy preview ${FILE}, then pair phones, or --lock-out`,
        })
      const { revision } = shown.value
      const saved = await replacePolicies(ports, operator, { ...file.value, revision })
      if (!saved.ok) return report.failed(faultOf(saved.refusal, FILE))
      return report.done({ ...saved.value }, policyTable(saved.value))
    })
  },
})
