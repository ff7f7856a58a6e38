// What a pairing ticket is good for at a time, and how many devices an account may have ([PA3], [PA4], [PA6]).
import { DEVICES_PER_ACCOUNT_MAX, TICKET_TTL_SECONDS } from '@countersign/protocol'
import type { Device, Ticket } from './records.js'

/** Scanned in the last second, a ticket still leaves the person this long to compare two screens and confirm. */
const CONFIRM_WITHIN_MS = TICKET_TTL_SECONDS * 1000
/** From the ticket to the confirmation, at most. */
export const PAIRING_MAX_MS = TICKET_TTL_SECONDS * 1000 + CONFIRM_WITHIN_MS

export type TicketState = Ticket['state'] | 'expired'

/** The state that time makes of a stored ticket: usable up to the last millisecond before its end. */
export function ticketStateAt(ticket: Pick<Ticket, 'state' | 'expiresAtMs'>, nowMs: number): TicketState {
  switch (ticket.state) {
    case 'open':
      return nowMs < ticket.expiresAtMs ? 'open' : 'expired'
    case 'accepted':
      return nowMs < ticket.expiresAtMs + CONFIRM_WITHIN_MS ? 'accepted' : 'expired'
    case 'confirmed':
    case 'withdrawn':
      return ticket.state
    default:
      return closed(ticket.state)
  }
}

/** Why a ticket that is not in the wanted state is refused; for the log, since the outside hears one sentence for all. */
export function whyNot(state: TicketState): 'expired' | 'spent' {
  return state === 'expired' ? 'expired' : 'spent'
}

/** Devices that count against the account's limit: all that could ever answer. */
export function devicesHeld(devices: readonly Pick<Device, 'state'>[]): number {
  return devices.filter(({ state }) => state !== 'revoked').length
}

export function hasRoomForDevice(devices: readonly Pick<Device, 'state'>[]): boolean {
  return devicesHeld(devices) < DEVICES_PER_ACCOUNT_MAX
}

function closed(_: never): TicketState {
  return 'expired'
}
