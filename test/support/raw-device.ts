// A device by the bare protocol, without the client SDK: keys from node:crypto, documents by hand, frames as they come.
import type { KeyObject } from 'node:crypto'
import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type {
  Challenge,
  DeviceFrame,
  DeviceId,
  MatchShown,
  PairingLink,
  ServerFrame,
  TicketFound,
} from '@countersign/protocol'
import {
  answerDocument,
  challengeDocument,
  chosenBytes,
  decision,
  fromBase64Url,
  idToBytes,
  pairingAcceptDocument,
  pairingLookupDocument,
  parseServerFrame,
  SOCKET_PATH,
  SOCKET_PROTOCOL,
  socketAuthDocument,
  toBase64Url,
} from '@countersign/protocol'
import { WebSocket } from 'ws'

/** The key of a device, raw and as node:crypto wants it. */
export interface RawKey {
  readonly publicKey: Uint8Array
  readonly privateKey: KeyObject
}

export interface RawDevice extends RawKey {
  readonly deviceId: DeviceId
  readonly accountId: string
}

export function newKey(): RawKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return {
    publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
    privateKey,
  }
}

export function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64Url(text)
  if (bytes === undefined) throw new Error('base64url expected')
  return bytes
}

/** The body of POST /v1/pairings/look-up for a link. */
export function lookUpBody(link: PairingLink): { readonly ticketId: string; readonly proof: string } {
  const message = pairingLookupDocument.message(
    pairingLookupDocument.encode({
      version: 1,
      serverId: link.serverId,
      ticketId: idToBytes(link.ticketId),
    }),
  )
  return { ticketId: link.ticketId, proof: hmac(link.ticketSecret, message) }
}

/** The body of POST /v1/pairings/accept for a link. */
export function acceptBody(
  link: PairingLink,
  found: TicketFound,
  key: RawKey,
  deviceName = 'test phone',
): Readonly<Record<string, unknown>> {
  const deviceTimeMs = 1_795_000_000_000
  const message = pairingAcceptDocument.message(
    pairingAcceptDocument.encode({
      version: 1,
      serverId: link.serverId,
      ticketId: idToBytes(link.ticketId),
      accountId: idToBytes(found.accountId),
      deviceKey: key.publicKey,
      deviceName,
      deviceTimeMs,
    }),
  )
  return {
    ticketId: link.ticketId,
    deviceKey: toBase64Url(key.publicKey),
    deviceName,
    deviceTimeMs,
    signature: toBase64Url(sign(null, message, key.privateKey)),
    ticketProof: hmac(link.ticketSecret, message),
  }
}

/** The `authenticate` frame that answers a `hello`. */
export function authenticateFrame(
  device: RawDevice,
  hello: Extract<ServerFrame, { type: 'hello' }>,
  host: string,
): Extract<DeviceFrame, { type: 'authenticate' }> {
  const body = socketAuthDocument.encode({
    version: 1,
    serverId: bytesOf(hello.serverId),
    host,
    deviceId: idToBytes(device.deviceId),
    nonce: bytesOf(hello.nonce),
    expiresAtMs: hello.expiresAtMs,
  })
  const signature = toBase64Url(sign(null, socketAuthDocument.message(body), device.privateKey))
  return { type: 'authenticate', deviceId: device.deviceId, signature }
}

/** The question that a `challenge` frame asks. */
export function questionOf(frame: Extract<ServerFrame, { type: 'challenge' }>): Challenge {
  const parsed = challengeDocument.parse(bytesOf(frame.body))
  if (!parsed.ok) throw new Error(parsed.fault)
  return parsed.value
}

/** A signed `answer` frame. Approving takes the symbol to pick, or the code to type. */
export function answerFrame(
  device: RawDevice,
  frame: Extract<ServerFrame, { type: 'challenge' }>,
  answer: {
    readonly decision: 'approve' | 'deny' | 'report'
    readonly symbolId?: number
    readonly code?: string
    readonly counter: number
  },
): Extract<DeviceFrame, { type: 'answer' }> {
  const question = questionOf(frame)
  const challengeMessage = challengeDocument.message(bytesOf(frame.body))
  const chosen = chosenBytes(chosenBy(answer))
  const deviceTimeMs = 1_795_000_000_000
  const body = answerDocument.encode({
    version: 1,
    serverId: question.serverId,
    challengeId: question.challengeId,
    accountId: question.accountId,
    deviceId: question.deviceId,
    challengeHash: new Uint8Array(createHash('sha256').update(challengeMessage).digest()),
    decision: decision[answer.decision],
    chosen,
    userVerification: 0,
    counter: answer.counter,
    deviceTimeMs,
  })
  return {
    type: 'answer',
    challengeId: frame.challengeId,
    decision: answer.decision,
    chosen: toBase64Url(chosen),
    userVerification: 0,
    counter: answer.counter,
    deviceTimeMs,
    signature: toBase64Url(sign(null, answerDocument.message(body), device.privateKey)),
  }
}

function chosenBy(answer: { readonly symbolId?: number; readonly code?: string }): MatchShown | undefined {
  if (answer.code !== undefined) return { mode: 'code', code: answer.code }
  return answer.symbolId === undefined ? undefined : { mode: 'symbol', symbolId: answer.symbolId }
}

/** An open socket whose frames are taken one by one, in order. */
export class RawSocket {
  readonly #socket: WebSocket
  readonly #frames: ServerFrame[] = []
  readonly #takers: ((frame: ServerFrame | undefined) => void)[] = []
  /** Bodies of challenges. */
  readonly #taken = new Set<string>()
  /** Heartbeats that came. */
  pings = 0
  /** Resolves with close code and reason. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>

  constructor(wsUrl: string, options: { readonly origin?: string; readonly autoPong?: boolean } = {}) {
    this.#socket = new WebSocket(wsUrl + SOCKET_PATH, SOCKET_PROTOCOL, options)
    this.#socket.on('message', (data) => this.#arrived(String(data)))
    this.#socket.on('ping', () => {
      this.pings += 1
    })
    // A refused upgrade shows as an error; `closed` tells of it.
    this.#socket.on('error', () => undefined)
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', (code, reason) => {
        for (const taker of this.#takers.splice(0)) taker(undefined)
        resolve({ code, reason: reason.toString() })
      })
    })
  }

  /**
   * The next frame, which must be of this type; a challenge that came before, byte for byte, is not a new one ([FR2]): nodes that may
   * not reach each other bring it twice rather than never. Rejects when the socket closes instead.
   */
  async take<T extends ServerFrame['type']>(type: T): Promise<Extract<ServerFrame, { type: T }>> {
    let frame = await this.next()
    while (type !== 'challenge' && frame?.type === 'challenge' && this.#taken.has(frame.body))
      frame = await this.next()
    if (frame?.type === 'challenge') this.#taken.add(frame.body)
    if (frame?.type !== type) throw new Error(`frame ${type} expected, ${JSON.stringify(frame)} came`)
    // Sound: the type was compared in the line above.
    return frame as Extract<ServerFrame, { type: T }>
  }

  /** The next frame, or undefined when the socket closed. */
  next(): Promise<ServerFrame | undefined> {
    const frame = this.#frames.shift()
    if (frame !== undefined) return Promise.resolve(frame)
    if (this.#socket.readyState >= WebSocket.CLOSING) return Promise.resolve(undefined)
    return new Promise((resolve) => this.#takers.push(resolve))
  }

  send(frame: DeviceFrame): void {
    this.sendRaw(JSON.stringify(frame))
  }

  sendRaw(data: string | Uint8Array): void {
    this.#socket.send(data)
  }

  close(): void {
    this.#socket.close()
  }

  /** Cuts the connection as a lost network does. */
  cut(): void {
    this.#socket.terminate()
  }

  #arrived(text: string): void {
    const frame = parseServerFrame(text)
    if (frame === undefined) throw new Error(`not a frame: ${text}`)
    const taker = this.#takers.shift()
    if (taker === undefined) this.#frames.push(frame)
    else taker(frame)
  }
}

function hmac(key: Uint8Array, message: Uint8Array): string {
  return toBase64Url(createHmac('sha256', key).update(message).digest())
}
