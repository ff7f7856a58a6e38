// `countersign policy explain`: what a login would be asked, and which policy decided it.
import { explainLogin } from '../../flows/admin/explain-login.js'
import { defineCommand } from '../command.js'
import { explanationText } from '../policy-text.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readInstant } from '../values.js'

export const policyExplain = defineCommand({
  name: 'policy explain',
  sentence: 'explain what a login would be asked, and why',
  details: 'By the very functions that decide a login. A user ID that nobody has is explained as well.',
  arguments: [{ name: 'USER_ID', sentence: 'a user ID, an alias or an account id' }],
  options: {
    app: { type: 'string', value: 'NAME', sentence: 'the app that asks: its name or id' },
    address: {
      type: 'string',
      value: 'ADDRESS',
      sentence: 'where the login comes from, IPv4 or IPv6; default: not known',
    },
    at: { type: 'string', value: 'TIME', sentence: 'when, e.g. 2026-12-24T18:00:00Z; default now' },
  },
  examples: [
    'countersign policy explain alice --app "ACME Shop"',
    'countersign policy explain alice --app "ACME Shop" --address 192.0.2.17 --at 2026-12-24T18:00:00+01:00',
  ],
  async run({ arguments: { USER_ID }, options }, surroundings) {
    const { report } = surroundings
    const at = options.at === undefined ? undefined : readInstant('--at', options.at)
    if (at?.ok === false) return report.failed(at.fault)
    const app = options.app?.normalize('NFC').trim() ?? ''
    return withPorts(surroundings, async (ports) => {
      const explained = await explainLogin(
        ports,
        { kind: 'operator' },
        { account: USER_ID, app, address: options.address ?? '', atMs: at?.value },
      )
      if (!explained.ok) return report.failed(faultOf(explained.refusal, app))
      return report.done({ ...explained.value }, explanationText(explained.value))
    })
  },
})
