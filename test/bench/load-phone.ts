// A phone that costs little: it authenticates, takes challenges and approves what it is told to; what a device verifies is left out.
import type { KeyObject } from 'node:crypto'
import { createHash, createPrivateKey, sign } from 'node:crypto'
import type { ChallengeId, MatchShown, ServerFrame } from '@countersign/protocol'
import {
  answerDocument,
  challengeDocument,
  chosenBytes,
  idToBytes,
  SOCKET_PATH,
  SOCKET_PROTOCOL,
  socketAuthDocument,
} from '@countersign/protocol'
import { WebSocket } from 'ws'
import type { Fleet, FleetDevice } from './fleet.js'

export interface ArrivedChallenge {
  readonly challengeId: ChallengeId
  readonly body: string
  /** Length of the whole message. */
  readonly bytes: number
}

export class Phone {
  readonly device: FleetDevice
  /** Resolves when the server welcomed it. */
  readonly online: Promise<void>
  readonly #serverId: Uint8Array
  readonly #host: string
  readonly #key: KeyObject
  readonly #socket: WebSocket
  #counter = 0
  #welcomed: () => void = () => undefined
  #failed: (error: Error) => void = () => undefined
  #onChallenge: (frame: ArrivedChallenge) => void = () => undefined
  #onReceipt: () => void = () => undefined

  constructor(fleet: Fleet, device: FleetDevice) {
    this.device = device
    this.#serverId = bytesOf(fleet.serverId)
    this.#host = new URL(fleet.url).host
    const der = Buffer.from(device.privateKey, 'base64')
    this.#key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    this.online = new Promise((resolve, reject) => {
      this.#welcomed = resolve
      this.#failed = reject
    })
    const url = fleet.phonesUrl ?? fleet.url
    this.#socket = new WebSocket(url.replace(/^http/, 'ws') + SOCKET_PATH, SOCKET_PROTOCOL, {
      perMessageDeflate: false,
    })
    this.#socket.on('message', (data: Buffer) => this.#hear(data))
    this.#socket.on('error', (error) => this.#failed(error))
    this.#socket.on('close', (code, reason) => this.#failed(new Error(`socket closed: ${code} ${reason}`)))
  }

  nextChallenge(): Promise<ArrivedChallenge> {
    return new Promise((resolve, reject) => {
      this.#onChallenge = resolve
      this.#failed = reject
    })
  }

  nextReceipt(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#onReceipt = resolve
      this.#failed = reject
    })
  }

  /** Tells the page "on the phone", then answers with what the page shows. */
  approve({ challengeId, body }: ArrivedChallenge, match: MatchShown): void {
    this.#send({ type: 'received', challengeId })
    this.#counter += 1
    const chosen = chosenBytes(match)
    const challengeHash = createHash('sha256')
      .update(challengeDocument.message(bytesOf(body)))
      .digest()
    const values = { userVerification: 0 as const, counter: this.#counter, deviceTimeMs: Date.now() }
    const answer = answerDocument.encode({
      ...{ version: 1, serverId: this.#serverId, challengeId: idToBytes(challengeId) },
      accountId: idToBytes(this.device.accountId),
      deviceId: idToBytes(this.device.deviceId),
      ...{ challengeHash: new Uint8Array(challengeHash), decision: 1, chosen },
      ...values,
    })
    const signature = textOf(sign(null, answerDocument.message(answer), this.#key))
    this.#send({
      type: 'answer',
      challengeId,
      decision: 'approve',
      chosen: textOf(chosen),
      ...values,
      signature,
    })
  }

  #hear(data: Buffer): void {
    // Sound: the server is the one under test, and what is not as expected makes the run fail.
    const frame = JSON.parse(data.toString()) as ServerFrame
    switch (frame.type) {
      case 'hello':
        this.#authenticate(frame)
        return
      case 'welcome':
        this.#counter = frame.nextCounter - 1
        this.#welcomed()
        return
      case 'challenge':
        this.#onChallenge({ challengeId: frame.challengeId, body: frame.body, bytes: data.length })
        return
      case 'receipt':
        this.#onReceipt()
        return
      case 'refusal':
        this.#failed(new Error(`refused: ${frame.code}`))
        return
      default:
    }
  }

  #authenticate({ nonce, expiresAtMs }: Extract<ServerFrame, { type: 'hello' }>): void {
    const { deviceId } = this.device
    const body = socketAuthDocument.encode({
      ...{ version: 1, serverId: this.#serverId, host: this.#host, deviceId: idToBytes(deviceId) },
      ...{ nonce: bytesOf(nonce), expiresAtMs },
    })
    const signature = textOf(sign(null, socketAuthDocument.message(body), this.#key))
    this.#send({ type: 'authenticate', deviceId, signature })
  }

  #send(frame: object): void {
    this.#socket.send(JSON.stringify(frame))
  }
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64url'))
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url')
}
