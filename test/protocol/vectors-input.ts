// The fixed inputs of the vectors: test keys, ids and the values of each signed document. Nothing here is a secret of anybody.
import { createHash, createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { Challenge, SignedDocument } from '@countersign/protocol'
import {
  answerDocument,
  challengeDocument,
  keySetDocument,
  pairingAcceptDocument,
  pairingLookupDocument,
  pairingTranscriptDocument,
  pushSubscriptionDocument,
  receiptDocument,
  returnCodePreimage,
  serverIdPreimage,
  socketAuthDocument,
} from '@countersign/protocol'

/** An Ed25519 key from a 32-byte seed (RFC 8410 §7 PKCS#8 wrapping). */
export class TestKey {
  readonly seed: Uint8Array
  readonly publicKey: Uint8Array
  readonly #key

  constructor(seed: Uint8Array) {
    this.seed = seed
    this.#key = createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
      format: 'der',
      type: 'pkcs8',
    })
    const spki = createPublicKey(this.#key).export({ format: 'der', type: 'spki' })
    this.publicKey = new Uint8Array(spki.subarray(spki.length - 32))
  }

  sign(message: Uint8Array): Uint8Array {
    return new Uint8Array(sign(null, message, this.#key))
  }
}

export const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
export const hmac = (key: Uint8Array, bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHmac('sha256', key).update(bytes).digest())
/** `length` bytes that differ per label and are easy to reproduce: SHA-256 of the label, repeated. */
const bytes = (label: string, length: number): Uint8Array => {
  const block = sha256(new TextEncoder().encode(label))
  return Uint8Array.from({ length }, (_, i) => block[i % 32] ?? 0)
}

export const keys = {
  root: new TestKey(bytes('vector root', 32)),
  challenge: new TestKey(bytes('vector challenge key', 32)),
  device: new TestKey(bytes('vector device', 32)),
  otherDevice: new TestKey(bytes('vector other device', 32)),
}
export const serverId = sha256(serverIdPreimage(keys.root.publicKey))
export const ids = {
  keyId: bytes('key id', 16),
  challengeId: bytes('challenge id', 16),
  accountId: bytes('account id', 16),
  deviceId: bytes('device id', 16),
  appId: bytes('app id', 16),
  ticketId: bytes('ticket id', 16),
}
export const ticketSecret = bytes('ticket secret', 16)
export const appNonce = bytes('app nonce', 32)
export const issuedAtMs = 1_795_000_000_000

const keySet = {
  version: 1 as const,
  serverId,
  keySetVersion: 7,
  issuedAtMs: issuedAtMs - 1000,
  keys: [
    {
      keyId: ids.keyId,
      role: 1 as const,
      algorithm: 1 as const,
      publicKey: keys.challenge.publicKey,
      notBeforeMs: issuedAtMs - 86_400_000,
      notAfterMs: issuedAtMs + 86_400_000,
    },
  ],
}

const challenge: Challenge = {
  version: 1,
  serverId,
  keyId: ids.keyId,
  challengeId: ids.challengeId,
  nonce: bytes('server nonce', 32),
  appNonce,
  accountId: ids.accountId,
  deviceId: ids.deviceId,
  appId: ids.appId,
  purpose: 1,
  mode: 1,
  options: [12, 7, 33, 1, 60, 21],
  issuedAtMs,
  expiresAtMs: issuedAtMs + 90_000,
  context: {
    appName: 'Päyroll',
    origin: 'https://pay.example.org',
    userId: 'alice@example.org',
    address: '2001:db8::17',
    browser: 'Firefox on Windows',
    place: '',
    browserKnown: 0,
    otherOpen: 0,
  },
  transaction: [],
  requirements: 0,
  sequence: 41,
}
const codeChallenge: Challenge = { ...challenge, mode: 2, options: [], sequence: 42 }
const linkChallenge: Challenge = { ...challenge, mode: 4, options: [], sequence: 43 }
const scanChallenge: Challenge = { ...challenge, mode: 3, options: [], sequence: 44 }
/** What the QR code of `scanChallenge` holds. */
export const scanSecret = bytes('scan secret', 16)
export const transaction = {
  title: 'Überweisung',
  amount: '1.234,56 €',
  payee: 'Grüne Wiese, DE02 1203 0000 0000 2020 51',
  note: '',
}
const payment: Challenge = {
  ...challenge,
  purpose: 3,
  transaction: [transaction],
  requirements: 1,
  sequence: 45,
}
/** What the link of `linkChallenge` brings to the phone, and what comes back from it. */
export const linkSecret = bytes('link secret', 16)
export const returnCode = bytes('return code', 16)
const challengeHash = sha256(challengeDocument.message(challengeDocument.encode(challenge)))
const codeChallengeHash = sha256(challengeDocument.message(challengeDocument.encode(codeChallenge)))
const linkChallengeHash = sha256(challengeDocument.message(challengeDocument.encode(linkChallenge)))
const scanChallengeHash = sha256(challengeDocument.message(challengeDocument.encode(scanChallenge)))
const paymentHash = sha256(challengeDocument.message(challengeDocument.encode(payment)))
export const linkChosen = Buffer.concat([linkSecret, sha256(returnCodePreimage(returnCode)).subarray(0, 16)])

const answer = {
  version: 1 as const,
  serverId,
  challengeId: ids.challengeId,
  accountId: ids.accountId,
  deviceId: ids.deviceId,
  challengeHash,
  decision: 1 as const,
  chosen: Uint8Array.of(0, 33),
  userVerification: 0 as const,
  counter: 9,
  deviceTimeMs: issuedAtMs + 4_200,
}

/** One entry per vector of documents.json: name, document, values, who signs. */
export const documents = [
  entry('keyset', keySetDocument, keySet, 'root'),
  entry(
    'pairing-lookup',
    pairingLookupDocument,
    { version: 1 as const, serverId, ticketId: ids.ticketId },
    'ticket',
  ),
  entry(
    'pairing-accept',
    pairingAcceptDocument,
    {
      version: 1 as const,
      serverId,
      ticketId: ids.ticketId,
      accountId: ids.accountId,
      deviceKey: keys.device.publicKey,
      deviceName: 'Älices Handy 📱',
      deviceTimeMs: issuedAtMs - 600_000,
    },
    'device',
  ),
  entry(
    'pairing-transcript',
    pairingTranscriptDocument,
    {
      version: 1 as const,
      serverId,
      ticketId: ids.ticketId,
      accountId: ids.accountId,
      deviceId: ids.deviceId,
      deviceKey: keys.device.publicKey,
    },
    'challenge',
  ),
  entry(
    'socket-auth',
    socketAuthDocument,
    {
      version: 1 as const,
      serverId,
      host: 'id.example.org',
      deviceId: ids.deviceId,
      nonce: bytes('socket nonce', 32),
      expiresAtMs: issuedAtMs + 20_000,
    },
    'device',
  ),
  entry(
    'push-subscription',
    pushSubscriptionDocument,
    {
      version: 1 as const,
      serverId,
      deviceId: ids.deviceId,
      nonce: bytes('socket nonce', 32),
      endpoint: 'https://push.example.org/wpush/v2/gAAAAABn',
      p256dh: bytes('push p256dh', 65),
      auth: bytes('push auth', 16),
      wake: bytes('push wake', 16),
    },
    'device',
  ),
  entry(
    'push-subscription that ends',
    pushSubscriptionDocument,
    {
      version: 1 as const,
      serverId,
      deviceId: ids.deviceId,
      nonce: bytes('socket nonce', 32),
      endpoint: '',
      p256dh: new Uint8Array(0),
      auth: new Uint8Array(0),
      wake: new Uint8Array(0),
    },
    'device',
  ),
  entry('challenge in mode symbol', challengeDocument, challenge, 'challenge'),
  entry('challenge in mode code', challengeDocument, codeChallenge, 'challenge'),
  entry('challenge in mode link', challengeDocument, linkChallenge, 'challenge'),
  entry('challenge in mode qr', challengeDocument, scanChallenge, 'challenge'),
  entry('challenge of a transaction', challengeDocument, payment, 'challenge'),
  entry('answer approve in mode symbol', answerDocument, answer, 'device'),
  entry(
    'answer approve in mode code',
    answerDocument,
    { ...answer, challengeHash: codeChallengeHash, chosen: new TextEncoder().encode('048213'), counter: 10 },
    'device',
  ),
  entry(
    'answer approve in mode link',
    answerDocument,
    { ...answer, challengeHash: linkChallengeHash, chosen: new Uint8Array(linkChosen), counter: 13 },
    'device',
  ),
  entry(
    'answer approve in mode qr',
    answerDocument,
    { ...answer, challengeHash: scanChallengeHash, chosen: new Uint8Array(scanSecret), counter: 14 },
    'device',
  ),
  entry(
    'answer approve of a transaction',
    answerDocument,
    { ...answer, challengeHash: paymentHash, userVerification: 1 as const, counter: 15 },
    'device',
  ),
  entry(
    'answer deny',
    answerDocument,
    { ...answer, decision: 2 as const, chosen: new Uint8Array(0), counter: 11 },
    'device',
  ),
  entry(
    'answer report',
    answerDocument,
    { ...answer, decision: 3 as const, chosen: new Uint8Array(0), counter: 12 },
    'device',
  ),
  entry(
    'receipt',
    receiptDocument,
    {
      version: 1 as const,
      serverId,
      keyId: ids.keyId,
      challengeId: ids.challengeId,
      deviceId: ids.deviceId,
      state: 2 as const,
      decidedAtMs: issuedAtMs + 4_300,
      byThisDevice: 1 as const,
    },
    'challenge',
  ),
]

export interface DocumentEntry {
  readonly name: string
  readonly document: SignedDocument<unknown>
  readonly values: Readonly<Record<string, unknown>>
  readonly signer: 'root' | 'challenge' | 'device' | 'ticket'
}

function entry<T extends object>(
  name: string,
  document: SignedDocument<T>,
  values: T,
  signer: DocumentEntry['signer'],
): DocumentEntry {
  // Sound: `values` is only ever passed back to the document it came with.
  return {
    name,
    document: document as SignedDocument<unknown>,
    values: values as Readonly<Record<string, unknown>>,
    signer,
  }
}
