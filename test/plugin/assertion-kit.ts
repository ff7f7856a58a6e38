// Makes real assertions with real keys, good ones and ones that are wrong in exactly one place.
import type { KeyObject } from 'node:crypto'
import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto'
import type {
  AccountId,
  Answer,
  AppId,
  AssertionClaims,
  Challenge,
  ChallengeId,
  DeviceId,
  Evidence,
  KeyId,
  KeySet,
  MatchShown,
  SignedKeySet,
  TransactionText,
} from '@countersign/protocol'
import {
  ASSERTION_TYPE,
  answerDocument,
  browserKnown,
  challengeDocument,
  chosenBytes,
  decision,
  fromBase64Url,
  idToBytes,
  keyAlgorithm,
  keyRole,
  keySetDocument,
  matchMode,
  purpose,
  serverIdPreimage,
  toBase64Url,
} from '@countersign/protocol'
import type { Expected } from '@countersign/web-plugin/verify'

export interface Pair {
  readonly publicKey: Uint8Array
  readonly privateKey: KeyObject
}

export function newPair(): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x } = publicKey.export({ format: 'jwk' })
  return { publicKey: bytesOf(x ?? ''), privateKey }
}

export function newId<T extends string>(): T {
  // Sound: the brand says what the caller uses the id for.
  return randomUUID() as string as T
}

export function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64Url(text)
  assertDefined(bytes)
  return bytes
}

function assertDefined<T>(value: T | undefined): asserts value is T {
  if (value === undefined) throw new Error('the kit was given text that is not base64url')
}

/** A server with a root, one challenge key and its signed key set. */
export interface ServerKeys {
  readonly root: Pair
  readonly serverId: string
  readonly keyId: KeyId
  readonly signing: Pair
  readonly keySet: SignedKeySet
}

export function newServerKeys(nowMs: number): ServerKeys {
  const root = newPair()
  const signing = newPair()
  const keyId = newId<KeyId>()
  const serverId = toBase64Url(sha256(serverIdPreimage(root.publicKey)))
  const keySet = signKeySet(root, {
    version: 1,
    serverId: bytesOf(serverId),
    keySetVersion: 3,
    issuedAtMs: nowMs,
    keys: [
      {
        keyId: idToBytes(keyId),
        role: keyRole.challenge,
        algorithm: keyAlgorithm.ed25519,
        publicKey: signing.publicKey,
        notBeforeMs: nowMs - 3_600_000,
        notAfterMs: nowMs + 3_600_000,
      },
    ],
  })
  return { root, serverId, keyId, signing, keySet }
}

export function signKeySet(root: Pair, keySet: KeySet): SignedKeySet {
  const body = keySetDocument.encode(keySet)
  return {
    rootKey: toBase64Url(root.publicKey),
    body: toBase64Url(body),
    signature: toBase64Url(sign(null, keySetDocument.message(body), root.privateKey)),
  }
}

/** Everything one login is about. */
export interface Login {
  readonly server: ServerKeys
  readonly device: Pair
  readonly deviceId: DeviceId
  readonly accountId: AccountId
  readonly appId: AppId
  readonly challengeId: ChallengeId
  readonly appNonce: string
  readonly userId: string
  readonly match: MatchShown
  readonly options: readonly number[]
  /** Undefined: a login. */
  readonly transaction?: TransactionText | undefined
  readonly context: {
    readonly appName: string
    readonly origin: string
    readonly address: string
    readonly browser: string
  }
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  readonly nowMs: number
}

export function newLogin(change: Partial<Login> = {}): Login {
  const nowMs = change.nowMs ?? 1_790_000_000_500
  const issuedAtMs = nowMs - 10_000
  return {
    server: change.server ?? newServerKeys(nowMs),
    device: newPair(),
    deviceId: newId(),
    accountId: newId(),
    appId: newId(),
    challengeId: newId(),
    appNonce: toBase64Url(randomBytes(32)),
    userId: 'alice',
    match: { mode: 'symbol', symbolId: 7 },
    options: [3, 7, 11, 19, 23, 31],
    context: {
      appName: 'Demo app',
      origin: 'https://app.example',
      address: '203.0.113.7',
      browser: 'Firefox on Linux',
    },
    issuedAtMs,
    expiresAtMs: issuedAtMs + 90_000,
    nowMs,
    ...change,
  }
}

/** What the app that asked would expect of this login. */
export function expectedOf(login: Login): Expected {
  const { server, appId, userId, challengeId, appNonce, match, transaction, context } = login
  const { serverId } = server
  return {
    serverId,
    appId,
    userId,
    challengeId,
    appNonce,
    purpose: purposeOf(login),
    transaction,
    match,
    context,
  }
}

function purposeOf({ transaction }: Login): 'login' | 'transaction' {
  return transaction === undefined ? 'login' : 'transaction'
}

/** A change at each layer, applied before the layer above signs or hashes it: so exactly one thing is wrong. */
export interface Twist {
  readonly challenge?: Partial<Challenge>
  readonly context?: Partial<Challenge['context']>
  readonly challengeBody?: (body: Uint8Array) => Uint8Array
  readonly answer?: Partial<Answer>
  readonly answerBody?: (body: Uint8Array) => Uint8Array
  readonly answerSigner?: KeyObject
  readonly answerSignature?: (signature: Uint8Array) => Uint8Array
  readonly deviceKey?: Uint8Array
  readonly evidence?: Partial<Evidence>
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  readonly signer?: KeyObject
  readonly signature?: (signature: Uint8Array) => Uint8Array
}

export function makeAssertion(login: Login, twist: Twist = {}): string {
  const challengeBody = (twist.challengeBody ?? same)(challengeDocument.encode(challengeOf(login, twist)))
  const answerBody = (twist.answerBody ?? same)(
    answerDocument.encode({
      version: 1,
      serverId: bytesOf(login.server.serverId),
      challengeId: idToBytes(login.challengeId),
      accountId: idToBytes(login.accountId),
      deviceId: idToBytes(login.deviceId),
      challengeHash: sha256(challengeDocument.message(challengeBody)),
      decision: decision.approve,
      chosen: chosenBytes(login.match),
      userVerification: 0,
      counter: 4,
      deviceTimeMs: login.nowMs,
      ...twist.answer,
    }),
  )
  const answerSignature = (twist.answerSignature ?? same)(
    sign(null, answerDocument.message(answerBody), twist.answerSigner ?? login.device.privateKey),
  )
  const seconds = Math.floor(login.nowMs / 1000)
  const claims: AssertionClaims = {
    iss: login.server.serverId,
    aud: login.appId,
    sub: login.accountId,
    user_id: login.userId,
    jti: login.challengeId,
    nonce: login.appNonce,
    iat: seconds,
    exp: seconds + 60,
    auth_time: seconds - 1,
    amr: ['pop', 'swk', `mch-${login.match.mode}`],
    acr: `countersign:${login.match.mode}`,
    device_id: login.deviceId,
    purpose: purposeOf(login),
    evidence: {
      challenge: toBase64Url(challengeBody),
      answer: toBase64Url(answerBody),
      signature: toBase64Url(answerSignature),
      deviceKey: toBase64Url(twist.deviceKey ?? login.device.publicKey),
      ...twist.evidence,
    },
  }
  const header = { alg: 'EdDSA', typ: ASSERTION_TYPE, kid: login.server.keyId, ...twist.header }
  return signJws(
    header,
    { ...claims, ...twist.claims },
    twist.signer ?? login.server.signing.privateKey,
    twist.signature,
  )
}

export function signJws(
  header: unknown,
  claims: unknown,
  signer: KeyObject,
  change: (signature: Uint8Array) => Uint8Array = same,
): string {
  const input = `${jsonPart(header)}.${jsonPart(claims)}`
  return `${input}.${toBase64Url(change(sign(null, Buffer.from(input), signer)))}`
}

/** S + L: the same signature spelled a second time, which lax verifiers accept (RFC 8032 §8.4). */
export function plusOrder(signature: Uint8Array): Uint8Array {
  const order = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn
  const scalar = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString('hex')}`) + order
  const spelled = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex').reverse()
  return Buffer.concat([signature.subarray(0, 32), spelled])
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return createHash('sha256').update(bytes).digest()
}

function challengeOf(login: Login, twist: Twist): Challenge {
  return {
    version: 1,
    serverId: bytesOf(login.server.serverId),
    keyId: idToBytes(login.server.keyId),
    challengeId: idToBytes(login.challengeId),
    nonce: new Uint8Array(32).fill(9),
    appNonce: bytesOf(login.appNonce),
    accountId: idToBytes(login.accountId),
    deviceId: idToBytes(login.deviceId),
    appId: idToBytes(login.appId),
    purpose: purpose[purposeOf(login)],
    mode: matchMode[login.match.mode],
    options: login.match.mode === 'symbol' ? login.options : [],
    issuedAtMs: login.issuedAtMs,
    expiresAtMs: login.expiresAtMs,
    context: {
      ...login.context,
      userId: login.userId,
      place: '',
      browserKnown: browserKnown.undetermined,
      otherOpen: 0,
      ...twist.context,
    },
    transaction: login.transaction === undefined ? [] : [login.transaction],
    requirements: 0,
    sequence: 12,
    ...twist.challenge,
  }
}

function jsonPart(value: unknown): string {
  return toBase64Url(Buffer.from(JSON.stringify(value)))
}

function same<T>(value: T): T {
  return value
}
