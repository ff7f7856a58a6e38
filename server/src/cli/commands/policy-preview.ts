// `countersign policy preview`: whom the policies of a file would lock out.
import { previewPolicies } from '../../flows/admin/preview-policies.js'
import { defineCommand } from '../command.js'
import { readPolicyFile } from '../policy-file.js'
import { previewText } from '../policy-text.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const policyPreview = defineCommand({
  name: 'policy preview',
  sentence: 'show whom the policies of a file would lock out',
  details:
    'Accounts without an active phone that some app, address or time would let in by nothing else. Changes nothing. It is about apps that accept waivers, offer other ways and lead to the set-up: every other app asks a phone of everybody. Accounts with a phone are looked at, too, where the list asks for biometrics or a passkey. An app with codes and a passkey count as ways in where they count at a login, printed codes do not.',
  arguments: [{ name: 'FILE', sentence: 'JSON as countersign policy list --json prints it' }],
  options: {},
  examples: ['countersign policy preview policies.json'],
  async run({ arguments: { FILE } }, surroundings) {
    const { io, report } = surroundings
    const file = readPolicyFile(FILE, io.directory)
    if (!file.ok) return report.failed(file.fault)
    return withPorts(surroundings, async (ports) => {
      const preview = await previewPolicies(ports, { kind: 'operator' }, file.value)
      if (!preview.ok) return report.failed(faultOf(preview.refusal, FILE))
      return report.done({ ...preview.value }, previewText(preview.value))
    })
  },
})
