// Where the ticket was made: see what a phone answered, compare the two strings, confirm or withdraw (rule [PA6]).
import type { TicketId } from '@countersign/protocol'
import { equalBytes } from '@countersign/protocol'
import type { TicketState } from '../core/pairing.js'
import { ticketStateAt, whyNot } from '../core/pairing.js'
import type { Actor } from '../core/permissions.js'
import type { Ports, Stores } from '../core/ports.js'
import type { Device, Ticket } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { record } from './admin/action.js'
import { refuseAbove } from './admin/rank.js'
import { allOrNothing } from './all-or-nothing.js'
import { mustWin, untilSettled } from './lost-race.js'
import { notify } from './notices.js'
import { tellDevice } from './tell.js'

const OPERATOR: Actor = { kind: 'operator' }

export interface PairingStatus {
  readonly state: TicketState
  /** Once a phone accepted. */
  readonly deviceName?: string
  readonly confirmation?: string
}

/** Finds the ticket, tells its state, and what the phone is called and shows. Refuses with `ticket_invalid`. */
export async function pairingStatus(ports: Ports, ticketId: TicketId): Promise<Result<PairingStatus>> {
  const ticket = await ports.storage.read.tickets.byId(ticketId)
  if (ticket === undefined) return refused({ reason: 'ticket_invalid', because: 'unknown' })
  const state = ticketStateAt(ticket, ports.clock.nowMs())
  const device = ticket.deviceId && (await ports.storage.read.devices.byId(ticket.deviceId))
  if (device === undefined || ticket.confirmation === undefined) return accepted({ state })
  return accepted({ state, deviceName: device.name, confirmation: ticket.confirmation })
}

/**
 * Finds the ticket, compares the string, makes ticket and device good at once, tells the phone.
 * Refuses with `ticket_invalid`, `account_suspended`, `not_permitted` (an admin above `by`), and with `confirmation_wrong`, which changes nothing.
 * @param confirmation the six digits that the phone shows.
 * @param by who confirms; the caller saw that they may.
 * @param alongside in the same transaction, before the phone counts: a refusal takes everything back.
 */
export function confirmPairing(
  ports: Ports,
  ticketId: TicketId,
  confirmation: string,
  by: Actor = OPERATOR,
  alongside: (stores: Stores) => Promise<Result<undefined>> = nothing,
): Promise<Result<Device>> {
  return untilSettled(async () => {
    const ticket = await ports.storage.read.tickets.byId(ticketId)
    if (ticket === undefined) return refused({ reason: 'ticket_invalid', because: 'unknown' })
    const nowMs = ports.clock.nowMs()
    const state = ticketStateAt(ticket, nowMs)
    const { deviceId } = ticket
    if (state !== 'accepted' || deviceId === undefined)
      return refused({ reason: 'ticket_invalid', because: whyNot(state) })
    if (!sameDigits(ticket, confirmation)) return refused({ reason: 'confirmation_wrong' })
    const outcome = await allOrNothing(ports, async (stores): Promise<Result<Device>> => {
      // Both at this moment: whoever was suspended, or given a role, since the ticket was made.
      const account = await stores.accounts.byId(ticket.accountId)
      if (account?.state !== 'active') return refused({ reason: 'account_suspended' })
      const above = await refuseAbove(stores, by, ticket.accountId)
      if (above !== undefined) return refused(above)
      const along = await alongside(stores)
      if (!along.ok) return along
      mustWin(await stores.tickets.changeState(ticketId, 'accepted', 'confirmed'))
      mustWin(await stores.devices.changeState(deviceId, ['pending_confirm'], 'active', nowMs))
      const confirmed = await stores.devices.byId(deviceId)
      if (confirmed === undefined) return refused({ reason: 'device_unknown' })
      const { accountId, name } = confirmed
      const facts = { deviceId, deviceName: name, ticketId }
      await record(ports, stores, by, { action: 'device.confirmed', accountId, facts })
      await notify(ports, stores, accountId, 'device_added', { deviceName: name })
      // Whichever way the phone came: an invitation that is still around must not add another.
      await stores.invitations.end(accountId, 'accepted')
      return accepted(confirmed)
    })
    if (!outcome.ok) return outcome
    ports.log.info('device_confirmed', { ticketId, deviceId, accountId: outcome.value.accountId })
    tellDevice(ports, outcome.value)
    return outcome
  })
}

/** Finds the ticket, ends it, revokes the phone that waits on it, tells that phone. Refuses with `ticket_invalid`. */
export function withdrawPairing(
  ports: Ports,
  ticketId: TicketId,
  by: Actor = OPERATOR,
): Promise<Result<void>> {
  return untilSettled(async () => {
    const ticket = await ports.storage.read.tickets.byId(ticketId)
    if (ticket === undefined) return refused({ reason: 'ticket_invalid', because: 'unknown' })
    const { state, deviceId } = ticket
    if (state === 'withdrawn') return accepted(undefined)
    if (state === 'confirmed') return refused({ reason: 'ticket_invalid', because: 'spent' })
    const nowMs = ports.clock.nowMs()
    await ports.storage.transaction(async (stores) => {
      mustWin(await stores.tickets.changeState(ticketId, state, 'withdrawn'))
      if (deviceId !== undefined)
        await stores.devices.changeState(deviceId, ['pending_confirm'], 'revoked', nowMs)
      const { accountId } = ticket
      await record(ports, stores, by, { action: 'pairing.withdrawn', accountId, facts: { ticketId } })
    })
    ports.log.info('pairing_withdrawn', { ticketId, accountId: ticket.accountId })
    if (deviceId !== undefined) tellDevice(ports, { id: deviceId, state: 'revoked' })
    return accepted(undefined)
  })
}

const nothing = (): Promise<Result<undefined>> => Promise.resolve(accepted(undefined))

function sameDigits({ confirmation }: Ticket, typed: string): boolean {
  const utf8 = new TextEncoder()
  return confirmation !== undefined && equalBytes(utf8.encode(confirmation), utf8.encode(typed))
}
