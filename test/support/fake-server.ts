// A server that does what a test says: its own keys, documents made from the protocol's functions, and every value can be made wrong.
import type { KeyObject } from 'node:crypto'
import {
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import type { Pairing } from '@countersign/client-sdk'
import type {
  AcceptPairingBody,
  AccountId,
  Challenge,
  ChallengeId,
  ChallengeStateName,
  DeviceFrame,
  DeviceId,
  KeyId,
  KeySet,
  PairingLink,
  Receipt,
  ServerFrame,
  ServerKey,
  SignedKeySet,
  TicketId,
} from '@countersign/protocol'
import {
  answerDocument,
  challengeDocument,
  challengeState,
  confirmationString,
  decision,
  fromBase64Url,
  idFromBytes,
  idToBytes,
  keySetDocument,
  pairingTranscriptDocument,
  receiptDocument,
  serverIdPreimage,
  socketAuthDocument,
  toBase64Url,
} from '@countersign/protocol'

export type ChallengeFrame = Extract<ServerFrame, { type: 'challenge' }>
export type AnswerFrame = Extract<DeviceFrame, { type: 'answer' }>
type Welcome = Extract<ServerFrame, { type: 'welcome' }>

const DAY_MS = 86_400_000

/** An Ed25519 key of the server. */
export class FakeKey {
  readonly #pair = generateKeyPairSync('ed25519')
  readonly keyId = randomBytes(16)
  readonly publicKey = rawKey(this.#pair.publicKey)

  sign(message: Uint8Array): string {
    return toBase64Url(sign(null, message, this.#pair.privateKey))
  }
}

export class FakeServer {
  readonly url = 'https://id.example.org'
  readonly name = 'ACME'
  readonly root = new FakeKey()
  readonly serverId = sha256(serverIdPreimage(this.root.publicKey))
  readonly accountId = idFromBytes<AccountId>(randomBytes(16))
  readonly deviceId = idFromBytes<DeviceId>(randomBytes(16))
  readonly nowMs: () => number
  /** The challenge key in use, and all that the key set names. */
  challengeKey = new FakeKey()
  keys: readonly FakeKey[] = [this.challengeKey]
  keySetVersion = 1
  sequence = 0
  /** Answers of the HTTP side by path; a test may replace one. */
  readonly http: Record<string, (body: string) => Response>
  readonly calls: string[] = []

  #aheadMs = 0

  constructor(nowMs: () => number) {
    this.nowMs = () => nowMs() + this.#aheadMs
    this.http = { '/v1/keyset': () => Response.json(this.keySet()) }
  }

  /** Somebody sets the clock of its computer. */
  setClockBy(ms: number): void {
    this.#aheadMs += ms
  }

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const { pathname } = new URL(url)
    this.calls.push(pathname)
    const answer = this.http[pathname]
    if (answer === undefined) throw new TypeError('fetch failed')
    return answer(typeof init.body === 'string' ? init.body : '')
  }

  /** Signed by the root key, whatever is put into it. */
  keySet(change: Partial<KeySet> = {}): SignedKeySet {
    const keys: readonly ServerKey[] = this.keys.map(({ keyId, publicKey }) => ({
      keyId,
      role: 1,
      algorithm: 1,
      publicKey,
      notBeforeMs: this.nowMs() - 30 * DAY_MS,
      notAfterMs: this.nowMs() + 60 * DAY_MS,
    }))
    const { serverId, keySetVersion } = this
    const issuedAtMs = this.nowMs()
    const body = keySetDocument.encode({ version: 1, serverId, keySetVersion, issuedAtMs, keys, ...change })
    return {
      rootKey: toBase64Url(this.root.publicKey),
      body: toBase64Url(body),
      signature: this.root.sign(keySetDocument.message(body)),
    }
  }

  /** A pairing with this server, as `acceptPairing` leaves it behind. */
  pairing(change: Partial<Pairing> = {}): Pairing {
    return {
      serverUrl: this.url,
      serverId: toBase64Url(this.serverId),
      serverName: this.name,
      accountId: this.accountId,
      userId: 'alice',
      deviceId: this.deviceId,
      deviceName: 'Test phone',
      keyId: 'k1',
      keySet: this.keySet(),
      keySetVersion: this.keySetVersion,
      nextCounter: 1,
      forgottenSequence: 0,
      seen: [],
      pairedAtMs: this.nowMs(),
      ...change,
    }
  }

  hello(change: Partial<Extract<ServerFrame, { type: 'hello' }>> = {}): ServerFrame {
    const nonce = toBase64Url(randomBytes(32))
    return {
      type: 'hello',
      serverId: toBase64Url(this.serverId),
      nonce,
      expiresAtMs: this.nowMs() + 20_000,
      ...change,
    }
  }

  welcome(change: Partial<Welcome> = {}): Welcome {
    return {
      type: 'welcome',
      deviceState: 'active',
      heartbeatSeconds: 25,
      keySetVersion: this.keySetVersion,
      nowMs: this.nowMs(),
      nextCounter: 1,
      offlineCode: null,
      mayHaveOfflineCode: false,
      push: null,
      ...change,
    }
  }

  /** Whether a device's authentication fits the hello it answers. */
  isAuthentic(
    frame: Extract<DeviceFrame, { type: 'authenticate' }>,
    hello: ServerFrame,
    deviceKey: Uint8Array,
  ): boolean {
    if (hello.type !== 'hello') throw new Error('a hello expected')
    const body = socketAuthDocument.encode({
      version: 1,
      serverId: this.serverId,
      host: 'id.example.org',
      deviceId: idToBytes(this.deviceId),
      nonce: bytes(hello.nonce),
      expiresAtMs: hello.expiresAtMs,
    })
    return verifies(deviceKey, socketAuthDocument.message(body), frame.signature)
  }

  /** A good challenge for the paired device, but for what the test changes. */
  challenge(change: Partial<Challenge> = {}): Challenge {
    this.sequence += 1
    return {
      version: 1,
      serverId: this.serverId,
      keyId: this.challengeKey.keyId,
      challengeId: randomBytes(16),
      nonce: randomBytes(32),
      appNonce: randomBytes(32),
      accountId: idToBytes(this.accountId),
      deviceId: idToBytes(this.deviceId),
      appId: randomBytes(16),
      purpose: 1,
      mode: 1,
      options: [3, 17, 25, 40, 51, 60],
      issuedAtMs: this.nowMs(),
      expiresAtMs: this.nowMs() + 90_000,
      context: {
        appName: 'Wiki',
        origin: 'https://wiki.example',
        userId: 'alice',
        address: '203.0.113.7',
        browser: 'Firefox on Windows',
        place: '',
        browserKnown: 2,
        otherOpen: 0,
      },
      transaction: [],
      requirements: 0,
      sequence: this.sequence,
      ...change,
    }
  }

  challengeFrame(
    challenge: Challenge = this.challenge(),
    signer: FakeKey = this.challengeKey,
  ): ChallengeFrame {
    const body = challengeDocument.encode(challenge)
    return {
      type: 'challenge',
      challengeId: idFromBytes<ChallengeId>(challenge.challengeId),
      body: toBase64Url(body),
      signature: signer.sign(challengeDocument.message(body)),
    }
  }

  receipt(
    challengeId: ChallengeId,
    state: ChallengeStateName,
    change: Partial<Receipt> = {},
    signer: FakeKey = this.challengeKey,
  ): Extract<ServerFrame, { type: 'receipt' }> {
    const body = receiptDocument.encode({
      version: 1,
      serverId: this.serverId,
      keyId: this.challengeKey.keyId,
      challengeId: idToBytes(challengeId),
      deviceId: idToBytes(this.deviceId),
      state: challengeState[state],
      decidedAtMs: this.nowMs(),
      byThisDevice: 0,
      ...change,
    })
    const signature = signer.sign(receiptDocument.message(body))
    return { type: 'receipt', challengeId, body: toBase64Url(body), signature }
  }

  /** Rebuilds what an answer must have signed ([AN1]) and verifies it. */
  isGenuine(answer: AnswerFrame, asked: ChallengeFrame, deviceKey: Uint8Array): boolean {
    const body = answerDocument.encode({
      version: 1,
      serverId: this.serverId,
      challengeId: idToBytes(answer.challengeId),
      accountId: idToBytes(this.accountId),
      deviceId: idToBytes(this.deviceId),
      challengeHash: sha256(challengeDocument.message(bytes(asked.body))),
      decision: decision[answer.decision],
      chosen: bytes(answer.chosen),
      userVerification: answer.userVerification,
      counter: answer.counter,
      deviceTimeMs: answer.deviceTimeMs,
    })
    return verifies(deviceKey, answerDocument.message(body), answer.signature)
  }

  /** A ticket for `alice`, and the HTTP side that honours it. */
  offerPairing(): PairingLink {
    const { accountId, deviceId, serverId } = this
    const ticketId = idFromBytes<TicketId>(randomBytes(16))
    const ticketSecret = new Uint8Array(randomBytes(16))
    const common = { accountId, userId: 'alice', serverName: this.name }
    this.http['/v1/pairings/look-up'] = () =>
      Response.json({ ...common, expiresAtMs: this.nowMs() + 600_000, keySet: this.keySet() })
    this.http['/v1/pairings/accept'] = (text) => {
      const body: AcceptPairingBody = JSON.parse(text)
      const transcript = pairingTranscriptDocument.encode({
        version: 1,
        serverId,
        ticketId: idToBytes(ticketId),
        accountId: idToBytes(accountId),
        deviceId: idToBytes(deviceId),
        deviceKey: bytes(body.deviceKey),
      })
      const message = pairingTranscriptDocument.message(transcript)
      const keyId = idFromBytes<KeyId>(this.challengeKey.keyId)
      const signed = { keyId, signature: this.challengeKey.sign(message) }
      const confirmation = confirmationString(sha256(message))
      return Response.json({ ...common, deviceId, confirmation, ...signed }, { status: 201 })
    }
    return { serverUrl: this.url, serverId, ticketId, ticketSecret }
  }
}

export function bytes(text: string): Uint8Array {
  const decoded = fromBase64Url(text)
  if (decoded === undefined) throw new Error('base64url expected')
  return decoded
}

export function sha256(message: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(message).digest())
}

export function hmac(secret: Uint8Array, message: Uint8Array): string {
  return toBase64Url(createHmac('sha256', secret).update(message).digest())
}

export function verifies(publicKey: Uint8Array, message: Uint8Array, signature: string): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64Url(publicKey) }
  return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), bytes(signature))
}

function rawKey(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ type: 'spki', format: 'der' }).subarray(-32))
}
