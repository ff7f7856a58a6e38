// A phone accepts a pairing ticket: it becomes a device that waits for its confirmation (rules [PA3]–[PA6], [KE2], [KE3]).
import type { AcceptPairingBody, AccountId, DeviceId, PairingAccepted } from '@countersign/protocol'
import {
  confirmationString,
  equalBytes,
  idToBytes,
  isAcceptableKey,
  pairingAcceptDocument,
  pairingTranscriptDocument,
  toBase64Url,
} from '@countersign/protocol'
import { devicesHeld, hasRoomForDevice, ticketStateAt, whyNot } from '../core/pairing.js'
import type { Ports } from '../core/ports.js'
import type { Account, Device, Ticket } from '../core/records.js'
import type { Refusal, Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { givenBytes } from './given-bytes.js'
import { provenTicket } from './ticket-proof.js'

/**
 * Finds the ticket, checks the proof of its secret, the key, and the proof of the key; spends the ticket and adds the
 * device in one transaction; tells the string that both screens show.
 *
 * The same key with the same good proofs again gets the same reply: so a phone whose reply was lost is not stranded. It
 * changes nothing; a second key on a spent ticket is refused ([PA4]).
 *
 * Refuses with `ticket_invalid`, `key_refused`, `too_many_devices`; the ticket is then still unspent.
 */
export async function acceptPairing(ports: Ports, body: AcceptPairingBody): Promise<Result<PairingAccepted>> {
  const deviceKey = givenBytes(body.deviceKey)
  const messageFor = (accountId: AccountId | undefined) => acceptMessage(ports, body, deviceKey, accountId)
  const proven = await provenTicket(ports, body.ticketId, givenBytes(body.ticketProof), messageFor)
  if (!proven.ok) return proven
  const ticket = proven.value
  if (!isAcceptableKey(deviceKey)) return refused({ reason: 'key_refused', because: 'low_order' })
  if (!ports.vault.verify(deviceKey, messageFor(ticket.accountId), givenBytes(body.signature)))
    return refused({ reason: 'ticket_invalid', because: 'proof' })

  const account = await ports.storage.read.accounts.byId(ticket.accountId)
  if (account?.state !== 'active') return refused({ reason: 'ticket_invalid', because: 'unknown' })
  const already = await alreadyAccepted(ports, ticket, deviceKey)
  if (already !== undefined) return accepted(replyFor(ports, account, ticket, already))
  const nowMs = ports.clock.nowMs()
  const state = ticketStateAt(ticket, nowMs)
  if (state !== 'open') return refused({ reason: 'ticket_invalid', because: whyNot(state) })

  const device: Device = {
    id: ports.random.id<DeviceId>(),
    accountId: account.id,
    name: body.deviceName,
    publicKey: deviceKey,
    state: 'pending_confirm',
    counter: 0,
    verifies: false,
    createdAtMs: nowMs,
    changedAtMs: nowMs,
    lastUsedAtMs: undefined,
  }
  const confirmation = confirmationString(ports.vault.sha256(transcriptMessage(ports, ticket, device)))
  const refusal = await spendTicket(ports, ticket, device, confirmation, nowMs)
  if (refusal !== undefined) return refused(refusal)
  ports.log.info('device_paired', { ticketId: ticket.id, accountId: account.id, deviceId: device.id })
  return accepted(replyFor(ports, account, ticket, device))
}

function acceptMessage(
  ports: Ports,
  body: AcceptPairingBody,
  deviceKey: Uint8Array,
  accountId: AccountId | undefined,
): Uint8Array {
  return pairingAcceptDocument.message(
    pairingAcceptDocument.encode({
      version: 1,
      serverId: ports.vault.serverId,
      ticketId: idToBytes(body.ticketId),
      accountId: accountId === undefined ? new Uint8Array(16) : idToBytes(accountId),
      deviceKey,
      deviceName: body.deviceName,
      deviceTimeMs: body.deviceTimeMs,
    }),
  )
}

async function alreadyAccepted(
  ports: Ports,
  ticket: Ticket,
  deviceKey: Uint8Array,
): Promise<Device | undefined> {
  const { deviceId } = ticket
  if (ticket.state !== 'accepted' || deviceId === undefined) return undefined
  const device = await ports.storage.read.devices.byId(deviceId)
  return device && equalBytes(device.publicKey, deviceKey) ? device : undefined
}

function transcriptMessage(ports: Ports, ticket: Ticket, device: Device): Uint8Array {
  const transcript = pairingTranscriptDocument.encode({
    version: 1,
    serverId: ports.vault.serverId,
    ticketId: idToBytes(ticket.id),
    accountId: idToBytes(device.accountId),
    deviceId: idToBytes(device.id),
    deviceKey: device.publicKey,
  })
  return pairingTranscriptDocument.message(transcript)
}

/** A refusal found only inside the transaction, carried out of it so that everything rolls back. */
class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.reason)
    this.refusal = refusal
  }
}

async function spendTicket(
  ports: Ports,
  ticket: Ticket,
  device: Device,
  confirmation: string,
  nowMs: number,
): Promise<Refusal | undefined> {
  try {
    await ports.storage.transaction(async (stores) => {
      const held = await stores.devices.ofAccount(device.accountId)
      if (!hasRoomForDevice(held))
        throw new Refused({ reason: 'too_many_devices', devices: devicesHeld(held) })
      if (!(await stores.devices.add(device))) throw new Refused({ reason: 'key_refused', because: 'known' })
      if (!(await stores.tickets.accept(ticket.id, device.id, confirmation, nowMs)))
        throw new Refused({ reason: 'ticket_invalid', because: 'spent' })
    })
    return undefined
  } catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
}

/** [PA5]: signed, so that nobody in between can tell the phone of another acceptance than the one that was made. */
function replyFor(ports: Ports, account: Account, ticket: Ticket, device: Device): PairingAccepted {
  const { id: accountId, userId } = account
  const message = transcriptMessage(ports, ticket, device)
  const key = ports.vault.signingKey(ports.clock.nowMs())
  return {
    deviceId: device.id,
    accountId,
    userId,
    serverName: ports.settings.serverName,
    confirmation: confirmationString(ports.vault.sha256(message)),
    keyId: key.keyId,
    signature: toBase64Url(key.sign(message)),
  }
}
