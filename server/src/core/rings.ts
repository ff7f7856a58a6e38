// What became of one request on one phone: whether it was to ring, which way it went, and in one word why the phone did not ring.
import type { ChallengeId, DeviceId } from '@countersign/protocol'
import type { RingOutcome } from '@countersign/protocol/admin'

/** Why nothing rang on purpose; the request waited until the person opened the app. */
export type Silence =
  /** The login page is on the phone. */
  | 'same_device'
  /** A policy says that people open the app. */
  | 'policy'
  /** The person wants quiet at this hour. */
  | 'quiet_hours'
  /** As many requests as may ring at once were open. */
  | 'others_open'
  /** Too many rang without a success. */
  | 'budget'
  /** The person said of this app and address that it was not them. */
  | 'reported'

export type PushOutcome =
  | 'taken'
  /** 404 or 410: the phone's browser has ended the subscription. */
  | 'ended'
  /** 429, or the quiet it asked for is not over. */
  | 'busy'
  | 'too_large'
  /** Another answer than yes. */
  | 'refused'
  | 'no_answer'
  /** Not sent: too many pushes wait for this push service. */
  | 'crowded'
  /** Not sent in the request's life. */
  | 'too_late'

export interface Ring {
  readonly challengeId: ChallengeId
  readonly deviceId: DeviceId
  readonly atMs: number
  readonly silence: Silence | undefined
  /** When it went to the phone's open connection. */
  readonly socketAtMs: number | undefined
  /** When the phone said that it shows it. */
  readonly shownAtMs: number | undefined
  readonly push: RingPush | undefined
}

export interface RingPush {
  readonly atMs: number
  readonly outcome: PushOutcome
  /** What the push service answered; undefined when it did not. */
  readonly status: number | undefined
}

/** What was learnt lately of one ring: absent is not known, or not new. */
export interface RingNews {
  readonly challengeId: ChallengeId
  readonly deviceId: DeviceId
  readonly atMs: number
  readonly silence?: Silence
  readonly socketAtMs?: number
  readonly shownAtMs?: number
  readonly push?: RingPush
}

/** Earlier news and later ones about the same ring: the first showing counts, and the last push. */
export function mergedNews(before: RingNews, after: RingNews): RingNews {
  const shownAtMs = before.shownAtMs ?? after.shownAtMs
  return {
    ...before,
    ...after,
    atMs: Math.min(before.atMs, after.atMs),
    ...(shownAtMs === undefined ? {} : { shownAtMs }),
  }
}

/** One word for how it rang, or why it did not; what was shown later, to somebody who opened the app, did not ring for that. */
export function ringOutcome({ silence, socketAtMs, shownAtMs, push }: Ring): RingOutcome {
  if (silence !== undefined) return `silent_${silence}`
  if (push?.outcome === 'taken' && shownAtMs !== undefined) return 'shown_after_push'
  if (push !== undefined) return `push_${push.outcome}`
  if (socketAtMs === undefined) return 'unreachable'
  return shownAtMs === undefined ? 'not_shown' : 'shown'
}
