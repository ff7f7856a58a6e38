// The app withdraws its question.
import type { ChallengeId, ChallengeStatus } from '@countersign/protocol'
import { equalBytes } from '@countersign/protocol'
import { lifeOf, transition } from '../core/challenge.js'
import type { Ports } from '../core/ports.js'
import type { App } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { statusNow } from './challenge-status.js'
import { untilSettled } from './lost-race.js'
import { tellOutcome } from './tell.js'
import { writeStep } from './write-step.js'

/**
 * Finds the challenge, checks who asks, cancels it while it is pending, tells its status. Once decided, it only tells.
 * @param appNonce 32 bytes, those the app asked with.
 * Refuses with `challenge_unknown`, `challenge_of_other_app`, `nonce_wrong`.
 */
export function cancelChallenge(
  ports: Ports,
  app: App,
  id: ChallengeId,
  appNonce: Uint8Array,
): Promise<Result<ChallengeStatus>> {
  return untilSettled(async () => {
    const challenge = await ports.storage.read.challenges.byId(id)
    if (challenge === undefined) return refused({ reason: 'challenge_unknown' })
    if (challenge.appId !== app.id) return refused({ reason: 'challenge_of_other_app' })
    if (!equalBytes(challenge.appNonce, appNonce)) return refused({ reason: 'nonce_wrong' })
    const nowMs = ports.clock.nowMs()
    const life = lifeOf(challenge, ports.settings.redeemWithinMs)
    const next = transition(life, { type: 'cancel', cause: 'by_app' }, nowMs)
    if (next === life) return accepted(await statusNow(ports, challenge))
    const changed = await ports.storage.transaction(
      (stores) => writeStep(ports, stores, challenge, next, nowMs),
      { account: challenge.accountId },
    )
    const { accountId, requestId: askedIn, traceParent } = challenge
    ports.tracer.link(traceParent)
    ports.log.info('challenge_cancelled', { challengeId: id, accountId, askedIn })
    tellOutcome(ports, changed)
    return accepted(await statusNow(ports, changed))
  })
}
