// Pairs this device: looks a ticket up ("Pair with alice at ACME?"), then accepts it with a new key.
import type { KeySet, PairingAccepted, PairingLink, TicketFound } from '@countersign/protocol'
import {
  confirmationString,
  equalBytes,
  fromBase64Url,
  idToBytes,
  keyRole,
  pairingAcceptDocument,
  pairingAccepted,
  pairingLookupDocument,
  pairingTranscriptDocument,
  TEXT_MAX_BYTES,
  ticketFound,
  toBase64Url,
  toSignableText,
} from '@countersign/protocol'
import { systemClock } from './environment.js'
import { DeviceError } from './error.js'
import type { DeviceCrypto } from './hashes.js'
import { webCrypto } from './hashes.js'
import type { DeviceKey, Keystore } from './keystore.js'
import type { Pairing, PairingStore } from './pairing-record.js'
import type { HttpEnvironment } from './server-http.js'
import { postJson } from './server-http.js'
import { checkKeySet } from './server-keys.js'
import type { Verify } from './verify-ed25519.js'
import { createVerify } from './verify-ed25519.js'

export interface PairingEnvironment extends HttpEnvironment {
  readonly verify?: Verify
  /** Needed where there is no WebCrypto, e.g. in React Native. */
  readonly crypto?: DeviceCrypto
}

export interface AcceptOptions extends PairingEnvironment {
  /** What the person sees in their list of devices, at most 64 bytes. */
  readonly deviceName: string
  readonly keystore: Keystore
  readonly store: PairingStore
}

/**
 * Asks the server what a pairing link would pair with, and checks that it is the server of the link. Spends nothing.
 *
 * @param link from `parsePairingLink` of `@countersign/protocol`.
 * @returns the account and the server's name to show to the person, and the checked key set.
 *
 * Rejects with DeviceError `server_unreachable`, `server_refused` (`ticket_invalid`: used, expired or withdrawn),
 * `server_response_invalid`, `server_identity_wrong`, `key_set_invalid`, `crypto_unavailable`.
 *
 * @example
 * const link = parsePairingLink(scanned)
 * if (link === undefined) throw new Error('this is not a pairing link')
 * const found = await lookUpPairing(link)
 * if (confirm(`Pair with ${found.userId} at ${found.serverName}?`)) {
 *   const { confirmation } = await acceptPairing(link, found, { deviceName: 'My phone', keystore, store })
 *   show(`Compare this number with the other screen: ${confirmation}`)
 * }
 */
export async function lookUpPairing(
  link: PairingLink,
  environment: PairingEnvironment = {},
): Promise<TicketFound> {
  const { serverUrl, serverId, ticketId, ticketSecret } = link
  const body = pairingLookupDocument.encode({ version: 1, serverId, ticketId: idToBytes(ticketId) })
  const { crypto = webCrypto, verify = createVerify() } = environment
  const proof = await crypto.hmacSha256(ticketSecret, pairingLookupDocument.message(body))
  const url = `${serverUrl}/v1/pairings/look-up`
  const found = await postJson(url, { ticketId, proof: toBase64Url(proof) }, ticketFound, environment)
  // [PA2]: before anything is shown or a key is made.
  await checkKeySet(found.keySet, serverId, 0, verify, crypto)
  return found
}

/**
 * Makes a key, accepts the ticket with it and saves the pairing. The device may connect at once; it gets requests after the
 * confirmation string was confirmed where the ticket was made.
 *
 * @param found what `lookUpPairing` gave and the person agreed to.
 * @returns the pairing, and six digits that both screens show.
 *
 * Rejects as `lookUpPairing` does, and with `device_name_invalid`, `key_self_test_failed`, `account_mismatch`,
 * `confirmation_mismatch`, `storage_failed`; then the new key is removed again and a new ticket may be needed.
 */
export async function acceptPairing(
  link: PairingLink,
  found: TicketFound,
  options: AcceptOptions,
): Promise<{ readonly pairing: Pairing; readonly confirmation: string }> {
  const { keystore, store, clock = systemClock, verify = createVerify(), crypto = webCrypto } = options
  const deviceName = toSignableText(options.deviceName.trim(), TEXT_MAX_BYTES.deviceName).trim()
  if (deviceName === '')
    throw new DeviceError('device_name_invalid', 'a device name that can be shown expected')
  const keySet = await checkKeySet(found.keySet, link.serverId, 0, verify, crypto)
  // `crypto.randomUUID` is missing on older phones.
  const keyId = toBase64Url(crypto.randomBytes(KEY_ID_BYTES))
  const key = await keystore.create(keyId)
  try {
    const nowMs = clock.nowMs()
    const accepted = await accept(link, found, key, deviceName, nowMs, options)
    const confirmation = await checkAccepted(link, found, key, accepted, keySet, { verify, crypto })
    const pairing: Pairing = {
      serverUrl: link.serverUrl,
      serverId: toBase64Url(link.serverId),
      serverName: accepted.serverName,
      accountId: accepted.accountId,
      userId: accepted.userId,
      deviceId: accepted.deviceId,
      deviceName,
      keyId,
      keySet: found.keySet,
      keySetVersion: keySet.keySetVersion,
      nextCounter: 1,
      forgottenSequence: 0,
      seen: [],
      pairedAtMs: nowMs,
    }
    await save(store, pairing)
    return { pairing, confirmation }
  } catch (error) {
    await keystore.remove(keyId)
    throw error
  }
}

const KEY_ID_BYTES = 16

async function accept(
  link: PairingLink,
  found: TicketFound,
  key: DeviceKey,
  deviceName: string,
  deviceTimeMs: number,
  environment: PairingEnvironment,
): Promise<PairingAccepted> {
  const { crypto = webCrypto } = environment
  const { serverUrl, serverId, ticketId, ticketSecret } = link
  const message = pairingAcceptDocument.message(
    pairingAcceptDocument.encode({
      version: 1,
      serverId,
      ticketId: idToBytes(ticketId),
      accountId: idToBytes(found.accountId),
      deviceKey: key.publicKey,
      deviceName,
      deviceTimeMs,
    }),
  )
  const body = {
    ticketId,
    deviceKey: toBase64Url(key.publicKey),
    deviceName,
    deviceTimeMs,
    signature: toBase64Url(await key.sign(message)),
    ticketProof: toBase64Url(await crypto.hmacSha256(ticketSecret, message)),
  }
  return untilAnswered(() => postJson(`${serverUrl}/v1/pairings/accept`, body, pairingAccepted, environment))
}

/** The ticket may be spent though its reply was lost. [PA4]: the same acceptance again gets the same reply. */
const ACCEPT_ATTEMPTS = 3

async function untilAnswered<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = ACCEPT_ATTEMPTS - 1; ; left--) {
    try {
      return await attempt()
    } catch (error) {
      if (left === 0 || !(error instanceof DeviceError) || error.code !== 'server_unreachable') throw error
    }
  }
}

/** [PA5], [PA7]: the pinned server signed this very acceptance, and saw the string that the device computes itself. */
async function checkAccepted(
  link: PairingLink,
  found: TicketFound,
  key: DeviceKey,
  accepted: PairingAccepted,
  keySet: KeySet,
  { verify, crypto }: { readonly verify: Verify; readonly crypto: DeviceCrypto },
): Promise<string> {
  if (accepted.accountId !== found.accountId || accepted.userId !== found.userId)
    throw new DeviceError('account_mismatch', 'the server paired another account than the one it showed')
  const transcript = pairingTranscriptDocument.encode({
    version: 1,
    serverId: link.serverId,
    ticketId: idToBytes(link.ticketId),
    accountId: idToBytes(found.accountId),
    deviceId: idToBytes(accepted.deviceId),
    deviceKey: key.publicKey,
  })
  const message = pairingTranscriptDocument.message(transcript)
  const signer = keySet.keys.find(
    ({ role, keyId }) => role === keyRole.challenge && equalBytes(keyId, idToBytes(accepted.keyId)),
  )
  const signature = fromBase64Url(accepted.signature)
  if (
    signer === undefined ||
    signature === undefined ||
    !(await verify(signer.publicKey, message, signature))
  )
    throw new DeviceError('confirmation_mismatch', 'the pinned server did not sign this acceptance')
  const confirmation = confirmationString(await crypto.sha256(message))
  if (confirmation !== accepted.confirmation)
    throw new DeviceError('confirmation_mismatch', 'the server saw another pairing than this device')
  return confirmation
}

async function save(store: PairingStore, pairing: Pairing): Promise<void> {
  try {
    await store.save(pairing)
  } catch (cause) {
    throw new DeviceError('storage_failed', 'the pairing could not be saved', { cause })
  }
}
