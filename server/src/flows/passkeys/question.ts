// The question that a passkey signs: written with a keyed hash over itself, so that the server knows its own again and keeps none ([PK1], [PK2]).
import type { AccountId, AppId, PasskeyAsked, PasskeyLogin } from '@countersign/protocol'
import {
  equalBytes,
  fromBase64Url,
  idToBytes,
  PASSKEY_SECONDS,
  passkeyLoginDocument,
  TEXT_MAX_BYTES,
  toBase64Url,
  toSignableText,
} from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'

/** Whom a question is for, and where its answer counts. */
export interface Questioned {
  readonly appId: AppId
  /** Somebody's, or the one that stands in for nobody. */
  readonly accountId: AccountId
  /** In the spelling that is compared. */
  readonly userId: string
  readonly purpose: 'login' | 'stepUp'
  readonly appNonce: Uint8Array
  readonly origin: string
  readonly address: string
}

/** The same for an ID that nobody has, and for somebody without a passkey: it names none ([PK3]). Writes nothing. */
export function askPasskey(ports: Ports, about: Questioned, nowMs: number): PasskeyAsked {
  const question = { ...factsOf(ports, about), issuedAtMs: nowMs, expiresAtMs: nowMs + LIFE_MS }
  const body = passkeyLoginDocument.encode({ ...question, nonce: nonceOf(ports, question) })
  return {
    request: toBase64Url(body),
    challenge: toBase64Url(challengeOf(ports, body)),
    rpId: ports.settings.passkeys.rpId,
    timeoutMs: LIFE_MS,
  }
}

const LIFE_MS = PASSKEY_SECONDS * 1000

/** A question of this server that is still open, with its bytes. */
export interface OpenQuestion extends PasskeyLogin {
  /** What the authenticator was to sign. */
  readonly challenge: Uint8Array
  readonly body: Uint8Array
}

/** Refuses with `passkey_refused`: it is not ours, or not any more. */
export function readQuestion(ports: Ports, request: string, nowMs: number): Result<OpenQuestion> {
  const body = fromBase64Url(request)
  const parsed = body && passkeyLoginDocument.parse(body)
  if (body === undefined || parsed?.ok !== true) return no('question_malformed')
  const question = parsed.value
  if (!equalBytes(question.nonce, nonceOf(ports, question))) return no('question_not_ours')
  if (nowMs >= question.expiresAtMs) return no('question_expired')
  return accepted({ ...question, body, challenge: challengeOf(ports, body) })
}

/** Whether a question was asked about exactly this: every fact but its times, compared by bytes. */
export function isAbout(ports: Ports, question: OpenQuestion, about: Questioned): boolean {
  const { issuedAtMs, expiresAtMs, nonce } = question
  const asked = passkeyLoginDocument.encode({ ...factsOf(ports, about), issuedAtMs, expiresAtMs, nonce })
  return equalBytes(asked, question.body)
}

function factsOf(ports: Ports, about: Questioned) {
  return {
    version: 1,
    serverId: ports.vault.serverId,
    appId: idToBytes(about.appId),
    accountId: idToBytes(about.accountId),
    appNonce: about.appNonce,
    purpose: about.purpose === 'login' ? 1 : 2,
    // Lower case can be longer than what was typed and checked; only for an ID that nobody has can it be cut.
    userId: toSignableText(about.userId, TEXT_MAX_BYTES.userId),
    origin: about.origin,
    address: about.address,
  } as const
}

function nonceOf({ vault }: Ports, question: Omit<PasskeyLogin, 'nonce'>): Uint8Array {
  return vault.keyedHash('passkey', passkeyLoginDocument.message(unsealed(question)))
}

/** The document with nothing in the place of its own hash. */
function unsealed(question: Omit<PasskeyLogin, 'nonce'>): Uint8Array {
  return passkeyLoginDocument.encode({ ...question, nonce: new Uint8Array(32) })
}

function challengeOf({ vault }: Ports, body: Uint8Array): Uint8Array {
  return vault.sha256(passkeyLoginDocument.message(body))
}

function no(because: string): Result<never> {
  return refused({ reason: 'passkey_refused', because })
}
