// What arrives signed: verify over the received bytes, then parse, then check, then remember, then show ([CH1], [RC1]).
import type { Challenge, ChallengeId } from '@countersign/protocol'
import { challengeDocument, fromBase64Url, receiptDocument, toBase64Url } from '@countersign/protocol'
import { serverIdOf } from './device-frames.js'
import type { RefusedReason } from './events.js'
import type { DeviceCrypto } from './hashes.js'
import type { Outcome } from './open-request.js'
import type { PairingKeeper } from './pairing-keeper.js'
import type { RequestBook } from './request-book.js'
import type { Addressee } from './requests.js'
import { checkChallenge, checkReceipt, describeRequest } from './requests.js'
import type { ServerClock } from './server-clock.js'
import type { ServerKeys } from './server-keys.js'

interface SignedMessagesOptions {
  readonly keeper: PairingKeeper
  readonly serverKeys: ServerKeys
  readonly serverClock: ServerClock
  readonly crypto: Pick<DeviceCrypto, 'sha256'>
  readonly book: RequestBook
  /** False once the device was stopped or revoked: then nothing is shown any more. */
  readonly isListening: () => boolean
  readonly onRefused: (reason: RefusedReason, challengeId: ChallengeId) => void
  readonly onFault: (error: unknown) => void
}

/** A `challenge` or `receipt` frame. */
export interface SignedFrame {
  readonly challengeId: ChallengeId
  readonly body: string
  readonly signature: string
}

export class SignedMessages {
  /** As of the last welcome; empty: not known. */
  ownAddress = ''
  readonly #options: SignedMessagesOptions

  constructor(options: SignedMessagesOptions) {
    this.#options = options
  }

  /** True when the request is shown, now or since an earlier delivery. */
  async showChallenge({ challengeId, ...frame }: SignedFrame): Promise<boolean> {
    const { keeper, serverKeys, serverClock, book } = this.#options
    const { body, signature } = bytesOf(frame)
    const message = challengeDocument.message(body)
    const signer = await serverKeys.signerOf(message, signature)
    if (signer === undefined) return this.#refuse('signature_wrong', challengeId)
    const hash = await this.#options.crypto.sha256(message)
    const serverNowMs = serverClock.nowMs()
    const { forgottenSequence, seen } = keeper.current
    const knowledge = { ...this.#addressee(), serverNowMs, forgottenSequence, seen }
    const verdict = checkChallenge({ challengeId, body, hash, signer }, knowledge)
    if (!verdict.ok) return this.#refuse(verdict.reason, challengeId)
    const known = book.find(challengeId)
    if (known !== undefined) return !known.withdrawn
    if (book.isFull) return this.#refuse('too_many_requests', challengeId)
    await this.#remember(challengeId, verdict.value, hash, serverNowMs)
    if (!this.#options.isListening()) return false
    const serverNow = (): number => serverClock.nowMs()
    const request = describeRequest(verdict.value, keeper.current.serverName, serverNow, this.ownAddress)
    return book.add(request, verdict.value, hash)
  }

  /** The server's word on a challenge, or undefined when it is not. */
  async readReceipt({ challengeId, ...frame }: SignedFrame): Promise<Outcome | undefined> {
    const { body, signature } = bytesOf(frame)
    const signer = await this.#options.serverKeys.signerOf(receiptDocument.message(body), signature)
    if (signer === undefined) {
      this.#refuse('signature_wrong', challengeId)
      return undefined
    }
    const verdict = checkReceipt({ challengeId, body, signer }, this.#addressee())
    if (verdict.ok) return verdict.value
    this.#refuse(verdict.reason, challengeId)
    return undefined
  }

  async #remember(
    challengeId: ChallengeId,
    challenge: Challenge,
    hash: Uint8Array,
    serverNowMs: number,
  ): Promise<void> {
    const { expiresAtMs, sequence } = challenge
    try {
      const shown = { challengeId, hash: toBase64Url(hash), expiresAtMs, sequence }
      await this.#options.keeper.rememberShown(shown, serverNowMs)
    } catch (error) {
      // The person must see the request all the same; answering it needs storage, and will say so.
      this.#options.onFault(error)
    }
  }

  #addressee(): Addressee {
    const pairing = this.#options.keeper.current
    return { serverId: serverIdOf(pairing), accountId: pairing.accountId, deviceId: pairing.deviceId }
  }

  #refuse(reason: RefusedReason, challengeId: ChallengeId): false {
    this.#options.onRefused(reason, challengeId)
    return false
  }
}

/** The frame's parser has checked the encoding; what still is none becomes bytes that no signature fits. */
function bytesOf(frame: { readonly body: string; readonly signature: string }): {
  readonly body: Uint8Array
  readonly signature: Uint8Array
} {
  const none = new Uint8Array(0)
  return { body: fromBase64Url(frame.body) ?? none, signature: fromBase64Url(frame.signature) ?? none }
}
