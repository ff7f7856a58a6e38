// A phone for tests of the flows: a real Ed25519 key, a socket on the fabric that keeps what it is sent, answers signed by SPEC.md.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type {
  AccountId,
  Challenge,
  ChallengeId,
  DeviceFrame,
  DeviceId,
  MatchShown,
  Receipt,
  ServerFrame,
  UserVerificationCode,
  VerificationProof,
} from '@countersign/protocol'
import {
  answerDocument,
  challengeDocument,
  chosenBytes,
  decision,
  fromBase64Url,
  idToBytes,
  receiptDocument,
  toBase64Url,
  userVerification,
} from '@countersign/protocol'
import type { Ports } from '@countersign/server/core/ports'

export type AnswerFrame = Extract<DeviceFrame, { type: 'answer' }>
export type ChallengeFrame = Extract<ServerFrame, { type: 'challenge' }>

/** How a phone made sure of its person, and what shows it. */
export interface Verified {
  readonly said: UserVerificationCode
  readonly prove: (body: Uint8Array) => VerificationProof | Promise<VerificationProof>
}

export interface DeviceKeyPair {
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Uint8Array
}

export function newDeviceKey(): DeviceKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  // RFC 8410 §4: the key is the last 32 bytes of its SubjectPublicKeyInfo.
  const raw = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
  return { publicKey: raw, sign: (message) => new Uint8Array(sign(null, message, privateKey)) }
}

export class TestDevice {
  readonly id: DeviceId
  readonly accountId: AccountId
  readonly key: DeviceKeyPair
  readonly #ports: Ports
  readonly #frames: ServerFrame[] = []
  #counter = 0
  #detach: (() => void) | undefined

  constructor(ports: Ports, id: DeviceId, accountId: AccountId, key: DeviceKeyPair) {
    this.#ports = ports
    this.id = id
    this.accountId = accountId
    this.key = key
  }

  /** Everything this device was sent while connected, oldest first. */
  get frames(): readonly ServerFrame[] {
    return this.#frames
  }

  get nextCounter(): number {
    return this.#counter + 1
  }

  connect(): void {
    this.#detach = this.#ports.fabric.attach(this.id, {
      deliver: (frame) => this.#frames.push(frame),
      close: () => undefined,
    })
  }

  disconnect(): void {
    this.#detach?.()
    this.#detach = undefined
  }

  /** The challenge frame of an id, as the socket got it. Throws when it never rang. */
  shown(id: ChallengeId): Challenge {
    const frame = this.#frames.find(
      (f): f is ChallengeFrame => f.type === 'challenge' && f.challengeId === id,
    )
    if (frame === undefined) throw new Error(`challenge ${id} never rang on ${this.id}`)
    return parsedChallenge(frame)
  }

  /** States of the receipts this device was sent for a challenge. */
  receipts(id: ChallengeId): readonly Receipt[] {
    return this.#frames.filter((f) => f.type === 'receipt' && f.challengeId === id).map(parsedReceipt)
  }

  /** Signs with the next counter, over the body the server stored for this device. */
  approve(id: ChallengeId, match: MatchShown, verified?: Verified): Promise<AnswerFrame> {
    return this.#answer(id, 'approve', chosenBytes(match), verified)
  }

  deny(id: ChallengeId): Promise<AnswerFrame> {
    return this.#answer(id, 'deny', new Uint8Array(0))
  }

  report(id: ChallengeId): Promise<AnswerFrame> {
    return this.#answer(id, 'report', new Uint8Array(0))
  }

  /** Its counters go on from here: a phone that was used before. */
  forward(counter: number): void {
    this.#counter = counter
  }

  /** The next answer uses the same counter again, as a copied key would. */
  rewind(): void {
    this.#counter -= 1
  }

  async #answer(
    challengeId: ChallengeId,
    what: AnswerFrame['decision'],
    chosen: Uint8Array,
    verified?: Verified,
  ): Promise<AnswerFrame> {
    const delivery = await this.#ports.storage.read.challenges.delivery(challengeId, this.id)
    if (delivery === undefined) throw new Error(`challenge ${challengeId} is not for ${this.id}`)
    this.#counter += 1
    const deviceTimeMs = this.#ports.clock.nowMs()
    const said = verified?.said ?? userVerification.none
    const body = answerDocument.encode({
      version: 1,
      serverId: this.#ports.vault.serverId,
      challengeId: idToBytes(challengeId),
      accountId: idToBytes(this.accountId),
      deviceId: idToBytes(this.id),
      challengeHash: createHash('sha256').update(challengeDocument.message(delivery.body)).digest(),
      decision: decision[what],
      chosen,
      userVerification: said,
      counter: this.#counter,
      deviceTimeMs,
    })
    return {
      type: 'answer',
      challengeId,
      decision: what,
      chosen: toBase64Url(chosen),
      userVerification: said,
      counter: this.#counter,
      deviceTimeMs,
      signature: toBase64Url(this.key.sign(answerDocument.message(body))),
      ...(verified && { proof: await verified.prove(body) }),
    }
  }
}

export function parsedChallenge(frame: ServerFrame): Challenge {
  if (frame.type !== 'challenge') throw new Error(`a challenge frame expected, ${frame.type} came`)
  const parsed = challengeDocument.parse(fromBase64Url(frame.body) ?? new Uint8Array(0))
  if (!parsed.ok) throw new Error(parsed.fault)
  return parsed.value
}

export function parsedReceipt(frame: ServerFrame): Receipt {
  if (frame.type !== 'receipt') throw new Error(`a receipt frame expected, ${frame.type} came`)
  const parsed = receiptDocument.parse(fromBase64Url(frame.body) ?? new Uint8Array(0))
  if (!parsed.ok) throw new Error(parsed.fault)
  return parsed.value
}
