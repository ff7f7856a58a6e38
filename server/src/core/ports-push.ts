// What flows need to wake phones: where each wants to be woken, who carries a push there, and what became of each ring.
import type { AccountId, ChallengeId, DeviceId, PushTerms } from '@countersign/protocol'
import type { Ring, RingNews } from './rings.js'

export interface PushStores {
  readonly pushSubscriptions: PushSubscriptionStore
  readonly rings: RingStore
}

/** Where one device wants to be woken. Goes with the device: whoever may not approve is not rung. */
export interface PushSubscription {
  /** New with each subscription, so that news about an old one never end a new one. */
  readonly id: string
  readonly deviceId: DeviceId
  /** JSON of `PushTerms`, sealed with `pushPlace(id)`: the address is a capability, and says which browser somebody uses. */
  readonly sealedTerms: Uint8Array
  readonly setAtMs: number
  /** The push service asked for quiet until then; 0: it did not. */
  readonly quietUntilMs: number
}

export interface PushSubscriptionStore {
  /** In place of the one before, as long as the device is active; false when it is not. */
  set(subscription: PushSubscription): Promise<boolean>
  ofDevice(deviceId: DeviceId): Promise<PushSubscription | undefined>
  /** Of all devices of an account. */
  ofAccount(accountId: AccountId): Promise<readonly PushSubscription[]>
  remove(deviceId: DeviceId): Promise<boolean>
  /** This very one; false when it was replaced meanwhile, or is gone. */
  drop(id: string): Promise<boolean>
  /** Nothing is sent there before. */
  quiet(id: string, untilMs: number): Promise<void>
}

export interface RingStore {
  /** Adds what is news to what is known of the same phone and request; nothing for a request that is gone. */
  note(news: RingNews): Promise<void>
  /** One a phone, in no order. */
  ofChallenge(challengeId: ChallengeId): Promise<readonly Ring[]>
}

export interface PushCall {
  readonly terms: PushTerms
  readonly payload: Uint8Array
  /** RFC 8030 §5.2: after that the push service forgets it. */
  readonly ttlSeconds: number
  /** RFC 8030 §5.4: in place of the one of the same topic that still waits. */
  readonly topic: string
}

/** `error` says in words why there was no answer, without a word of what the other side said. */
export type PushAnswer =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** What its `Retry-After` asks for; undefined when it asks for nothing. */
      readonly retryAfterMs: number | undefined
    }
  | { readonly kind: 'failed'; readonly error: string }

/** Carries pushes to push services. Never rejects for what the world does. */
export interface PushCourier {
  /** The key by which this server proves who it is (RFC 8292), 65 bytes. Undefined: it wakes nobody. */
  readonly publicKey: Uint8Array | undefined
  /** The push service that the terms lead to, by the name it has in the settings; undefined when none may be asked there. */
  serviceOf(terms: PushTerms): string | undefined
  send(call: PushCall): Promise<PushAnswer>
}

/** A push that waits for its time. */
export interface WaitingPush {
  readonly challengeId: ChallengeId
  readonly deviceId: DeviceId
  readonly expiresAtMs: number
  readonly dueAtMs: number
  /** How often it was tried. */
  readonly attempts: number
  /** The request that it rings for, as logs and traces know it. */
  readonly askedIn: string
  readonly traceParent: string
}

/** What one process holds of rings until it is sent and written down. It may be lost: the phone asks for itself when it is opened. */
export interface RingBook {
  /** Written down with the next round. */
  note(news: RingNews): void
  /** What was noted since the last time. */
  takeNotes(): readonly RingNews[]
  /** False when too many wait. */
  wait(push: WaitingPush): boolean
  /** Those whose time has come. */
  takeDue(nowMs: number): readonly WaitingPush[]
  /** Runs the work when its push service has a place free; false when too many wait for that service. */
  offer(service: string, work: () => Promise<void>): boolean
  /** Resolves when no push is under way. */
  settled(): Promise<void>
}

/** Where the terms are kept; their sealed bytes open nowhere else. */
export function pushPlace(id: string): string {
  return `push_subscription/${id}/sealed_terms`
}
