// A device opens its socket: it proves its key over this server, this host, this nonce, in time (rules [SA…]).
import type { DeviceId } from '@countersign/protocol'
import { idToBytes, isSignableText, socketAuthDocument, TEXT_MAX_BYTES } from '@countersign/protocol'
import type { Ports } from '../core/ports.js'
import type { Device } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'

export interface SocketClaim {
  readonly deviceId: DeviceId
  readonly signature: Uint8Array
  /** The nonce and end of the `hello` that this socket was sent. */
  readonly nonce: Uint8Array
  readonly expiresAtMs: number
  /** Host (and port) that was dialled, lower case. */
  readonly host: string
}

/**
 * Checks the time, finds the device, rebuilds what it signed, verifies, checks its state and its account's.
 * A device that waits for its confirmation may connect: it only hears of its own state.
 * Refuses with `nonce_expired`, `device_unknown`, `signature_wrong`, `device_revoked`, `account_suspended`.
 */
export async function authenticateDevice(ports: Ports, claim: SocketClaim): Promise<Result<Device>> {
  if (ports.clock.nowMs() >= claim.expiresAtMs) return refused({ reason: 'nonce_expired' })
  if (!isSignableText(claim.host, TEXT_MAX_BYTES.host)) return refused({ reason: 'signature_wrong' })
  const device = await ports.storage.read.devices.byId(claim.deviceId)
  if (device === undefined) return refused({ reason: 'device_unknown' })
  const body = socketAuthDocument.encode({
    version: 1,
    serverId: ports.vault.serverId,
    host: claim.host,
    deviceId: idToBytes(device.id),
    nonce: claim.nonce,
    expiresAtMs: claim.expiresAtMs,
  })
  if (!ports.vault.verify(device.publicKey, socketAuthDocument.message(body), claim.signature))
    return refused({ reason: 'signature_wrong' })
  if (device.state === 'revoked') return refused({ reason: 'device_revoked' })
  const account = await ports.storage.read.accounts.byId(device.accountId)
  return account?.state === 'active' ? accepted(device) : refused({ reason: 'account_suspended' })
}
