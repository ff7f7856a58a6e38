// The phones of an account as an admin handles them: removed, resumed, and how new ones are paired.
import type { AccountId, DeviceId, TicketId } from '@countersign/protocol'
import type { DeviceBody, PairingBegun, PairingBody } from '@countersign/protocol/admin'
import type { Actor } from '../../core/permissions.js'
import type { Ports } from '../../core/ports.js'
import type { Device } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { resumeDevice, revokeDevice } from '../change-device.js'
import { confirmPairing, pairingStatus, withdrawPairing } from '../confirm-pairing.js'
import { createTicketFor } from '../create-ticket.js'
import { deviceBodies } from '../directory/account-body.js'
import { changeable } from '../directory/suspend.js'
import { action } from './action.js'

interface OneDevice {
  readonly accountId: AccountId
  readonly deviceId: DeviceId
}

/** For good; the person is told. Twice is no fault. Refuses with `not_found`, `not_permitted` (an admin above the actor). */
export const removeDevice = action(
  'device.revoke',
  'accounts:pair',
  async (ports, actor, input: OneDevice): Promise<Result<undefined>> => {
    const own = await deviceOf(ports, actor, input)
    if (!own.ok) return own
    const revoked = await revokeDevice(ports, input.deviceId, actor)
    return revoked.ok ? accepted(undefined) : revoked
  },
)

/** A phone that may only deny approves again. Refuses with `not_found`, `not_permitted`, `device_revoked`, `device_not_confirmed`. */
export const resumeDeviceByAdmin = action(
  'device.resume',
  'accounts:pair',
  async (ports, actor, input: OneDevice): Promise<Result<DeviceBody>> => {
    const own = await deviceOf(ports, actor, input)
    if (!own.ok) return own
    const resumed = await resumeDevice(ports, input.deviceId, actor)
    return resumed.ok ? shownDevice(ports, resumed.value) : resumed
  },
)

/** Makes a ticket: the link is told here and never again. Refuses with `not_found`, `not_permitted`, `account_suspended`, `too_many_devices`. */
export const startPairing = action(
  'pairing.start',
  'accounts:pair',
  async (ports, actor, { accountId }: { readonly accountId: AccountId }): Promise<Result<PairingBegun>> => {
    const changing = await changeable(ports.storage.read, actor, accountId)
    return changing.ok ? createTicketFor(ports, accountId, actor) : changing
  },
  { fresh: true },
)

interface OneTicket {
  readonly ticketId: TicketId
}

/** Refuses with `not_found`. */
export const showPairing = action(
  'pairing.show',
  'accounts:pair',
  async (ports, actor, { ticketId }: OneTicket): Promise<Result<PairingBody>> => {
    const mine = await ticketFor(ports, actor, ticketId)
    return mine.ok ? pairingStatus(ports, ticketId) : mine
  },
)

/**
 * With the six digits that the phone shows; the person is told.
 * Refuses with `not_found`, `not_permitted`, `ticket_invalid`, `account_suspended`, `confirmation_wrong`, which changes nothing.
 */
export const confirmPairingByAdmin = action(
  'pairing.confirm',
  'accounts:pair',
  async (
    ports,
    actor,
    { ticketId, confirmation }: OneTicket & { readonly confirmation: string },
  ): Promise<Result<DeviceBody>> => {
    const mine = await ticketFor(ports, actor, ticketId)
    if (!mine.ok) return mine
    const confirmed = await confirmPairing(ports, ticketId, confirmation, actor)
    return confirmed.ok ? shownDevice(ports, confirmed.value) : confirmed
  },
)

/** Ends the ticket, and the phone that waits on it. Twice is no fault. Refuses with `not_found`, `not_permitted`, `ticket_invalid`. */
export const withdrawPairingByAdmin = action(
  'pairing.withdraw',
  'accounts:pair',
  async (ports, actor, { ticketId }: OneTicket): Promise<Result<undefined>> => {
    const mine = await ticketFor(ports, actor, ticketId)
    if (!mine.ok) return mine
    const withdrawn = await withdrawPairing(ports, ticketId, actor)
    return withdrawn.ok ? accepted(undefined) : withdrawn
  },
)

async function deviceOf(
  ports: Ports,
  actor: Actor,
  { accountId, deviceId }: OneDevice,
): Promise<Result<Device>> {
  const changing = await changeable(ports.storage.read, actor, accountId)
  if (!changing.ok) return changing
  const device = await ports.storage.read.devices.byId(deviceId)
  return device?.accountId === accountId ? accepted(device) : refused({ reason: 'not_found', what: 'device' })
}

/** Also the ticket of an admin above the actor is not theirs to confirm. */
async function ticketFor(ports: Ports, actor: Actor, id: TicketId): Promise<Result<unknown>> {
  const ticket = await ports.storage.read.tickets.byId(id)
  if (ticket === undefined) return refused({ reason: 'not_found', what: 'pairing' })
  return changeable(ports.storage.read, actor, ticket.accountId)
}

async function shownDevice(ports: Ports, device: Device): Promise<Result<DeviceBody>> {
  const [shown] = await deviceBodies(ports, [device])
  return shown === undefined ? refused({ reason: 'not_found', what: 'device' }) : accepted(shown)
}
