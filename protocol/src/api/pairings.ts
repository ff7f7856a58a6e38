// HTTP bodies of /v1/pairings: a phone looks a ticket up and accepts it.
import * as z from 'zod/mini'
import { TEXT_MAX_BYTES } from '../limits.js'
import { signedKeySet } from './server.js'
import { bytesText, idText, signableText, timeMs, userIdText } from './values.js'

/** POST /v1/pairings/look-up: `proof` is the HMAC over the pairing-lookup document. */
export const lookUpTicketBody = z.strictObject({ ticketId: idText<'TicketId'>(), proof: bytesText(32, 32) })
export type LookUpTicketBody = z.infer<typeof lookUpTicketBody>
export const ticketFound = z.strictObject({
  accountId: idText<'AccountId'>(),
  userId: userIdText,
  serverName: signableText(TEXT_MAX_BYTES.appName),
  expiresAtMs: timeMs,
  keySet: signedKeySet,
})
export type TicketFound = z.infer<typeof ticketFound>

/** POST /v1/pairings/accept: the values of the accept document that the device chose, and its two proofs. */
export const acceptPairingBody = z.strictObject({
  ticketId: idText<'TicketId'>(),
  deviceKey: bytesText(32, 32),
  deviceName: signableText(TEXT_MAX_BYTES.deviceName, 1),
  deviceTimeMs: timeMs,
  /** K1 over the pairing-accept document. */
  signature: bytesText(64, 64),
  /** HMAC-SHA-256 with the ticket's secret over the same message. */
  ticketProof: bytesText(32, 32),
})
export type AcceptPairingBody = z.infer<typeof acceptPairingBody>
/** 201: the device exists, and waits until its confirmation string is confirmed where the ticket was made. */
export const pairingAccepted = z.strictObject({
  deviceId: idText<'DeviceId'>(),
  accountId: idText<'AccountId'>(),
  userId: userIdText,
  serverName: signableText(TEXT_MAX_BYTES.appName),
  /** Six digits; the device computes them itself and refuses the pairing when they differ. */
  confirmation: z.string().check(z.regex(/^[0-9]{6}$/)),
  /** The challenge key that signed, as UUID. */
  keyId: idText<'KeyId'>(),
  /** SC over the pairing-transcript document: the pinned server took this very key, whoever stood in between. */
  signature: bytesText(64, 64),
})
export type PairingAccepted = z.infer<typeof pairingAccepted>
