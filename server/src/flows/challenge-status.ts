// Where a challenge is: for the app that asked, and for the login page that waits.
import type { ChallengeId, ChallengeStatus } from '@countersign/protocol'
import { originsOf } from '../core/builtin-app.js'
import type { Ports } from '../core/ports.js'
import type { App, ChallengeRecord } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { statusAt } from '../core/status.js'

export interface Watched {
  readonly challengeId: ChallengeId
  /** The exact origins whose pages may ask: those of the app. */
  readonly allowedOrigins: readonly string[]
  readonly status: ChallengeStatus
}

/**
 * Finds the challenge, checks whose it is, tells where it is.
 * Refuses with `challenge_unknown` or `challenge_of_other_app`, which sound the same outside ([AP2]).
 */
export async function statusForApp(
  ports: Ports,
  app: App,
  id: ChallengeId,
): Promise<Result<ChallengeStatus>> {
  const challenge = await ports.storage.read.challenges.byId(id)
  if (challenge === undefined) return refused({ reason: 'challenge_unknown' })
  if (challenge.appId !== app.id) return refused({ reason: 'challenge_of_other_app' })
  return accepted(await statusNow(ports, challenge))
}

/**
 * Finds the challenge of a watch token, tells where it is and who may hear it: no account, no symbol, no decision ([AP3]).
 * @param watchToken 32 bytes. Refuses with `watch_token_wrong`.
 */
export async function statusForWatcher(ports: Ports, watchToken: Uint8Array): Promise<Result<Watched>> {
  const hash = ports.vault.keyedHash('watch-token', watchToken)
  const challenge = await ports.storage.read.challenges.byWatchToken(hash)
  const app = challenge && (await ports.storage.read.apps.byId(challenge.appId))
  if (challenge === undefined || app === undefined) return refused({ reason: 'watch_token_wrong' })
  const status = await statusNow(ports, challenge)
  return accepted({
    challengeId: challenge.id,
    allowedOrigins: originsOf(app, ports.settings.publicUrl),
    status,
  })
}

/** The status as of this moment; asks whether a phone shows it only while that can still be news. */
export async function statusNow(ports: Ports, challenge: ChallengeRecord): Promise<ChallengeStatus> {
  const onPhone = challenge.state === 'pending' && (await ports.fabric.wasShown(challenge.id))
  return statusAt(challenge, onPhone, ports.clock.nowMs(), ports.settings.redeemWithinMs)
}
