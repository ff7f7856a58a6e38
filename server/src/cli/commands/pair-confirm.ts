// `countersign pair confirm`: the digits on the phone are those of this pairing, so the phone may approve logins.
import { confirmPairing } from '../../flows/confirm-pairing.js'
import { defineCommand } from '../command.js'
import { faultOf } from '../refusals.js'
import { withPorts } from '../server.js'
import { readConfirmation, readTicketId } from '../values.js'
import { deviceView } from '../views.js'

export const pairConfirm = defineCommand({
  name: 'pair confirm',
  sentence: 'confirm a pairing with the six digits that the phone shows',
  details:
    'Read the digits from the person’s phone, not from this server: that is what proves it is the right phone.',
  arguments: [{ name: 'TICKET', sentence: 'the id printed by countersign pair --no-wait' }],
  options: {
    confirmation: { type: 'string', value: 'DIGITS', sentence: 'the six digits that the phone shows' },
  },
  examples: ['countersign pair confirm 0193e0f2-7a1c-7b2d-8c3e-4f5a6b7c8d9e --confirmation 482913'],
  async run({ arguments: { TICKET }, options }, surroundings) {
    const { report } = surroundings
    const ticketId = readTicketId(TICKET)
    if (!ticketId.ok) return report.failed(ticketId.fault)
    const digits = readConfirmation(options.confirmation ?? '')
    if (!digits.ok) return report.failed(digits.fault)
    return withPorts(surroundings, async (ports) => {
      const confirmed = await confirmPairing(ports, ticketId.value, digits.value)
      if (!confirmed.ok) return report.failed(faultOf(confirmed.refusal, TICKET))
      return report.done(
        { device: deviceView(confirmed.value) },
        `paired: "${confirmed.value.name}" may approve logins now`,
      )
    })
  },
})
