// A phone of an attack's victim, or of the attacker: bare protocol over a real socket, told nothing by the server but what it sent.
import { createHash, sign } from 'node:crypto'
import type { Challenge, Choice, DeviceFrame, ServerFrame } from '@countersign/protocol'
import {
  answerDocument,
  challengeDocument,
  challengeStateName,
  chosenBytes,
  decision,
  receiptDocument,
  toBase64Url,
} from '@countersign/protocol'
import type { RawDevice, RawSocket } from '../support/raw-device.js'
import { bytesOf, questionOf } from '../support/raw-device.js'
import type { TestServer } from '../support/test-server.js'

export type ChallengeFrame = Extract<ServerFrame, { type: 'challenge' }>
type Receipt = Extract<ServerFrame, { type: 'receipt' }>
export type AnswerFrame = Extract<DeviceFrame, { type: 'answer' }>

/** What a person decides. An approval takes what they picked or typed. */
export interface Decision {
  readonly decision: 'approve' | 'deny' | 'report'
  readonly choice?: Choice
}

export class Phone {
  readonly device: RawDevice
  readonly socket: RawSocket
  #counter: number
  readonly #came: ServerFrame[] = []
  readonly #waiting = new Set<() => void>()
  #gone = false

  private constructor(device: RawDevice, socket: RawSocket, nextCounter: number) {
    this.device = device
    this.socket = socket
    this.#counter = nextCounter
    void this.#listen()
  }

  /** Pairs, confirms and connects one more phone of the account. */
  static async paired(server: TestServer, userId = 'alice'): Promise<Phone> {
    return Phone.online(server, await server.pairDevice(userId))
  }

  static async online(server: TestServer, device: RawDevice): Promise<Phone> {
    const { socket, nextCounter } = await server.connect(device)
    return new Phone(device, socket, nextCounter)
  }

  /** Everything that came and nobody took, oldest first. */
  get frames(): readonly ServerFrame[] {
    return this.#came
  }

  /** Ids of the challenges that came so far, each once. */
  get rung(): readonly string[] {
    const ids = this.#came.filter((frame) => frame.type === 'challenge').map((frame) => frame.challengeId)
    return [...new Set(ids)]
  }

  /** The counter that the next answer will use. */
  get nextCounter(): number {
    return this.#counter
  }

  /** The challenge as it came, or comes. */
  shown(challengeId: string): Promise<ChallengeFrame> {
    return this.#first((f): f is ChallengeFrame => f.type === 'challenge' && f.challengeId === challengeId)
  }

  /** What the person reads of it. */
  async reads(challengeId: string): Promise<Challenge> {
    return questionOf(await this.shown(challengeId))
  }

  /** Asks for everything open; resolves when all of it is there. */
  async pull(): Promise<number> {
    const before = this.#came.length
    this.socket.send({ type: 'pull' })
    const pulled = (f: ServerFrame): f is Extract<ServerFrame, { type: 'pulled' }> => f.type === 'pulled'
    return (await this.#first(pulled, before)).open
  }

  /** Signs with the next counter. */
  sign(frame: ChallengeFrame, what: Decision): AnswerFrame {
    this.#counter += 1
    return signedAnswer(this.device, frame, what, this.#counter - 1)
  }

  /** Answers, and tells what the server says: the state of its receipt, or the code of its refusal. */
  async answer(challengeId: string, what: Decision): Promise<string> {
    return this.send(this.sign(await this.shown(challengeId), what))
  }

  async approve(challengeId: string, choice: Choice): Promise<string> {
    return this.answer(challengeId, { decision: 'approve', choice })
  }

  async deny(challengeId: string): Promise<string> {
    return this.answer(challengeId, { decision: 'deny' })
  }

  /** Sends a finished answer; the state or the code that comes back for its challenge. */
  async send(frame: AnswerFrame): Promise<string> {
    const before = this.#came.length
    this.socket.send(frame)
    const reply = await this.#first(
      (f): f is Extract<ServerFrame, { type: 'receipt' | 'refusal' }> =>
        (f.type === 'receipt' || f.type === 'refusal') && f.challengeId === frame.challengeId,
      before,
    )
    return reply.type === 'refusal' ? reply.code : stateOf(reply)
  }

  /** Resolves once a receipt told this state, also one that nobody asked for. */
  async hears(challengeId: string, state: string): Promise<void> {
    await this.#first(
      (f): f is Receipt => f.type === 'receipt' && f.challengeId === challengeId && stateOf(f) === state,
    )
  }

  /** Resolves when the server has handled everything that was sent before. */
  async settled(): Promise<void> {
    const before = this.#came.length
    this.socket.send({ type: 'ping' })
    await this.#first((f): f is Extract<ServerFrame, { type: 'pong' }> => f.type === 'pong', before)
  }

  close(): void {
    this.socket.close()
  }

  async #listen(): Promise<void> {
    for (let frame = await this.socket.next(); frame !== undefined; frame = await this.socket.next()) {
      this.#came.push(frame)
      for (const look of [...this.#waiting]) look()
    }
    this.#gone = true
    for (const look of [...this.#waiting]) look()
  }

  #first<T extends ServerFrame>(fits: (frame: ServerFrame) => frame is T, from = 0): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.#came.slice(from).find(fits)
        if (found === undefined && !this.#gone) return
        this.#waiting.delete(look)
        if (found === undefined) reject(new Error(`the socket closed: ${JSON.stringify(this.#came.at(-1))}`))
        else resolve(found)
      }
      this.#waiting.add(look)
      look()
    })
  }
}

/** An answer over exactly this frame; `changed` replaces what is signed, not what the frame says. */
export function signedAnswer(
  device: RawDevice,
  frame: ChallengeFrame,
  { decision: decided, choice }: Decision,
  counter: number,
  changed: Partial<Parameters<typeof answerDocument.encode>[0]> = {},
): AnswerFrame {
  const question = questionOf(frame)
  const chosen = chosenBytes(choice)
  const deviceTimeMs = 1_795_000_000_000
  const message = challengeDocument.message(bytesOf(frame.body))
  const body = answerDocument.encode({
    version: 1,
    serverId: question.serverId,
    challengeId: question.challengeId,
    accountId: question.accountId,
    deviceId: question.deviceId,
    challengeHash: new Uint8Array(createHash('sha256').update(message).digest()),
    decision: decision[decided],
    chosen,
    userVerification: 0,
    counter,
    deviceTimeMs,
    ...changed,
  })
  return {
    type: 'answer',
    challengeId: frame.challengeId,
    decision: decided,
    chosen: toBase64Url(chosen),
    userVerification: 0,
    counter,
    deviceTimeMs,
    signature: toBase64Url(sign(null, answerDocument.message(body), device.privateKey)),
  }
}

/** The state that a receipt tells. */
export function stateOf(receipt: Receipt): string {
  const parsed = receiptDocument.parse(bytesOf(receipt.body))
  if (!parsed.ok) throw new Error(parsed.fault)
  return challengeStateName(parsed.value.state)
}

/** The same mode, another choice. */
export function wrongOf(match: Choice, options: readonly number[] = []): Choice {
  if (match.mode === 'code') return { mode: 'code', code: match.code === '000000' ? '000001' : '000000' }
  if (match.mode === 'link' || match.mode === 'qr')
    return { ...match, secret: match.secret.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) }
  const other = options.find((symbolId) => symbolId !== match.symbolId) ?? (match.symbolId % 60) + 1
  return { mode: 'symbol', symbolId: other }
}
