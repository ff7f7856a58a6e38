// Pairing: the ticket on the screen, what a device signs to accept it, and the string both screens show (rules [PA…]).

import { fromBase64Url, toBase64Url } from './base64url.js'
import type { ValuesOf } from './canonical.js'
import { code, concat, defineDocument, domainPrefix, raw, text, u64 } from './canonical.js'
import type { TicketId } from './ids.js'
import { idFromBytes, idToBytes } from './ids.js'
import { TEXT_MAX_BYTES, TICKET_SECRET_BYTES } from './limits.js'

const acceptFields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  ticketId: [3, raw(16)],
  accountId: [4, raw(16)],
  deviceKey: [5, raw(32)],
  deviceName: [6, text(TEXT_MAX_BYTES.deviceName)],
  deviceTimeMs: [7, u64],
} as const
export type PairingAccept = ValuesOf<typeof acceptFields>

/** Signed by the new device key `K1`, and keyed by the ticket: `HMAC-SHA-256(ticketSecret, message)`. */
export const pairingAcceptDocument = defineDocument('countersign/v1/pairing-accept', acceptFields)

const lookupFields = { version: [1, code([1])], serverId: [2, raw(32)], ticketId: [3, raw(16)] } as const
/** Proves knowledge of a ticket without spending it: `HMAC-SHA-256(ticketSecret, message)`. */
export const pairingLookupDocument = defineDocument('countersign/v1/pairing-lookup', lookupFields)

const transcriptFields = {
  version: [1, code([1])],
  serverId: [2, raw(32)],
  ticketId: [3, raw(16)],
  accountId: [4, raw(16)],
  deviceId: [5, raw(16)],
  deviceKey: [6, raw(32)],
} as const
/** What both sides saw of a pairing: the server signs it with a challenge key, its SHA-256 gives the confirmation string. */
export const pairingTranscriptDocument = defineDocument('countersign/v1/pairing-transcript', transcriptFields)

/** SHA-256 of the transcript's message → the six digits both screens show: first four bytes, big-endian, modulo 10^6. */
export function confirmationString(transcriptHash: Uint8Array): string {
  const number = new DataView(transcriptHash.buffer, transcriptHash.byteOffset).getUint32(0) % 1_000_000
  return number.toString().padStart(6, '0')
}

/** The bytes whose SHA-256 an app stores to pin a device: `domain ‖ K1`. */
export function deviceThumbprintPreimage(deviceKey: Uint8Array): Uint8Array {
  return concat([domainPrefix('countersign/v1/device-thumbprint'), deviceKey])
}

/** What the QR or link of a pairing holds. The secret stays in the fragment, which no browser sends to a server. */
export interface PairingLink {
  /** Origin of the server, e.g. `https://id.example.org`: no path, no trailing slash. */
  readonly serverUrl: string
  readonly serverId: Uint8Array
  readonly ticketId: TicketId
  readonly ticketSecret: Uint8Array
}

/** `<serverUrl>/authenticator/#pair=<serverId>.<ticketId>.<secret>`, each part base64url of its bytes. */
export function formatPairingLink(link: PairingLink): string {
  const parts = [link.serverId, idToBytes(link.ticketId), link.ticketSecret].map(toBase64Url)
  return `${link.serverUrl}/authenticator/#pair=${parts.join('.')}`
}

/** An origin (RFC 6454 §6.1: host in lower case, names in their ASCII form), the path, and three base64url parts. */
const LINK =
  /^(https?:\/\/(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::[0-9]{1,5})?)\/authenticator\/#pair=([\w-]{43})\.([\w-]{22})\.([\w-]{22})$/

/** Reads a scanned or pasted link; undefined for anything that is not one, plain http outside this computer included. */
export function parsePairingLink(input: string): PairingLink | undefined {
  const match = LINK.exec(input.trim())
  const [, serverUrl, serverIdText, ticketText, secretText] = match ?? []
  if (!serverUrl || !serverIdText || !ticketText || !secretText) return undefined
  if (serverUrl.startsWith('http:') && !isLoopback(serverUrl)) return undefined
  const serverId = fromBase64Url(serverIdText)
  const ticketBytes = fromBase64Url(ticketText)
  const ticketSecret = fromBase64Url(secretText)
  if (serverId?.length !== 32 || ticketBytes?.length !== 16 || ticketSecret?.length !== TICKET_SECRET_BYTES)
    return undefined
  return { serverUrl, serverId, ticketId: idFromBytes<TicketId>(ticketBytes), ticketSecret }
}

/** Browsers call these secure contexts without TLS; nothing else may be plain http. */
function isLoopback(url: string): boolean {
  return /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/.test(url)
}
