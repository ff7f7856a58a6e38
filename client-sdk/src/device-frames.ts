// The two frames a device signs: the one that opens its socket, and the answer.
import type {
  Answer,
  ChallengeId,
  DecisionName,
  DeviceFrame,
  DeviceId,
  ServerFrame,
} from '@countersign/protocol'
import {
  answerDocument,
  decision,
  equalBytes,
  fromBase64Url,
  idToBytes,
  socketAuthDocument,
  toBase64Url,
} from '@countersign/protocol'
import { DeviceError } from './error.js'
import type { DeviceKey } from './keystore.js'
import type { Pairing } from './pairing-record.js'
import type { Prover } from './prover.js'
import { hostOf } from './server-url.js'

type AuthenticateFrame = Extract<DeviceFrame, { type: 'authenticate' }>
export type AnswerFrame = Extract<DeviceFrame, { type: 'answer' }>

/** What the server's `hello` said. */
interface Nonce {
  readonly nonce: Uint8Array
  readonly expiresAtMs: number
}

/** A decision about one challenge, ready to be signed. */
export interface Decided {
  readonly challengeId: ChallengeId
  readonly decision: DecisionName
  /** The `chosen` field: the symbol, the code, or nothing. */
  readonly chosen: Uint8Array
  /** SHA-256 of the challenge's message: the answer is to this very question. */
  readonly challengeHash: Uint8Array
  /** This device's clock: information only. */
  readonly decidedAtMs: number
  /** Until then the server can act on it; server clock. */
  readonly untilMs: number
  /** Proves that the person was there; of an approve that needs it. */
  readonly prover?: Prover | undefined
}

/** What answers a `hello`; `server_other`: not the pinned one, which gets nothing ([SA1]). Throws `keys_vanished`. */
export async function answerHello(
  key: DeviceKey,
  pairing: Pairing,
  hello: Extract<ServerFrame, { type: 'hello' }>,
): Promise<AuthenticateFrame | 'server_other'> {
  const serverId = fromBase64Url(hello.serverId)
  const nonce = fromBase64Url(hello.nonce)
  if (!serverId || !nonce || !equalBytes(serverId, serverIdOf(pairing))) return 'server_other'
  try {
    return await authenticateFrame(key, pairing, { nonce, expiresAtMs: hello.expiresAtMs })
  } catch (cause) {
    throw new DeviceError('keys_vanished', 'the device key could not sign', { cause })
  }
}

/** Signs the server's nonce for the host that was dialled, so that a relay on another name cannot use it ([SA3]). */
async function authenticateFrame(
  key: DeviceKey,
  pairing: Pairing,
  { nonce, expiresAtMs }: Nonce,
): Promise<AuthenticateFrame> {
  const deviceId: DeviceId = pairing.deviceId
  const body = socketAuthDocument.encode({
    version: 1,
    serverId: serverIdOf(pairing),
    host: hostOf(pairing.serverUrl),
    deviceId: idToBytes(deviceId),
    nonce,
    expiresAtMs,
  })
  const signature = await key.sign(socketAuthDocument.message(body))
  return { type: 'authenticate', deviceId, signature: toBase64Url(signature) }
}

/** Signs a decision with a counter that was never used before. */
export async function answerFrame(
  key: DeviceKey,
  pairing: Pairing,
  decided: Decided,
  counter: number,
): Promise<AnswerFrame> {
  const { challengeId, chosen, decidedAtMs, prover } = decided
  const userVerification = prover?.userVerification ?? 0
  const answer: Answer = {
    version: 1,
    serverId: serverIdOf(pairing),
    challengeId: idToBytes(challengeId),
    accountId: idToBytes(pairing.accountId),
    deviceId: idToBytes(pairing.deviceId),
    challengeHash: decided.challengeHash,
    decision: decision[decided.decision],
    chosen,
    userVerification,
    counter,
    deviceTimeMs: decidedAtMs,
  }
  const signature = await key.sign(answerDocument.message(answerDocument.encode(answer)))
  const proof = await prover?.prove(answer)
  return {
    type: 'answer',
    challengeId,
    decision: decided.decision,
    chosen: toBase64Url(chosen),
    userVerification,
    counter,
    deviceTimeMs: decidedAtMs,
    signature: toBase64Url(signature),
    ...(proof && { proof }),
  }
}

/** The pinned server id as bytes. Throws RangeError for a pairing that was not read by `parsePairing`. */
export function serverIdOf(pairing: Pairing): Uint8Array {
  const bytes = fromBase64Url(pairing.serverId)
  if (bytes?.length !== 32) throw new RangeError('pairing.serverId: base64url of 32 bytes expected')
  return bytes
}
