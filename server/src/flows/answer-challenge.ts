// A device answers: the one place where a challenge is approved, denied, reported or missed.
import type { DeviceFrame, DeviceId, ServerFrame } from '@countersign/protocol'
import {
  answerDocument,
  challengeDocument,
  decision,
  equalBytes,
  expectedChoicePreimage,
  idToBytes,
  isSameNetwork,
  LINK_SECRET_BYTES,
  RETURN_CODE_HASH_BYTES,
  userVerification,
} from '@countersign/protocol'
import { refuseDecision, refuseSpeaker, statesThatMay } from '../core/answer.js'
import { BUILTIN_APP_ID } from '../core/builtin-app.js'
import type { ChallengeEvent, Life } from '../core/challenge.js'
import { lifeOf, takes, transition } from '../core/challenge.js'
import { leastMatch, requirementsOf, strongest } from '../core/policy.js'
import type { Ports, Stores } from '../core/ports.js'
import type { Shown } from '../core/ports-challenges.js'
import type { AnswerRecord, ChallengeRecord, Guard } from '../core/records.js'
import type { Refusal, Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { guardAfter, suspends } from '../core/throttle.js'
import { forgetBrowserOf } from './browsers/known-browsers.js'
import { givenBytes } from './given-bytes.js'
import { soundAlarm } from './harassment.js'
import { loginTerms } from './login-terms.js'
import { mustWin, untilSettled } from './lost-race.js'
import { notify } from './notices.js'
import { receiptFrame, tellDevice, tellOutcome } from './tell.js'
import { timed, traced, tracerOf } from './traced.js'
import { wrongPinBefore } from './verification/verify-pin.js'
import type { Noting } from './verification/verify-user.js'
import { verifyUser } from './verification/verify-user.js'
import { writeStep } from './write-step.js'

export type AnswerFrame = Extract<DeviceFrame, { type: 'answer' }>

/**
 * Finds what the device was shown, rebuilds what it says it signed, verifies device and person, decides, writes decision, counter and
 * guard at once (and after a wrong pick the end of every other open grid), gives the receipt, tells the pages and other phones.
 *
 * An answer to a challenge that is over has no effect and gets the receipt of the truth: so a device that lost its receipt
 * learns what became of its answer ([AN3]).
 *
 * The order is a rule ([AN5]): the device's signature, its state and counter, its person, the choice. So an outsider burns no
 * try of the PIN, and whoever fails as the person learns nothing about the choice.
 *
 * @param device the device that authenticated this socket.
 * @param frame checked by `parseDeviceFrame`.
 * @param address where the device's socket comes from; empty: not known.
 * Refuses with `challenge_unknown` (not shown to this device), `signature_wrong`, `counter_replayed`, `device_suspended`,
 * `device_not_confirmed`, `device_revoked`, `verification_required`, `pin_wrong`.
 * @example const receipt = await answerChallenge(ports, deviceId, frame)
 */
export function answerChallenge(
  ports: Ports,
  device: DeviceId,
  frame: AnswerFrame,
  address = '',
): Promise<Result<ServerFrame>> {
  return timed(ports, 'answer', () => untilSettled(() => attempt(ports, device, frame, address)))
}

async function attempt(
  ports: Ports,
  deviceId: DeviceId,
  frame: AnswerFrame,
  address: string,
): Promise<Result<ServerFrame>> {
  const shown = await ports.storage.read.challenges.shownTo(frame.challengeId, deviceId)
  if (shown === undefined) return refused({ reason: 'challenge_unknown' })
  const facts = { 'countersign.challenge': frame.challengeId, 'countersign.decision': frame.decision }
  // In the trace of the app's request: the one who waits for this answer.
  const within = { ...ports, tracer: tracerOf(ports, shown.challenge) }
  return traced(within, 'answer', facts, (traced) => judge(traced, shown, frame, address))
}

async function judge(
  ports: Ports,
  shown: Shown,
  frame: AnswerFrame,
  address: string,
): Promise<Result<ServerFrame>> {
  const { challenge, device } = shown
  const { id: deviceId } = device
  const silenced = refuseSpeaker(device)
  if (silenced !== undefined) return refused(silenced)
  const answer = rebuildAnswer(ports, shown, frame, address)
  if (!ports.vault.verify(device.publicKey, answerDocument.message(answer.body), answer.signature)) {
    ports.log.warn('answer_signature_wrong', { challengeId: challenge.id, deviceId })
    return refused({ reason: 'signature_wrong' })
  }

  const nowMs = ports.clock.nowMs()
  const life = lifeOf(challenge, ports.settings.redeemWithinMs)
  const aged = transition(life, { type: 'tick' }, nowMs)
  if (aged !== life) return accepted(await timeIsOver(ports, challenge, aged, nowMs, deviceId))
  if (!takes(life, frame.decision)) return accepted(receiptFrame(ports, challenge, deviceId))
  const refusal = refuseDecision(device, frame.decision, frame.counter)
  if (refusal !== undefined)
    return refused(noted(ports, shown, await toldBefore(ports, shown, frame, refusal)))
  const verified = await verify(ports, shown, frame, answer, nowMs)
  if (!verified.ok) return refused(noted(ports, shown, verified.refusal))

  const next = transition(life, await eventOf(ports, shown, frame, nowMs), nowMs)
  const judged = { next, answer, note: verified.value }
  const { decided, guard, raised, suspended } = await decide(ports, shown, frame, judged, nowMs)
  const { id: challengeId, accountId, state, requestId: askedIn } = decided
  ports.tracer.note({ 'countersign.state': state })
  ports.log.info('challenge_answered', { challengeId, accountId, deviceId, state, askedIn })
  tellOutcome(ports, decided, deviceId)
  for (const other of raised) tellOutcome(ports, other)
  if (frame.decision !== 'approve') soundAlarm(ports, guard, decided)
  if (suspended) {
    ports.log.warn('device_suspended', { deviceId, accountId })
    tellDevice(ports, { id: deviceId, state: 'suspended' })
  }
  return accepted(receiptFrame(ports, decided, deviceId))
}

/** [AN1]: only what a device may choose comes from the frame. Deny and report choose nothing. */
function rebuildAnswer(
  ports: Ports,
  { challenge, delivery }: Shown,
  frame: AnswerFrame,
  address: string,
): AnswerRecord {
  const body = answerDocument.encode({
    version: 1,
    serverId: ports.vault.serverId,
    challengeId: idToBytes(challenge.id),
    accountId: idToBytes(challenge.accountId),
    deviceId: idToBytes(delivery.deviceId),
    challengeHash: ports.vault.sha256(challengeDocument.message(delivery.body)),
    decision: decision[frame.decision],
    chosen: chosenIn(frame),
    userVerification: frame.decision === 'approve' ? frame.userVerification : userVerification.none,
    counter: frame.counter,
    deviceTimeMs: frame.deviceTimeMs,
  })
  const nearby = isSameNetwork(challenge.requester.address, address)
  return { deviceId: delivery.deviceId, body, signature: givenBytes(frame.signature), nearby }
}

/** A refusal that was lost on the way is told again: the counter was spent with it. */
async function toldBefore(
  ports: Ports,
  shown: Shown,
  frame: AnswerFrame,
  refusal: Refusal,
): Promise<Refusal> {
  if (refusal.reason !== 'counter_replayed' || frame.decision !== 'approve') return refusal
  return (await wrongPinBefore(ports, shown, frame)) ?? refusal
}

/** [UV3]: stopping an attack asks nobody for a PIN. */
function verify(
  ports: Ports,
  shown: Shown,
  frame: AnswerFrame,
  { body }: AnswerRecord,
  nowMs: number,
): Promise<Result<Noting>> {
  if (frame.decision !== 'approve') return Promise.resolve(accepted(async () => undefined))
  return verifyUser(ports, { shown, frame, body, nowMs })
}

function chosenIn(frame: AnswerFrame): Uint8Array {
  return frame.decision === 'approve' ? givenBytes(frame.chosen) : NOTHING
}

const NOTHING = new Uint8Array(0)

async function eventOf(
  ports: Ports,
  { challenge, device }: Shown,
  frame: AnswerFrame,
  nowMs: number,
): Promise<ChallengeEvent> {
  if (frame.decision !== 'approve') return { type: frame.decision, deviceId: device.id }
  const matches = isRightChoice(ports, challenge, chosenIn(frame))
  // [PL3]: what was asked on terms that hold no more lets nobody in. A wrong pick stays a wrong pick.
  if (matches && (await needsMoreNow(ports, challenge, nowMs))) return { type: 'cancel', cause: 'raised' }
  return { type: 'approve', deviceId: device.id, matches, redeemWithinMs: ports.settings.redeemWithinMs }
}

/** [AN5], in constant time. In mode link the hash of the return code follows the secret, and belongs to the device ([LK3]). */
function isRightChoice(
  ports: Ports,
  { id, mode, expectedChoice }: ChallengeRecord,
  chosen: Uint8Array,
): boolean {
  if (mode === 'link' && chosen.length !== LINK_SECRET_BYTES + RETURN_CODE_HASH_BYTES) return false
  const choice = mode === 'link' ? chosen.subarray(0, LINK_SECRET_BYTES) : chosen
  const preimage = expectedChoicePreimage(idToBytes(id), choice)
  return equalBytes(ports.vault.keyedHash('expected-choice', preimage), expectedChoice)
}

/** Whether a policy that was changed since the request asks for more than it did. */
async function needsMoreNow(
  ports: Ports,
  { mode, purpose, requirements, pool, accountId, appId, requester, browserKnown }: ChallengeRecord,
  atMs: number,
): Promise<boolean> {
  // The server's own pages ask for a code on terms of their own (`termsFor` in request-approval.ts), which no policy changes.
  if (pool !== 'app' || appId === BUILTIN_APP_ID) return false
  const { address } = requester
  const { settings } = await loginTerms(ports, { accountId, appId, address, atMs })
  if (settings.passkeys === 'required' && purpose !== 'transaction') return true
  if ((requirementsOf(settings) & ~requirements) !== 0) return true
  return mode !== 'link' && strongest([mode, leastMatch(settings, browserKnown)]) !== mode
}

/** The sweep has not come by yet: the truth is written before it is signed. */
async function timeIsOver(
  ports: Ports,
  challenge: ChallengeRecord,
  aged: Life,
  nowMs: number,
  deviceId: DeviceId,
): Promise<ServerFrame> {
  const over = await ports.storage.transaction((stores) => writeStep(ports, stores, challenge, aged, nowMs), {
    account: challenge.accountId,
  })
  tellOutcome(ports, over, deviceId)
  return receiptFrame(ports, over, deviceId)
}

function noted(ports: Ports, { challenge, device }: Shown, refusal: Refusal): Refusal {
  const { id: challengeId, requestId: askedIn } = challenge
  const fields = { challengeId, deviceId: device.id, reason: refusal.reason, askedIn }
  if (refusal.reason === 'counter_replayed') ports.log.warn('clone_suspected', fields)
  else ports.log.info('answer_refused', fields)
  return refusal
}

interface Decided {
  readonly decided: ChallengeRecord
  /** As it is saved. */
  readonly guard: Guard
  /** Other open requests that a wrong pick ended. */
  readonly raised: readonly ChallengeRecord[]
  readonly suspended: boolean
}

interface Judged {
  readonly next: Life
  readonly answer: AnswerRecord
  readonly note: Noting
}

/** Counter, challenge and guard in one transaction, each by compare-and-set: all of them, or none. */
function decide(
  ports: Ports,
  { challenge, device }: Shown,
  frame: AnswerFrame,
  { next, answer, note }: Judged,
  nowMs: number,
): Promise<Decided> {
  return ports.storage.transaction(
    async (stores) => {
      await note(stores)
      // An answer that ended nothing but its own question is no evidence of a decision.
      const kept = next.state === 'cancelled' ? undefined : answer
      // At once, in this order: an engine elsewhere hears all of it in one message.
      const [won, decided, before] = await Promise.all([
        stores.devices.spendCounter(device.id, frame.counter, statesThatMay(frame.decision), nowMs),
        writeStep(ports, stores, challenge, next, nowMs, kept),
        stores.guards.of(challenge.accountId),
      ])
      mustWin(won)
      if (decided.state === 'reported') {
        await tellOfReport(ports, stores, decided)
        await forgetBrowserOf(ports, stores, decided, `device:${device.id}`)
      }
      const guard = guardAfter(before, decided, nowMs)
      if (guard !== before) mustWin(await stores.guards.save(guard, nowMs))
      if (decided.state === 'approved') await tellOfDenials(ports, stores, before)
      if (decided.state !== 'mismatched') return { decided, guard, raised: [], suspended: false }
      const raised = await raiseOpen(ports, stores, decided, nowMs)
      const suspended =
        suspends(guard) && (await stores.devices.changeState(device.id, ['active'], 'suspended', nowMs))
      return { decided, guard, raised, suspended }
    },
    { account: challenge.accountId },
  )
}

/** [FT7]: at the next login (OWASP ASVS 6.3.5). On phones and at /me alone: whoever denied knows it, and a mail for each would be noise. */
async function tellOfDenials(ports: Ports, stores: Stores, before: Guard): Promise<void> {
  const denied = before.deniedTimesMs.length
  if (denied > 0) await notify(ports, stores, before.accountId, 'logins_denied', { denied })
}

/** By mail, too: at the next login it would be too late to hear of it. */
async function tellOfReport(ports: Ports, stores: Stores, challenge: ChallengeRecord): Promise<void> {
  const { address, browser } = challenge.requester
  const appName = (await stores.apps.byId(challenge.appId))?.name ?? ''
  await notify(ports, stores, challenge.accountId, 'login_reported', { appName, address, browser })
}

/** [LI3]: a grid that is still open would be a second blind tap. Its page asks again and gets a code. */
async function raiseOpen(
  ports: Ports,
  stores: Stores,
  { accountId, pool }: ChallengeRecord,
  nowMs: number,
): Promise<readonly ChallengeRecord[]> {
  // [LI8]: what was asked for by user ID alone ends no real login.
  if (pool === 'idFirst') return []
  const raised: ChallengeRecord[] = []
  for (const other of await stores.challenges.openOf(accountId, nowMs))
    if (other.mode === 'symbol')
      raised.push(await writeStep(ports, stores, other, { state: 'cancelled', cause: 'raised' }, nowMs))
  return raised
}
