// Answers on their way: sealed once, sent one after the other, sent again unchanged until the receipt, never lost silently.
import type { ChallengeId, ErrorCode, PinTries } from '@countersign/protocol'
import { REDEEM_WITHIN_SECONDS } from '@countersign/protocol'
import { BACK_OFF_FIRST_MS, backOffMs } from './back-off.js'
import type { AnswerFrame, Decided } from './device-frames.js'
import type { DeviceClock } from './environment.js'
import { DeviceError } from './error.js'
import type { Outcome, PendingAnswer } from './open-request.js'
import { isFinal } from './request-book.js'
import type { ServerClock } from './server-clock.js'

interface Item {
  readonly decided: Decided
  readonly waiters: Waiter[]
  /** Its counter is taken: nothing may overtake it any more. */
  sealing: boolean
  /** Sealed at the first try; every later try sends these very bytes. */
  frame: AnswerFrame | undefined
  /** It left this device at least once: its effect is the server's to tell. */
  wasSent: boolean
  /** The connection on which its receipt is awaited. */
  awaitedOn: number | undefined
  resends: number
  refusals: number
  /** It took the place of an approve that was sent: what that one has caused is not known. */
  readonly afterSentApprove: boolean
  /** Refusals to come that belong to that approve. */
  foreignRefusals: number
  cancelDeadline: () => void
  cancelResend: () => void
}

interface Waiter {
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: DeviceError) => void
}

interface AnswerQueueOptions {
  readonly clock: DeviceClock
  readonly serverClock: ServerClock
  readonly random: () => number
  /** Spends a counter durably, then signs. */
  readonly seal: (decided: Decided) => Promise<AnswerFrame>
  /** False: not connected now. */
  readonly send: (frame: AnswerFrame) => boolean
  readonly onProgress: (answer: PendingAnswer) => void
  /** The answer left the queue without the server's word. */
  readonly onGivenUp: (challengeId: ChallengeId) => void
}

/** A receipt that takes longer was probably lost; sending again is harmless ([AN3]). Doubles with each time. */
const RESEND_AFTER_MS = 5_000
/** So long after the expiry the server still knows what an answer that arrived has caused. */
const TRUTH_WAIT_MS = REDEEM_WITHIN_SECONDS * 1_000
/** Refusals that say "not now": the same answer is tried again. */
const PASSING: ReadonlySet<ErrorCode> = new Set(['unavailable', 'internal', 'draining', 'too_many_requests'])

const nothing = (): void => undefined

export class AnswerQueue {
  readonly #options: AnswerQueueOptions
  /** One at a time: counters must arrive rising, also when the server works on several frames at once. */
  #items: Item[] = []
  #connection = 1
  #pumping = false

  constructor(options: AnswerQueueOptions) {
    this.#options = options
  }

  get pending(): readonly PendingAnswer[] {
    return this.#items.map(describe)
  }

  has(challengeId: ChallengeId): boolean {
    return this.#items.some((item) => item.decided.challengeId === challengeId)
  }

  /** Resolves with the server's verified word. A deny takes the place of an approve of the same request; never the reverse. */
  add(decided: Decided): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const before = this.#find(decided.challengeId)
      if (before === undefined) {
        this.#enter(this.#item(decided, [{ resolve, reject }], false))
        return
      }
      before.waiters.push({ resolve, reject })
      if (before.decided.decision !== 'approve' || decided.decision === 'approve') return
      this.#remove(before)
      this.#enter(this.#item(decided, before.waiters, before.wasSent))
    })
  }

  /** A new connection was welcomed: whatever has no receipt goes again. */
  connected(): void {
    this.#connection++
    void this.#pump()
  }

  /** A verified receipt. `approved` does not answer a deny, which can still win ([ST4]). */
  settle(challengeId: ChallengeId, outcome: Outcome): void {
    const item = this.#find(challengeId)
    if (item === undefined || outcome.state === 'pending') return
    if (!isFinal(outcome) && item.decided.decision !== 'approve') return
    this.#remove(item)
    for (const waiter of item.waiters) waiter.resolve(outcome)
    void this.#pump()
  }

  /** The server refused an answer. */
  refuse(challengeId: ChallengeId, code: ErrorCode, tries?: PinTries): void {
    const item = this.#find(challengeId)
    if (item === undefined || !item.wasSent) return
    if (item.foreignRefusals-- > 0) return
    if (PASSING.has(code)) {
      this.#resendAfter(item, BACK_OFF_FIRST_MS + backOffMs(item.refusals++, this.#options.random))
      return
    }
    const serverCode = code
    this.#giveUp(
      item,
      new DeviceError('answer_refused', `the server refused the answer: ${code}`, { serverCode, tries }),
    )
  }

  rejectAll(error: DeviceError): void {
    for (const item of [...this.#items]) this.#giveUp(item, error)
  }

  #find(challengeId: ChallengeId): Item | undefined {
    return this.#items.find((item) => item.decided.challengeId === challengeId)
  }

  #item(decided: Decided, waiters: Waiter[], afterSentApprove: boolean): Item {
    const leftMs = Math.max(0, decided.untilMs - this.#options.serverClock.nowMs())
    const item: Item = {
      decided,
      waiters,
      sealing: false,
      frame: undefined,
      wasSent: false,
      awaitedOn: undefined,
      resends: 0,
      refusals: 0,
      afterSentApprove,
      foreignRefusals: afterSentApprove ? 1 : 0,
      cancelDeadline: this.#options.clock.after(leftMs, () => this.#overdue(item)),
      cancelResend: nothing,
    }
    return item
  }

  /** Deny and report overtake approvals that have no counter yet. */
  #enter(item: Item): void {
    const isDeny = item.decided.decision !== 'approve'
    const overtaken = this.#items.findIndex((each) => !each.sealing && each.decided.decision === 'approve')
    this.#items.splice(isDeny && overtaken !== -1 ? overtaken : this.#items.length, 0, item)
    this.#options.onProgress(describe(item))
    void this.#pump()
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return
    this.#pumping = true
    for (let head = this.#items[0]; head !== undefined; head = this.#items[0]) {
      if (head.frame === undefined) await this.#seal(head)
      else if (head.awaitedOn === this.#connection || !this.#options.send(head.frame)) break
      else this.#sent(head)
    }
    this.#pumping = false
  }

  async #seal(item: Item): Promise<void> {
    item.sealing = true
    try {
      item.frame = await this.#options.seal(item.decided)
    } catch (cause) {
      const error =
        cause instanceof DeviceError
          ? cause
          : new DeviceError('keys_vanished', 'the device key could not sign', { cause })
      this.#giveUp(item, error)
    } finally {
      item.decided.prover?.end()
    }
  }

  #sent(item: Item): void {
    const first = !item.wasSent
    item.wasSent = true
    item.awaitedOn = this.#connection
    this.#resendAfter(item, RESEND_AFTER_MS * 2 ** item.resends++)
    if (first) this.#options.onProgress(describe(item))
  }

  #resendAfter(item: Item, ms: number): void {
    item.cancelResend()
    item.cancelResend = this.#options.clock.after(ms, () => {
      item.awaitedOn = undefined
      void this.#pump()
    })
  }

  /** The time is over. An answer that never left has certainly done nothing; one that was sent may have been in time. */
  #overdue(item: Item): void {
    const left = item.wasSent || item.afterSentApprove
    const untilMs = item.decided.untilMs + (left ? TRUTH_WAIT_MS : 0)
    const leftMs = untilMs - this.#options.serverClock.nowMs()
    if (leftMs > 0) {
      item.cancelDeadline = this.#options.clock.after(leftMs, () => this.#overdue(item))
      return
    }
    this.#giveUp(
      item,
      left
        ? new DeviceError('outcome_unknown', 'the answer was sent, but no receipt came')
        : new DeviceError('answer_not_delivered', 'the request expired before the server could be reached'),
    )
  }

  #giveUp(item: Item, error: DeviceError): void {
    if (!this.#items.includes(item)) return
    this.#remove(item)
    for (const waiter of item.waiters) waiter.reject(error)
    this.#options.onGivenUp(item.decided.challengeId)
    void this.#pump()
  }

  #remove(item: Item): void {
    item.cancelDeadline()
    item.cancelResend()
    item.decided.prover?.end()
    this.#items = this.#items.filter((each) => each !== item)
  }
}

function describe({ decided, wasSent }: Item): PendingAnswer {
  const { challengeId, decision } = decided
  return { challengeId, decision, progress: wasSent ? 'sent' : 'queued' }
}
