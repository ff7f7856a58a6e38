// `countersign pair status`: how far a pairing got.
import { pairingStatus } from '../../flows/confirm-pairing.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readTicketId } from '../values.js'

export const pairStatus = defineCommand({
  name: 'pair status',
  sentence: 'say how far a pairing got',
  arguments: [{ name: 'TICKET', sentence: 'the id printed by countersign pair --no-wait' }],
  options: {},
  examples: ['countersign pair status 0193e0f2-7a1c-7b2d-8c3e-4f5a6b7c8d9e --json'],
  async run({ arguments: { TICKET } }, surroundings) {
    const { report } = surroundings
    const ticketId = readTicketId(TICKET)
    if (!ticketId.ok) return report.failed(ticketId.fault)
    return withPorts(surroundings, async (ports) => {
      const status = await pairingStatus(ports, ticketId.value)
      if (!status.ok) return report.failed(faultOf(status.refusal, TICKET))
      const { state, deviceName = 'a phone', confirmation = '' } = status.value
      return report.done({ ticketId: TICKET, ...status.value }, sentences[state](deviceName, confirmation))
    })
  },
})

const sentences = {
  open: () => 'waits for a phone',
  accepted: (name: string, digits: string) =>
    `"${name}" accepted; confirm it when the phone shows ${digits.slice(0, 3)} ${digits.slice(3)}`,
  confirmed: (name: string) => `confirmed: "${name}" may approve logins`,
  withdrawn: () => 'withdrawn',
  expired: () => 'expired: make another with countersign pair USER_ID',
} as const satisfies Record<string, (name: string, digits: string) => string>
