// What a person is shown and told: one verified request, how far its answer got, and its outcome.
import type { ChallengeId, ChallengeStateName, DecisionName, Transaction } from '@countersign/protocol'

/** A request that passed every check: signed by the pinned server, for this device, not expired. Show nothing else. */
export interface OpenRequest {
  readonly challengeId: ChallengeId
  readonly serverName: string
  readonly appName: string
  readonly origin: string
  readonly userId: string
  /** Empty text: not known. The same holds for `browser` and `place`. */
  readonly address: string
  readonly browser: string
  readonly place: string
  /** `known`: its key at this app's login page was shown before. `new`: it has none, or it did not fit. */
  readonly browserKnown: 'undetermined' | 'known' | 'new'
  /**
   * The request came from the network that this device was in. A help for the person, never a proof: a neighbour shares a network too.
   * False says nothing: a phone on mobile data is somewhere else.
   */
  readonly sameNetwork: boolean
  /** How many other requests of this account were open when this one was made. */
  readonly otherOpen: number
  readonly purpose: 'login' | 'stepUp' | 'transaction'
  /** With purpose `transaction`: what is approved, to be shown in full; empty text: not said. */
  readonly transaction: Transaction | undefined
  /** `link`: the login page is on this device, and its link brings what approves it. Without the link there is only deny. */
  readonly mode: 'symbol' | 'code' | 'qr' | 'link'
  /** What an approve must come with: nothing, the PIN or biometrics, biometrics. */
  readonly verification: 'none' | 'any' | 'biometrics'
  /** Ids of the access passes in display order; empty in modes `code` and `link`. */
  readonly options: readonly number[]
  /** Server clock, as is `expiresAtMs`: never subtract this phone's time from it, call `remainingMs()`. */
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  /** Milliseconds left by the server's clock, 0 when over. */
  remainingMs(): number
}

/** The server's signed word on a request. */
export interface Outcome {
  readonly state: ChallengeStateName
  /** True when this device's own answer made it so. */
  readonly byThisDevice: boolean
  /** Server clock. */
  readonly decidedAtMs: number
}

/** An answer on its way: `queued` until it could be handed to a connected server, then `sent` until the receipt. */
export interface PendingAnswer {
  readonly challengeId: ChallengeId
  readonly decision: DecisionName
  readonly progress: 'queued' | 'sent'
}
