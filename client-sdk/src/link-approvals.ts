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
import { sha256 } from './hashes.js'
import type { Outcome } from './open-request.js'

/** What became of an approval by link. */
export interface LinkOutcome extends Outcome {
  /** Base64url of 16 bytes, for the app's page and nobody else; undefined unless this device's approval counts. */
  readonly returnCode: string | undefined
}

/** Far above what one person has open; an older one's challenge is long over. */
const KEPT_MAX = 32

export class LinkApprovals {
  readonly #codes = new Map<ChallengeId, Uint8Array>()

  /**
   * What the answer carries. Twice the same for one challenge: whoever taps twice has one approval and one return code.
   * Rejects with `choice_invalid` for a secret that is none.
   */
  async chosen(challengeId: ChallengeId, secret: string): Promise<Uint8Array> {
    if (fromBase64Url(secret)?.length !== LINK_SECRET_BYTES)
      throw new DeviceError('choice_invalid', 'the 16 bytes of the link expected')
    const code = this.#codeOf(challengeId)
    const hash = await sha256(returnCodePreimage(code))
    return chosenBytes({
      mode: 'link',
      secret,
      returnCodeHash: hash.subarray(0, RETURN_CODE_HASH_BYTES),
    })
  }

  /** The server's verified word, and the return code where that word is that this device has let somebody in. */
  outcome(challengeId: ChallengeId, outcome: Outcome): LinkOutcome {
    const counts = outcome.byThisDevice && (outcome.state === 'approved' || outcome.state === 'redeemed')
    const code = counts ? this.#codes.get(challengeId) : undefined
    return { ...outcome, returnCode: code && toBase64Url(code) }
  }

  #codeOf(challengeId: ChallengeId): Uint8Array {
    const drawn = this.#codes.get(challengeId) ?? crypto.getRandomValues(new Uint8Array(RETURN_CODE_BYTES))
    this.#codes.set(challengeId, drawn)
    const [oldest] = this.#codes.keys()
    if (this.#codes.size > KEPT_MAX && oldest !== undefined) this.#codes.delete(oldest)
    return drawn
  }
}
