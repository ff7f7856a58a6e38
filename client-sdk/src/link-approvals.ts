// Approvals of mode link: the return code of each, drawn here, and handed over when the server has said that it counts ([LK3], [LK4]).
import type { ChallengeId } from '@countersign/protocol'
import {
  chosenBytes,
  fromBase64Url,
  LINK_SECRET_BYTES,
  RETURN_CODE_BYTES,
  RETURN_CODE_HASH_BYTES,
  returnCodePreimage,
  toBase64Url,
} from '@countersign/protocol'
import { DeviceError } from './error.js'
import type { DeviceCrypto } from './hashes.js'
import type { OpenRequest, Outcome } from './open-request.js'

/** What became of an approval by link. */
export interface LinkOutcome extends Outcome {
  /** Base64url of 16 bytes; it goes back to the app's page with the browser, and nowhere else. Undefined unless this device's approval counts. */
  readonly returnCode: string | undefined
}

/** Far above what one person has open; an older one's challenge is long over. */
const KEPT_MAX = 32

export class LinkApprovals {
  readonly #codes = new Map<ChallengeId, Uint8Array>()
  readonly #underWay = new Map<ChallengeId, Promise<LinkOutcome>>()
  readonly #crypto: DeviceCrypto

  constructor(crypto: DeviceCrypto) {
    this.#crypto = crypto
  }

  /**
   * Answers with the secret of the link. A second tap joins the first: one request has one approval and one return code.
   * Rejects with `choice_invalid` for a request of another mode and for a secret that is none, and as `answer` does.
   */
  async approve(
    { challengeId, mode }: OpenRequest,
    secret: string,
    answer: (chosen: Uint8Array) => Promise<Outcome>,
  ): Promise<LinkOutcome> {
    if (mode !== 'link') throw new DeviceError('choice_invalid', `a ${mode} that the request offers expected`)
    if (fromBase64Url(secret)?.length !== LINK_SECRET_BYTES)
      throw new DeviceError('choice_invalid', 'the 16 bytes of the link expected')
    const underWay = this.#underWay.get(challengeId)
    if (underWay !== undefined) return underWay
    const approval = this.#approve(challengeId, secret, answer)
    this.#underWay.set(challengeId, approval)
    try {
      return await approval
    } finally {
      this.#underWay.delete(challengeId)
    }
  }

  async #approve(
    challengeId: ChallengeId,
    secret: string,
    answer: (chosen: Uint8Array) => Promise<Outcome>,
  ): Promise<LinkOutcome> {
    const code = this.#codeOf(challengeId)
    const hash = await this.#crypto.sha256(returnCodePreimage(code))
    const returnCodeHash = hash.subarray(0, RETURN_CODE_HASH_BYTES)
    const outcome = await answer(chosenBytes({ mode: 'link', secret, returnCodeHash }))
    // Another device's approval commits itself to another return code.
    const counts = outcome.byThisDevice && (outcome.state === 'approved' || outcome.state === 'redeemed')
    return { ...outcome, returnCode: counts ? toBase64Url(code) : undefined }
  }

  /** Kept beyond a failed try: the answer that was sent may still arrive, and it names this code. */
  #codeOf(challengeId: ChallengeId): Uint8Array {
    const drawn = this.#codes.get(challengeId) ?? this.#crypto.randomBytes(RETURN_CODE_BYTES)
    this.#codes.set(challengeId, drawn)
    const [oldest] = this.#codes.keys()
    if (this.#codes.size > KEPT_MAX && oldest !== undefined) this.#codes.delete(oldest)
    return drawn
  }
}
