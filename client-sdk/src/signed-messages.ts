// What arrives signed: verify over the received bytes, then parse, then check, then remember, then show ([CH1], [RC1]).
import type { Challenge, ChallengeId } from '@countersign/protocol'
import {
  challengeDocument,
  fromBase64Url,
  OPEN_CHALLENGES_MAX,
  receiptDocument,
  toBase64Url,
} from '@countersign/protocol'
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
  /** Asks the server for its time, which `hearServerTime` gets. */
  readonly askTime: () => void
  /** It is shown, now or since an earlier delivery. */
  readonly onShown: (challengeId: ChallengeId) => void
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
  /** Expired as they arrived: either that is so, or the server's clock was set since it last told its time. */
  #doubted: readonly SignedFrame[] = []

  constructor(options: SignedMessagesOptions) {
    this.#options = options
  }

  /** Shows the request, unless something speaks against it. One that seems to be over is looked at again once the server told its time. */
  async showChallenge(frame: SignedFrame): Promise<void> {
    const reason = await this.#add(frame)
    if (reason === 'shown') return this.#options.onShown(frame.challengeId)
    if (reason === 'over') return
    this.#refuse(reason, frame.challengeId)
    if (reason !== 'expired' || this.#doubted.length === OPEN_CHALLENGES_MAX) return
    if (this.#doubted.length === 0) this.#options.askTime()
    this.#doubted = [...this.#doubted, frame]
  }

  /** Of a `welcome` or `pong`. */
  hearServerTime(nowMs: number): void {
    this.#options.serverClock.observe(nowMs)
    const again = this.#doubted
    this.#doubted = []
    for (const frame of again) void this.#showAgain(frame)
  }

  async #showAgain(frame: SignedFrame): Promise<void> {
    try {
      if ((await this.#add(frame)) === 'shown') this.#options.onShown(frame.challengeId)
    } catch (error) {
      this.#options.onFault(error)
    }
  }

  /** `shown` now, or since an earlier delivery; `over`: there is nothing to show any more; or what speaks against it. */
  async #add({ challengeId, ...frame }: SignedFrame): Promise<RefusedReason | 'shown' | 'over'> {
    const { keeper, serverKeys, serverClock, book } = this.#options
    const { body, signature } = bytesOf(frame)
    const message = challengeDocument.message(body)
    const signer = await serverKeys.signerOf(message, signature)
    if (signer === undefined) return 'signature_wrong'
    const hash = await this.#options.crypto.sha256(message)
    const serverNowMs = serverClock.nowMs()
    const { forgottenSequence, seen } = keeper.current
    const knowledge = { ...this.#addressee(), serverNowMs, forgottenSequence, seen }
    const verdict = checkChallenge({ challengeId, body, hash, signer }, knowledge)
    if (!verdict.ok) return verdict.reason
    const known = book.find(challengeId)
    if (known !== undefined) return known.withdrawn ? 'over' : 'shown'
    if (book.isFull) return 'too_many_requests'
    await this.#remember(challengeId, verdict.value, hash, serverNowMs)
    if (!this.#options.isListening()) return 'over'
    const serverNow = (): number => serverClock.nowMs()
    const request = describeRequest(verdict.value, keeper.current.serverName, serverNow, this.ownAddress)
    return book.add(request, verdict.value, hash) ? 'shown' : 'over'
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

  #refuse(reason: RefusedReason, challengeId: ChallengeId): void {
    this.#options.onRefused(reason, challengeId)
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
