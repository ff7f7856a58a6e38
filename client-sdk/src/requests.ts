// Decides whether a signed message of the server may be shown; pure: what was verified and what is known in, verdict out.
import type {
  AccountId,
  Challenge,
  ChallengeId,
  Choice,
  DeviceId,
  Receipt,
  ServerKey,
} from '@countersign/protocol'
import {
  accessPassById,
  browserKnown,
  CHALLENGE_TTL_MAX_SECONDS,
  challengeDocument,
  challengeStateName,
  equalBytes,
  fromBase64Url,
  idFromBytes,
  idToBytes,
  isCode,
  isPlainAmount,
  isSameNetwork,
  matchMode,
  purpose,
  REQUIREMENT_BITS_KNOWN,
  receiptDocument,
  requirementBit,
  SCAN_SECRET_BYTES,
  toBase64Url,
} from '@countersign/protocol'
import type { RefusedReason } from './events.js'
import type { OpenRequest, Outcome } from './open-request.js'
import type { SeenChallenge } from './pairing-record.js'

export type Verdict<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: RefusedReason }

/** Whose messages a device shows. */
export interface Addressee {
  readonly serverId: Uint8Array
  readonly accountId: AccountId
  readonly deviceId: DeviceId
}

/** What the device knows when a challenge arrives. */
export interface Knowledge extends Addressee {
  readonly serverNowMs: number
  readonly forgottenSequence: number
  readonly seen: readonly SeenChallenge[]
}

/** A signed message as it came: `hash` is SHA-256 of what was signed, `signer` the key whose signature fits. */
export interface Received {
  readonly challengeId: ChallengeId
  readonly body: Uint8Array
  readonly hash: Uint8Array
  readonly signer: ServerKey
}

/** Parses a challenge whose signature was verified, and applies [CH2]–[CH4] and [KS3] in a ladder. */
export function checkChallenge(received: Received, knowledge: Knowledge): Verdict<Challenge> {
  const parsed = challengeDocument.parse(received.body)
  if (!parsed.ok) return refuse('document_malformed')
  const challenge = parsed.value
  if (!wasInForce(received.signer, challenge.keyId, challenge.issuedAtMs)) return refuse('key_not_in_force')
  if (!equalBytes(challenge.challengeId, idToBytes(received.challengeId))) return refuse('challenge_other')
  if (!equalBytes(challenge.serverId, knowledge.serverId)) return refuse('server_other')
  if (!equalBytes(challenge.accountId, idToBytes(knowledge.accountId))) return refuse('account_other')
  if (!equalBytes(challenge.deviceId, idToBytes(knowledge.deviceId))) return refuse('device_other')
  const lifeMs = challenge.expiresAtMs - challenge.issuedAtMs
  if (lifeMs <= 0 || lifeMs > CHALLENGE_TTL_MAX_SECONDS * 1_000) return refuse('lifetime_wrong')
  if (challenge.expiresAtMs <= knowledge.serverNowMs) return refuse('expired')
  if ((challenge.requirements & ~REQUIREMENT_BITS_KNOWN) !== 0) return refuse('requirement_unknown')
  // What is shown is what is signed: a payment without its text, or a login with one, is neither.
  if (!isTransactionSound(challenge)) return refuse('document_malformed')
  const options = checkOptions(challenge)
  if (options !== undefined) return refuse(options)
  const known = knowledge.seen.find((seen) => seen.challengeId === received.challengeId)
  if (known !== undefined && known.hash !== toBase64Url(received.hash)) return refuse('body_changed')
  if (known === undefined && isUsed(challenge.sequence, knowledge)) return refuse('sequence_replayed')
  return { ok: true, value: challenge }
}

/**
 * [CH3]. Requests need not arrive in the order they were made: one that did not ring comes when the person asks for it, and
 * may be older than one that rang. So only what was shown, or is older than what is forgotten, counts as used.
 */
function isUsed(sequence: number, { forgottenSequence, seen }: Knowledge): boolean {
  return sequence <= forgottenSequence || seen.some((each) => each.sequence === sequence)
}

/** Parses a receipt whose signature was verified; [RC1]: only for this device and that challenge. */
export function checkReceipt(received: Omit<Received, 'hash'>, addressee: Addressee): Verdict<Outcome> {
  const parsed = receiptDocument.parse(received.body)
  if (!parsed.ok) return refuse('document_malformed')
  const receipt: Receipt = parsed.value
  if (!wasInForce(received.signer, receipt.keyId, receipt.decidedAtMs)) return refuse('key_not_in_force')
  if (!equalBytes(receipt.challengeId, idToBytes(received.challengeId))) return refuse('challenge_other')
  if (!equalBytes(receipt.serverId, addressee.serverId)) return refuse('server_other')
  if (!equalBytes(receipt.deviceId, idToBytes(addressee.deviceId))) return refuse('device_other')
  const { decidedAtMs } = receipt
  const byThisDevice = receipt.byThisDevice === 1
  return { ok: true, value: { state: challengeStateName(receipt.state), byThisDevice, decidedAtMs } }
}

/** What a person reads of a challenge that passed. `ownAddress`: where this device is, as its server sees it; empty: not known. */
export function describeRequest(
  challenge: Challenge,
  serverName: string,
  serverNowMs: () => number,
  ownAddress: string,
): OpenRequest {
  const { context, expiresAtMs, issuedAtMs, options } = challenge
  return {
    challengeId: idFromBytes<ChallengeId>(challenge.challengeId),
    serverName,
    appName: context.appName,
    origin: context.origin,
    userId: context.userId,
    address: context.address,
    browser: context.browser,
    place: context.place,
    browserKnown: nameOfBrowserKnown(context.browserKnown),
    sameNetwork: isSameNetwork(context.address, ownAddress),
    otherOpen: context.otherOpen,
    purpose: nameOfPurpose(challenge.purpose),
    transaction: challenge.transaction[0],
    mode: nameOfMode(challenge.mode),
    verification: nameOfVerification(challenge.requirements),
    options,
    issuedAtMs,
    expiresAtMs,
    remainingMs: () => Math.max(0, expiresAtMs - serverNowMs()),
  }
}

/** What a person picks or types. The secret of a link is neither, and never theirs to give. */
export type Picked = Exclude<Choice, { mode: 'link' }>

/** Whether a choice is one that the request offers. */
export function offers(request: OpenRequest, choice: Picked): boolean {
  if (choice.mode !== request.mode) return false
  switch (choice.mode) {
    case 'code':
      return isCode(choice.code)
    case 'qr':
      return fromBase64Url(choice.secret)?.length === SCAN_SECRET_BYTES
    case 'symbol':
      return request.options.includes(choice.symbolId)
  }
}

/** [KS3]: the key that signed is the one the document names, and was in force at the document's time. */
function wasInForce(signer: ServerKey, keyId: Uint8Array, atMs: number): boolean {
  return equalBytes(signer.keyId, keyId) && signer.notBeforeMs <= atMs && atMs <= signer.notAfterMs
}

/** [TX1], [TX2]: shown as it is signed, or not at all. */
function isTransactionSound({ purpose: asked, transaction: [said] }: Challenge): boolean {
  if (asked !== purpose.transaction) return said === undefined
  return said !== undefined && said.title !== '' && isPlainAmount(said.amount)
}

/** [CH4]: two to twelve different symbols that this device can draw, or none in every other mode. */
function checkOptions({ mode, options }: Challenge): RefusedReason | undefined {
  if (mode !== matchMode.symbol) return options.length === 0 ? undefined : 'options_wrong'
  if (options.length < 2 || new Set(options).size !== options.length) return 'options_wrong'
  return options.every((id) => accessPassById(id) !== undefined) ? undefined : 'symbol_unknown'
}

function nameOfMode(mode: Challenge['mode']): OpenRequest['mode'] {
  switch (mode) {
    case matchMode.symbol:
      return 'symbol'
    case matchMode.code:
      return 'code'
    case matchMode.qr:
      return 'qr'
    case matchMode.link:
      return 'link'
  }
}

function nameOfPurpose(value: Challenge['purpose']): OpenRequest['purpose'] {
  switch (value) {
    case purpose.login:
      return 'login'
    case purpose.stepUp:
      return 'stepUp'
    case purpose.transaction:
      return 'transaction'
  }
}

function nameOfVerification(requirements: number): OpenRequest['verification'] {
  if ((requirements & requirementBit.biometrics) !== 0) return 'biometrics'
  return (requirements & requirementBit.userVerification) !== 0 ? 'any' : 'none'
}

function nameOfBrowserKnown(value: Challenge['context']['browserKnown']): OpenRequest['browserKnown'] {
  switch (value) {
    case browserKnown.undetermined:
      return 'undetermined'
    case browserKnown.known:
      return 'known'
    case browserKnown.new:
      return 'new'
  }
}

function refuse(reason: RefusedReason): { readonly ok: false; readonly reason: RefusedReason } {
  return { ok: false, reason }
}
