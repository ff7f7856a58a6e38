// `countersign pair withdraw`: the link, and a phone that took it and is not confirmed, are refused.
import { withdrawPairing } from '../../flows/confirm-pairing.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readTicketId } from '../values.js'

export const pairWithdraw = defineCommand({
  name: 'pair withdraw',
  sentence: 'make a pairing link useless, and the phone that took it',
  details: 'A device already confirmed stays: remove it with countersign device revoke.',
  arguments: [{ name: 'TICKET', sentence: 'the id printed by countersign pair' }],
  options: {},
  examples: ['countersign pair withdraw 0193e0f2-7a1c-7b2d-8c3e-4f5a6b7c8d9e'],
  async run({ arguments: { TICKET } }, surroundings) {
    const { report } = surroundings
    const ticketId = readTicketId(TICKET)
    if (!ticketId.ok) return report.failed(ticketId.fault)
    return withPorts(surroundings, async (ports) => {
      const withdrawn = await withdrawPairing(ports, ticketId.value)
      if (!withdrawn.ok) return report.failed(faultOf(withdrawn.refusal, TICKET))
      return report.done({ ticketId: TICKET, state: 'withdrawn' }, 'withdrawn')
    })
  },
})
