// An app logs somebody in by a passkey on its own login page: what it asks with, and what it gets for the answer (rules [PK…]).
import type {
  AccountId,
  PasskeyAccepted,
  PasskeyAsked,
  PasskeyLoginBody,
  PasskeyOptionsBody,
} from '@countersign/protocol'
import type { Ports, Stores } from '../../core/ports.js'
import type { App } from '../../core/records.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { allOrNothing } from '../all-or-nothing.js'
import { givenBytes } from '../given-bytes.js'
import { loginTerms } from '../login-terms.js'
import { untilSettled } from '../lost-race.js'
import { whoIs } from '../who-is.js'
import { checkPasskey, spendPasskey } from './check-passkey.js'
import { signPasskeyAssertion } from './passkey-assertion.js'
import type { Questioned } from './question.js'
import { askPasskey, isAbout, readQuestion } from './question.js'

/**
 * Finds whom it is for and whether the policies let a passkey count here, and writes the question. Rings no phone, writes nothing, names
 * no passkey: the same for an ID that nobody has, at the same cost ([PK3]).
 *
 * Refuses with `passkey_refused` (by policy alone) and `value_invalid` (an origin that is not the app's), whoever it is for.
 */
export async function passkeyOptions(
  ports: Ports,
  app: App,
  body: PasskeyOptionsBody,
): Promise<Result<PasskeyAsked>> {
  if (!app.origins.includes(body.origin))
    return refused({ reason: 'value_invalid', path: 'origin', expected: 'an origin of this app' })
  const nowMs = ports.clock.nowMs()
  const admitted = await admit(ports, ports.storage.read, { ...body, app, nowMs })
  if (!admitted.ok) return admitted
  return accepted(askPasskey(ports, admitted.value, nowMs))
}

/**
 * Reads the question back, checks that it is this app's about this very login, checks the signature, and in one transaction looks at the
 * policies again, spends the question, notes the use, and tells the audit.
 *
 * @param body checked by `passkeyLoginBody`.
 * Refuses with `passkey_refused`, whatever is wrong; the log and the audit say what.
 * @example await loginWithPasskey(ports, app, { userId: 'anna', purpose: 'login', appNonce, context, request, answer })
 */
export async function loginWithPasskey(
  ports: Ports,
  app: App,
  body: PasskeyLoginBody,
): Promise<Result<PasskeyAccepted>> {
  const nowMs = ports.clock.nowMs()
  const read = readQuestion(ports, body.request, nowMs)
  if (!read.ok) return read
  const question = read.value
  const login: Login = { ...body, origin: question.origin, app, nowMs }
  const admitted = await admit(ports, ports.storage.read, login)
  if (!admitted.ok) return admitted
  const about = admitted.value
  const proof = isAbout(ports, question, about)
    ? await checkPasskey(ports, question, body.answer)
    : refused({ reason: 'passkey_refused', because: 'question_of_other' })
  if (!proof.ok) return refuse(ports, login, about.accountId, proof.refusal)
  const loginId = ports.random.id<string>()
  const entered = await untilSettled(() =>
    allOrNothing(ports, async (stores): Promise<Result<undefined>> => {
      const still = await admit(ports, stores, login)
      if (!still.ok) return still
      // The user ID changed hands while the signature was checked.
      if (!isAbout(ports, question, still.value)) return refused(no('account'))
      const refusal = await spendPasskey(stores, question, proof.value, nowMs)
      if (refusal !== undefined) return refused(refusal)
      const { address, browser } = body.context
      const facts = { loginId, passkeyId: proof.value.passkey.id, purpose: body.purpose, address, browser }
      const told = { accountId: about.accountId, appId: app.id }
      await record(ports, stores, `app:${app.id}`, { ...told, action: 'login.by_passkey', facts })
      return accepted(undefined)
    }),
  )
  if (!entered.ok) return refuse(ports, login, about.accountId, entered.refusal)
  ports.metrics.otherWay('passkey', 'accepted')
  ports.log.info('login_by_passkey', { loginId, accountId: about.accountId, appId: app.id })
  return accepted({ assertion: await signPasskeyAssertion(ports, loginId, about, question, proof.value) })
}

interface Login extends Pick<PasskeyOptionsBody, 'userId' | 'purpose' | 'appNonce' | 'context' | 'origin'> {
  readonly app: App
  readonly nowMs: number
}

/** What must hold before anything is asked or checked, and still when it is spent. */
async function admit(
  ports: Ports,
  stores: Stores,
  { app, userId: typed, purpose, appNonce, context, origin, nowMs }: Login,
): Promise<Result<Questioned>> {
  const { userId, found, nobody } = await whoIs(ports, stores, typed)
  const accountId = found?.account.id ?? nobody.accountId
  const { address } = context
  const { settings } = await loginTerms(ports, { accountId, appId: app.id, address, atMs: nowMs })
  if (settings.passkeys === 'off') return refused(no('policy'))
  // An origin that was taken from the app since is one no more.
  if (!app.origins.includes(origin)) return refused(no('origin'))
  const of = { appId: app.id, accountId, userId }
  return accepted({ ...of, purpose, appNonce: givenBytes(appNonce), origin, address })
}

async function refuse(
  ports: Ports,
  { app, context: { address, browser } }: Login,
  accountId: AccountId,
  refusal: Refusal,
): Promise<Result<never>> {
  const because = 'because' in refusal ? refusal.because : refusal.reason
  const told = { accountId, appId: app.id }
  const facts = { because, address, browser }
  await ports.storage.transaction(
    (stores) => record(ports, stores, `app:${app.id}`, { ...told, action: 'login.passkey_refused', facts }),
    { account: accountId },
  )
  ports.metrics.otherWay('passkey', 'refused')
  ports.log.info('passkey_refused', { ...told, because })
  return refused(refusal)
}

function no(because: string): Refusal {
  return { reason: 'passkey_refused', because }
}
