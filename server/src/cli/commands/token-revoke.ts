// `countersign token revoke`: from the next request on the token opens nothing.
import { revokeToken } from '../../flows/admin/tokens.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const tokenRevoke = defineCommand({
  name: 'token revoke',
  sentence: 'end an API token at once',
  arguments: [{ name: 'TOKEN_ID', sentence: 'the sixteen digits shown by countersign token list' }],
  options: {},
  examples: ['countersign token revoke 5d1b7a90c2e84f36'],
  run: ({ arguments: { TOKEN_ID } }, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const revoked = await revokeToken(ports, { kind: 'operator' }, { id: TOKEN_ID })
      if (!revoked.ok) return report.failed(faultOf(revoked.refusal, TOKEN_ID))
      return report.done({ revoked: TOKEN_ID }, `revoked ${TOKEN_ID}`)
    }),
})
