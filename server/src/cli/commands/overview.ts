// `countersign overview`: accounts, logins of the day, and what wants to be looked at.
import type { OverviewBody } from '@countersign/protocol/admin'
import { showOverview } from '../../flows/admin/overview.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'

export const overview = defineCommand({
  name: 'overview',
  sentence: 'show accounts, logins of the last day, and what wants to be looked at',
  details:
    'Which phones are connected, and whether it reaches Redis, only a running server knows: see the console for that.',
  arguments: [],
  options: {},
  examples: ['countersign overview', 'countersign overview --json'],
  run: (_given, surroundings) =>
    withPorts(surroundings, async (ports) => {
      const { report } = surroundings
      const found = await showOverview(ports, { kind: 'operator' }, undefined)
      if (!found.ok) return report.failed(faultOf(found.refusal, ''))
      // This process connected a moment ago, or not yet: what it says of Redis is nothing about the servers.
      const alerts = found.value.alerts.filter(({ kind }) => kind !== 'fabric_down')
      const body = { ...found.value, alerts }
      return report.done(body, textOf(body))
    }),
})

function textOf({ accounts, devices, day, disowned, outgoing, alerts }: OverviewBody): string {
  const { total, suspended, withoutDevice } = accounts
  return [
    `accounts  ${total}, ${withoutDevice} without a phone, ${suspended} suspended`,
    `phones    ${devices.active} active, ${devices.suspended} that may only deny`,
    `logins    last 24 h: ${day.redeemed} approved, ${day.by_code} by a code, ${day.denied} denied, ${day.reported} reported, ${disowned} disowned later, ${day.expired} expired, ${day.mismatched} with a wrong pick`,
    `outgoing  ${outgoing.waiting} waiting, ${outgoing.dead} dead`,
    ...alerts.map(({ level, kind, count }) => `${level.padEnd(8)}  ${kind.replaceAll('_', ' ')} (${count})`),
  ].join('\n')
}
