// An app logs somebody in by a typed code, because the phone cannot be asked (rules [CD…]).
import type { AccountId, CodeAccepted, CodeLoginBody } from '@countersign/protocol'
import { equalBytes, readCode } from '@countersign/protocol'
import type { DecidedSettings } from '@countersign/protocol/admin'
import { lifeOf, transition } from '../../core/challenge.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { App, ChallengeRecord } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { isReported } from '../../core/throttle.js'
import { record } from '../admin/action.js'
import { givenBytes } from '../given-bytes.js'
import { loginTerms } from '../login-terms.js'
import { tellOutcome } from '../tell.js'
import { whoIs } from '../who-is.js'
import { writeStep } from '../write-step.js'
import { checkCode } from './check-code.js'
import type { Login } from './code-assertion.js'
import { signCodeAssertion } from './code-assertion.js'

/**
 * Reads the kind off the code's shape, finds whom it is for and whether the policies let such a code count here, tries it, and in
 * the transaction that spends it looks at all of that again, withdraws the request it is typed instead of, and tells the audit.
 *
 * Nothing is opened and no phone rings. A user ID that nobody has takes the same path at the same cost ([CD4]).
 *
 * @param body checked by `codeLoginBody`.
 * Refuses with `way_not_allowed` (by policy alone: the same for everyone), with `challenge_unknown`, `challenge_of_other_app` and
 * `nonce_wrong` (of `insteadOf`), and as `checkCode` does.
 * @example await loginWithCode(ports, app, { userId: 'anna', purpose: 'login', appNonce, context, code: '287 082' })
 */
export async function loginWithCode(
  ports: Ports,
  app: App,
  body: CodeLoginBody,
): Promise<Result<CodeAccepted>> {
  const code = readCode(body.code)
  if (code === undefined) return refused({ reason: 'code_refused', because: 'shape' })
  const login: Login = { id: ports.random.id(), app, body, way: code.way, nowMs: ports.clock.nowMs() }
  const admitted = await admit(ports, ports.storage.read, login)
  if (!admitted.ok) return admitted
  const { accountId, userId, terms } = admitted.value
  const place = { actor: `app:${app.id}`, appId: app.id, appName: app.name, ...body.context }
  const entered = await checkCode(ports, { accountId, pool: 'app', terms, place }, code, (stores) =>
    letIn(ports, stores, login, accountId),
  )
  if (!entered.ok) return entered
  if (entered.value !== undefined) tellOutcome(ports, entered.value)
  ports.metrics.otherWay(code.way, 'accepted')
  ports.log.info('login_by_code', { loginId: login.id, accountId, appId: app.id, way: code.way })
  return accepted({ assertion: signCodeAssertion(ports, { ...login, accountId, userId }) })
}

interface Admitted {
  readonly accountId: AccountId
  readonly userId: string
  readonly terms: DecidedSettings
  /** The request that the person gave up on. */
  readonly given: ChallengeRecord | undefined
}

/** What must hold before the code is looked at, and still when it is spent. */
async function admit(ports: Ports, stores: Stores, login: Login): Promise<Result<Admitted>> {
  const { app, body, way, nowMs } = login
  const { userId, found, nobody } = await whoIs(ports, stores, body.userId)
  const accountId = found?.account.id ?? nobody.accountId
  const { address } = body.context
  const { settings: terms } = await loginTerms(ports, { accountId, appId: app.id, address, atMs: nowMs })
  if (!terms.otherWays.includes(way)) return refused({ reason: 'way_not_allowed', way })
  // Before the try is charged: whoever was found out does not use up what the owner has left.
  const isFoundOut = isReported(await stores.guards.of(accountId), app.id, address, nowMs)
  if (isFoundOut) return refused({ reason: 'code_refused', because: 'reported' })
  const given = await givenUp(stores, login, accountId)
  return given.ok ? accepted({ accountId, userId, terms, given: given.value }) : given
}

/** Only a request of the very session that types the code is withdrawn by it. */
async function givenUp(
  { challenges }: Stores,
  { app, body }: Login,
  accountId: AccountId,
): Promise<Result<ChallengeRecord | undefined>> {
  if (body.insteadOf === undefined) return accepted(undefined)
  const challenge = await challenges.byId(body.insteadOf)
  if (challenge === undefined) return refused({ reason: 'challenge_unknown' })
  if (challenge.appId !== app.id) return refused({ reason: 'challenge_of_other_app' })
  if (!equalBytes(challenge.appNonce, givenBytes(body.appNonce))) return refused({ reason: 'nonce_wrong' })
  if (challenge.accountId !== accountId) return refused({ reason: 'challenge_unknown' })
  return accepted(challenge)
}

/** Inside the transaction that spends the code. Resolves to the request that was withdrawn, if any was open. */
async function letIn(
  ports: Ports,
  stores: Stores,
  login: Login,
  accountId: AccountId,
): Promise<Result<ChallengeRecord | undefined>> {
  const admitted = await admit(ports, stores, login)
  if (!admitted.ok) return admitted
  // The user ID changed hands while the code was judged.
  if (admitted.value.accountId !== accountId) return refused({ reason: 'code_refused', because: 'account' })
  const { app, body, way, id: loginId } = login
  const { address, browser } = body.context
  await record(ports, stores, `app:${app.id}`, {
    action: 'login.by_code',
    accountId,
    appId: app.id,
    facts: { loginId, way, purpose: body.purpose, address, browser },
  })
  const { given } = admitted.value
  return accepted(given && (await withdraw(ports, stores, given)))
}

/** One session, one login: an approval that came meanwhile is no second one. */
async function withdraw(
  ports: Ports,
  stores: Stores,
  challenge: ChallengeRecord,
): Promise<ChallengeRecord | undefined> {
  const nowMs = ports.clock.nowMs()
  const life = lifeOf(challenge, ports.settings.redeemWithinMs)
  const event =
    life.state === 'approved' ? ({ type: 'bar' } as const) : ({ type: 'cancel', cause: 'by_app' } as const)
  const next = transition(life, event, nowMs)
  return next === life ? undefined : writeStep(ports, stores, challenge, next, nowMs)
}
