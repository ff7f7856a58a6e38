// The requests a device shows and has shown: which are open, when they leave, what became of them.
import type { Challenge, ChallengeId } from '@countersign/protocol'
import { OPEN_CHALLENGES_MAX, REDEEM_WITHIN_SECONDS } from '@countersign/protocol'
import type { DeviceClock } from './environment.js'
import type { DeviceEvent } from './events.js'
import type { OpenRequest, Outcome } from './open-request.js'
import type { ServerClock } from './server-clock.js'

export interface Entry {
  readonly request: OpenRequest
  readonly challenge: Challenge
  /** SHA-256 of the challenge's message: what an answer is bound to. */
  readonly hash: Uint8Array
  readonly outcome: Outcome | undefined
  readonly withdrawn: boolean
}

interface RequestBookOptions {
  readonly clock: DeviceClock
  readonly serverClock: ServerClock
  /** While an answer is on its way, its outcome decides how the request leaves, not the clock. */
  readonly hasAnswer: (challengeId: ChallengeId) => boolean
  readonly emit: (event: DeviceEvent) => void
}

/** The server allows three open ones; replaced ones whose receipts were lost stay until they expire. */
const ENTRIES_MAX = 8 * OPEN_CHALLENGES_MAX
/** Truths that came before their challenge, as frames may be reordered ([FR3]). */
const EARLY_OUTCOMES_MAX = 32

export class RequestBook {
  readonly #options: RequestBookOptions
  readonly #entries = new Map<ChallengeId, Entry>()
  readonly #timers = new Map<ChallengeId, () => void>()
  readonly #early = new Map<ChallengeId, Outcome>()

  constructor(options: RequestBookOptions) {
    this.#options = options
  }

  /** Oldest first. */
  get open(): readonly OpenRequest[] {
    return [...this.#entries.values()]
      .filter((entry) => !entry.withdrawn && entry.request.remainingMs() > 0)
      .sort((a, b) => a.challenge.sequence - b.challenge.sequence)
      .map((entry) => entry.request)
  }

  get isFull(): boolean {
    return this.#entries.size >= ENTRIES_MAX
  }

  find(challengeId: ChallengeId): Entry | undefined {
    return this.#entries.get(challengeId)
  }

  /** A verified request is shown, unless its end is known already. True when it is shown. */
  add(request: OpenRequest, challenge: Challenge, hash: Uint8Array): boolean {
    const { challengeId } = request
    const outcome = this.#early.get(challengeId)
    this.#entries.set(challengeId, { request, challenge, hash, outcome, withdrawn: outcome !== undefined })
    this.#schedule(challengeId)
    if (outcome !== undefined) return false
    this.#options.emit({ type: 'request', request })
    return true
  }

  /** A verified receipt. A final state never changes ([ST1]), so an older word that comes later is not heard. */
  settle(challengeId: ChallengeId, outcome: Outcome): void {
    if (outcome.state === 'pending') return
    const entry = this.#entries.get(challengeId)
    if (entry === undefined) {
      this.#rememberEarly(challengeId, outcome)
      return
    }
    if (entry.outcome !== undefined && (isFinal(entry.outcome) || entry.outcome.state === outcome.state))
      return
    this.#entries.set(challengeId, { ...entry, outcome, withdrawn: true })
    this.#options.emit(
      entry.withdrawn
        ? { type: 'outcome', challengeId, outcome }
        : { type: 'withdrawn', request: entry.request, outcome },
    )
  }

  /** Its time is over by the server's clock, and no answer of this device is on its way. */
  expire(challengeId: ChallengeId): void {
    const entry = this.#entries.get(challengeId)
    if (entry === undefined || entry.withdrawn || this.#options.hasAnswer(challengeId)) return
    if (entry.request.remainingMs() > 0) return
    this.#entries.set(challengeId, { ...entry, withdrawn: true })
    const { request } = entry
    const outcome: Outcome = { state: 'expired', byThisDevice: false, decidedAtMs: request.expiresAtMs }
    this.#options.emit({ type: 'withdrawn', request, outcome })
  }

  clear(): void {
    for (const cancel of this.#timers.values()) cancel()
    this.#timers.clear()
    this.#entries.clear()
    this.#early.clear()
  }

  /** Wakes at the expiry, and again when nothing can change any more; the server's clock may have moved in between. */
  #schedule(challengeId: ChallengeId): void {
    const entry = this.#entries.get(challengeId)
    if (entry === undefined) return
    const forgetAtMs = entry.request.expiresAtMs + REDEEM_WITHIN_SECONDS * 1_000
    const nowMs = this.#options.serverClock.nowMs()
    if (nowMs >= forgetAtMs && !this.#options.hasAnswer(challengeId)) {
      this.#timers.delete(challengeId)
      this.#entries.delete(challengeId)
      return
    }
    const waitMs = entry.request.remainingMs() || Math.max(1_000, forgetAtMs - nowMs)
    const cancel = this.#options.clock.after(waitMs, () => {
      this.expire(challengeId)
      this.#schedule(challengeId)
    })
    this.#timers.set(challengeId, cancel)
  }

  #rememberEarly(challengeId: ChallengeId, outcome: Outcome): void {
    const known = this.#early.get(challengeId)
    if (known !== undefined && isFinal(known)) return
    this.#early.set(challengeId, outcome)
    const [oldest] = this.#early.keys()
    if (this.#early.size > EARLY_OUTCOMES_MAX && oldest !== undefined) this.#early.delete(oldest)
  }
}

/** PROTOCOL states: only `pending` and `approved` can still change. */
export function isFinal({ state }: Outcome): boolean {
  return state !== 'pending' && state !== 'approved'
}
