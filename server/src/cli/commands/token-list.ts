// `countersign token list`: programs that administer, also those whose token ended.
import { listTokens, tokenRowOf } from '../../flows/admin/tokens.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { columns, when } from '../report.js'
import { withPorts } from '../server.js'

const SHOWN_MAX = 1000

export const tokenList = defineCommand({
  name: 'token list',
  sentence: 'list the API tokens',
  arguments: [],
  options: {},
  examples: ['countersign token list', 'countersign token list --json'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const found = await listTokens(ports, { kind: 'operator' }, { afterId: '', limit: SHOWN_MAX })
      if (!found.ok) return report.failed(faultOf(found.refusal, ''))
      const nowMs = ports.clock.nowMs()
      const rows = found.value.map(({ id, name, permissions, expiresAtMs, revokedAtMs }) => [
        id,
        name,
        revokedAtMs === undefined
          ? `${nowMs < expiresAtMs ? 'until' : 'ended'} ${when(expiresAtMs)}`
          : 'revoked',
        permissions.join(' '),
      ])
      return report.done(
        { tokens: found.value.map(tokenRowOf) },
        rows.length === 0 ? 'no tokens' : columns(['TOKEN ID', 'NAME', 'STATE', 'PERMISSIONS'], rows),
      )
    }),
})
