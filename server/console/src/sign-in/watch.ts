// Waits for what becomes of a request, as a login page does: long polls with the watch token, until a state is final.
import type { ChallengeStatus } from '@countersign/protocol'
import { LONG_POLL_MAX_SECONDS } from '@countersign/protocol'

/** Between a lost answer and the next attempt. */
const AGAIN_AFTER_MS = 2000
/** Past the end of the request the server has an answer; a page that still hears none gives up. */
const GRACE_MS = 10_000

export type WatchEnd = Exclude<ChallengeStatus['state'], 'pending'> | 'unreachable'

/**
 * Calls `onStatus` with each status that differs from the last, then resolves with the final state; `unreachable` when the
 * server could not be asked until after the request's end. Aborting leaves it waiting for ever.
 */
export async function watchOutcome(
  watchToken: string,
  onStatus: (status: ChallengeStatus) => void,
  signal: AbortSignal,
): Promise<WatchEnd> {
  let known: ChallengeStatus | undefined
  let giveUpAtMs = Date.now() + 3 * 60_000
  while (!signal.aborted) {
    const status = await ask(watchToken, known, signal)
    if (!status) {
      if (Date.now() > giveUpAtMs) return 'unreachable'
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS))
      continue
    }
    if (!known) giveUpAtMs = Date.now() + (status.expiresAtMs - status.nowMs) + GRACE_MS
    known = status
    if (status.state !== 'pending') return status.state
    onStatus(status)
  }
  return new Promise(() => {})
}

async function ask(
  watchToken: string,
  known: ChallengeStatus | undefined,
  signal: AbortSignal,
): Promise<ChallengeStatus | undefined> {
  const search = known
    ? `?${new URLSearchParams({ wait: String(LONG_POLL_MAX_SECONDS), state: known.state, progress: known.progress })}`
    : ''
  try {
    const response = await fetch(`/v1/watch${search}`, {
      signal,
      cache: 'no-store',
      credentials: 'omit',
      headers: { Authorization: `Watch ${watchToken}`, Accept: 'application/json' },
    })
    if (!response.ok) return undefined
    // Sound: the page and the server are one build, and the server checks its answers against the same schema in its tests.
    return (await response.json()) as ChallengeStatus
  } catch {
    return undefined
  }
}
