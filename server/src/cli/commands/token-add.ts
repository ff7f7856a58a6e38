// `countersign token add`: a program may administer, and its token, shown once.
import type { Permission } from '@countersign/protocol/admin'
import { permissions, TOKEN_MAX_DAYS } from '@countersign/protocol/admin'
import { addToken, tokenRowOf } from '../../flows/admin/tokens.js'
import { defineCommand } from '../command.js'
import type { ExitCode } from '../exits.js'
import { faultOf } from '../refusals.js'
import { when } from '../report.js'
import { withPorts } from '../server.js'
import { readDuration, readOneOf } from '../values.js'

export const tokenAdd = defineCommand({
  name: 'token add',
  sentence: 'let a program use the admin API, and print its token',
  details: `The token is shown this once: the server keeps only a hash of it. Permissions: ${permissions.join(', ')}.`,
  arguments: [{ name: 'NAME', sentence: 'what the token is for, e.g. "Nightly import"' }],
  options: {
    permission: {
      type: 'string',
      value: 'NAME',
      multiple: true,
      sentence: 'what it may do; may be given several times',
    },
    for: {
      type: 'string',
      value: 'TIME',
      sentence: `how long it lives, e.g. 30d, at most ${TOKEN_MAX_DAYS} days; default 90d`,
    },
  },
  examples: [
    'countersign token add "Nightly import" --permission onboarding:read --permission onboarding:write',
    'countersign token add "Identity provider" --permission scim:write --for 365d --json',
  ],
  async run({ arguments: { NAME }, options }, surroundings): Promise<ExitCode> {
    const { report } = surroundings
    const wanted: Permission[] = []
    for (const name of options.permission) {
      const permission = readOneOf<Permission>('--permission', name, permissions)
      if (!permission.ok) return report.failed(permission.fault)
      wanted.push(permission.value)
    }
    const life = readDuration('--for', options.for ?? '90d')
    if (!life.ok) return report.failed(life.fault)
    return withPorts(surroundings, async (ports) => {
      const expiresAtMs = ports.clock.nowMs() + life.value
      const given = { name: NAME, permissions: wanted, expiresAtMs }
      const added = await addToken(ports, { kind: 'operator' }, given)
      if (!added.ok) return report.failed(faultOf(added.refusal, NAME))
      const { token, secret } = added.value
      report.note('the token is not shown again')
      return report.done(
        { token: tokenRowOf(token), secret },
        [
          `added ${token.name}, until ${when(expiresAtMs)}`,
          `  token id  ${token.id}`,
          `  token     ${secret}`,
        ].join('\n'),
      )
    })
  },
})
