// The app redeems an approval: once, by the session that asked, for a signed assertion.
import type { ChallengeId, Redeemed } from '@countersign/protocol'
import {
  answerDocument,
  equalBytes,
  LINK_SECRET_BYTES,
  RETURN_CODE_HASH_BYTES,
  returnCodePreimage,
} from '@countersign/protocol'
import { lifeOf, transition } from '../core/challenge.js'
import type { Ports, Stores } from '../core/ports.js'
import type { Shown } from '../core/ports-challenges.js'
import type { App, ChallengeRecord } from '../core/records.js'
import { refuseApprover, whyNotRedeemed } from '../core/redemption.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { signAssertion } from './assertion.js'
import { untilSettled } from './lost-race.js'
import { tellOutcome } from './tell.js'
import { timed } from './traced.js'
import { writeStep } from './write-step.js'

/**
 * Finds the challenge, checks who asks, redeems it by compare-and-set, signs the assertion, tells page and phones.
 *
 * A device that was revoked or suspended since it approved lets nobody in any more. A reply that is lost is lost: the
 * person asks again; an approval is never redeemed twice ([AP5]).
 *
 * In mode link the return code is asked for too: whoever began the login must be who approved it, in one browser ([LK4]).
 *
 * @param appNonce 32 bytes, those the app asked with.
 * @param returnCode 16 bytes, in mode link only: what the authenticator sent back with the browser.
 * Refuses with `challenge_unknown`, `challenge_of_other_app`, `nonce_wrong`, `challenge_not_approved`, `challenge_expired`,
 * `challenge_final`, `device_suspended`, `device_revoked`.
 */
export function redeemChallenge(
  ports: Ports,
  app: App,
  id: ChallengeId,
  appNonce: Uint8Array,
  returnCode?: Uint8Array,
): Promise<Result<Redeemed>> {
  return timed(ports, 'redeem', () => untilSettled(() => attempt(ports, app, id, { appNonce, returnCode })))
}

async function attempt(ports: Ports, app: App, id: ChallengeId, shown: Returned): Promise<Result<Redeemed>> {
  const nowMs = ports.clock.nowMs()
  const spent = await ports.storage.transaction((stores) => spend(ports, stores, app, id, shown, nowMs), {
    one: `challenge ${id}`,
  })
  if (!spent.ok) return spent
  const { approved, redeemed } = spent.value
  const { accountId, requestId: askedIn, traceParent } = redeemed
  // Another request of the app, so perhaps another trace: the two belong together.
  ports.tracer.link(traceParent)
  ports.tracer.note({ 'countersign.challenge': id })
  ports.log.info('challenge_redeemed', { challengeId: id, accountId, deviceId: approved.device.id, askedIn })
  tellOutcome(ports, redeemed)
  return accepted({ assertion: signAssertion(ports, approved, nowMs) })
}

/** What the app shows of its session. */
interface Returned {
  readonly appNonce: Uint8Array
  readonly returnCode: Uint8Array | undefined
}

/** As it was approved, which is what the assertion tells of; and as it is since. */
interface Spent {
  readonly approved: Shown
  readonly redeemed: ChallengeRecord
}

async function spend(
  ports: Ports,
  stores: Stores,
  app: App,
  id: ChallengeId,
  { appNonce, returnCode }: Returned,
  nowMs: number,
): Promise<Result<Spent>> {
  const found = await stores.challenges.answered(id)
  if (found === undefined) return refused({ reason: 'challenge_unknown' })
  const { challenge, shown } = found
  if (challenge.appId !== app.id) return refused({ reason: 'challenge_of_other_app' })
  if (!equalBytes(challenge.appNonce, appNonce)) return refused({ reason: 'nonce_wrong' })
  const life = lifeOf(challenge, ports.settings.redeemWithinMs)
  const next = transition(life, { type: 'redeem' }, nowMs)
  if (life.state !== 'approved' || next.state !== 'redeemed')
    return refused(whyNotRedeemed(challenge, next, ports.settings.redeemWithinMs, nowMs))
  // As a wrong nonce, and nothing is spent: who holds it may still come.
  if (!isReturned(ports, challenge, returnCode)) return refused({ reason: 'nonce_wrong' })

  if (shown === undefined) throw new Error('an approved challenge without its delivery or device')
  const barred = refuseApprover(shown.device)
  if (barred !== undefined) return refused(barred)
  return accepted({ approved: shown, redeemed: await writeStep(ports, stores, challenge, next, nowMs) })
}

/** [LK4]: the answer ends with the hash of the return code, which the device gave to nobody but the browser it went back in. */
function isReturned(
  { vault }: Ports,
  { mode, answer }: ChallengeRecord,
  returnCode: Uint8Array | undefined,
): boolean {
  if (mode !== 'link') return returnCode === undefined
  const answered = answer && answerDocument.parse(answer.body)
  if (returnCode === undefined || answered?.ok !== true) return false
  const hash = vault.sha256(returnCodePreimage(returnCode)).subarray(0, RETURN_CODE_HASH_BYTES)
  return equalBytes(answered.value.chosen.subarray(LINK_SECRET_BYTES), hash)
}
