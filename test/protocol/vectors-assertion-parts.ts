// An assertion of the vectors, taken apart: its parts, the one change that makes it wrong, and the signatures put on again.
import type { AccountId, AppId, ChallengeId, DeviceId, KeyId } from '@countersign/protocol'
import { idFromBytes, toBase64Url } from '@countersign/protocol'
import type { DocumentEntry } from './vectors-input.js'
import {
  appNonce,
  documents,
  ids,
  issuedAtMs,
  keys,
  serverId,
  sha256,
  type TestKey,
  transaction,
} from './vectors-input.js'

export const nowMs = issuedAtMs + 5_000
export const uuid = (bytes: Uint8Array): string => idFromBytes<AppId>(bytes)
const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
export const other = (bytes: Uint8Array): Uint8Array => sha256(bytes).subarray(0, bytes.length)

type Values = Readonly<Record<string, unknown>>
interface Parts {
  readonly header: Values
  readonly claims: Values
  readonly challenge: Values
  readonly answer: Values
  readonly signer: TestKey
  readonly device: TestKey
  /** Replaces the evidence's device key after signing. */
  readonly shownKey?: Uint8Array
  readonly breakSignature?: boolean
}

export function document(name: string): DocumentEntry {
  const found = documents.find((entry) => entry.name === name)
  if (!found) throw new Error(`no vector named ${name}`)
  return found
}

export type Mode = 'symbol' | 'code' | 'qr' | 'link'

export function goodParts(mode: Mode): Parts {
  return {
    header: { alg: 'EdDSA', typ: 'countersign-assertion+jwt', kid: idFromBytes<KeyId>(ids.keyId) },
    claims: {
      iss: toBase64Url(serverId),
      aud: idFromBytes<AppId>(ids.appId),
      sub: idFromBytes<AccountId>(ids.accountId),
      user_id: 'alice@example.org',
      jti: idFromBytes<ChallengeId>(ids.challengeId),
      nonce: toBase64Url(appNonce),
      iat: Math.floor(nowMs / 1000),
      exp: Math.floor(nowMs / 1000) + 60,
      auth_time: Math.floor(nowMs / 1000) - 1,
      amr: ['pop', 'swk', `mch-${mode}`],
      acr: `countersign:${mode}`,
      device_id: idFromBytes<DeviceId>(ids.deviceId),
      purpose: 'login',
    },
    challenge: document(`challenge in mode ${mode}`).values,
    answer: document(`answer approve in mode ${mode}`).values,
    signer: keys.challenge,
    device: keys.device,
  }
}

export function goodTransaction(): Parts {
  const parts = goodParts('symbol')
  return {
    ...parts,
    claims: { ...parts.claims, purpose: 'transaction', amr: ['pop', 'swk', 'mch-symbol', 'pin'] },
    challenge: document('challenge of a transaction').values,
    answer: document('answer approve of a transaction').values,
  }
}

/** Signs the parts as server and device would. `challengeHash` follows the challenge unless the answer names another. */
export function assemble(parts: Parts): string {
  const challengeEntry = document('challenge in mode symbol').document
  const answerEntry = document('answer deny').document
  const challengeBody = challengeEntry.encode(parts.challenge)
  const hash =
    parts.answer['challengeHash'] === 'as shown'
      ? sha256(challengeEntry.message(challengeBody))
      : parts.answer['challengeHash']
  const answerBody = answerEntry.encode({ ...parts.answer, challengeHash: hash })
  const signature = parts.device.sign(answerEntry.message(answerBody))
  if (parts.breakSignature) signature[0] = (signature[0] ?? 0) ^ 1
  const evidence = {
    challenge: toBase64Url(challengeBody),
    answer: toBase64Url(answerBody),
    signature: toBase64Url(signature),
    deviceKey: toBase64Url(parts.shownKey ?? parts.device.publicKey),
  }
  const input = `${json(parts.header)}.${json({ ...parts.claims, evidence })}`
  return `${input}.${toBase64Url(parts.signer.sign(Buffer.from(input)))}`
}

export type Change = (parts: Parts) => Parts
export const claim =
  (name: string, value: unknown): Change =>
  (p) => ({ ...p, claims: { ...p.claims, [name]: value } })
export const header =
  (name: string, value: unknown): Change =>
  (p) => ({ ...p, header: { ...p.header, [name]: value } })
export const shown =
  (change: Values): Change =>
  (p) => ({
    ...p,
    challenge: { ...p.challenge, ...change },
    answer: { ...p.answer, challengeHash: 'as shown' },
  })
export const context =
  (change: Values): Change =>
  (p) =>
    shown({ context: { ...(p.challenge['context'] as Values), ...change } })(p)
export const answered =
  (change: Values): Change =>
  (p) => ({ ...p, answer: { ...p.answer, ...change } })
/** The phone showed other words. */
export function paid(change: Values): Change {
  return shown({ transaction: [{ ...transaction, ...change }] })
}
export const identity = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0))
