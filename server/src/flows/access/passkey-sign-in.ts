// Signing in at the console and at /me by a passkey, and approving once more by one: no phone rings, and nothing can be relayed ([PK10]).
import type { PasskeyAsked, PasskeyLoginBody } from '@countersign/protocol'
import { equalBytes, idFromBytes, idToBytes } from '@countersign/protocol'
import type { LiveSession, SessionKind } from '../../core/access.js'
import { ACCESS_SECRET_BYTES } from '../../core/access.js'
import { BUILTIN_APP_ID } from '../../core/builtin-app.js'
import type { Ports } from '../../core/ports.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { allOrNothing } from '../all-or-nothing.js'
import { untilSettled } from '../lost-race.js'
import type { Proof } from '../passkeys/check-passkey.js'
import { checkPasskey, spendPasskey } from '../passkeys/check-passkey.js'
import type { OpenQuestion, Questioned } from '../passkeys/question.js'
import { askPasskey, isAbout, readQuestion } from '../passkeys/question.js'
import { whoIs } from '../who-is.js'
import { ownOrigin } from './builtin-app.js'
import type { Browser, SignedIn } from './sessions.js'
import { actorOf, addSession } from './sessions.js'

/** What a browser brings back. */
type Given = Pick<PasskeyLoginBody, 'request' | 'answer'>

export interface PasskeySignInBegun {
  readonly asked: PasskeyAsked
  /** For the browser's cookie: only this browser can finish. */
  readonly secret: Uint8Array
}

/** Anybody may ask, and it is the same for everybody; it writes nothing, so asking often costs nothing that lasts. */
export async function startPasskeySignIn(
  ports: Ports,
  kind: SessionKind,
  { userId: typed, browser }: { readonly userId: string; readonly browser: Browser },
): Promise<PasskeySignInBegun> {
  const { userId, found, nobody } = await whoIs(ports, ports.storage.read, typed)
  const secret = ports.random.bytes(ACCESS_SECRET_BYTES)
  const accountId = found?.account.id ?? nobody.accountId
  const about = { ...here(ports), accountId, userId, address: browser.address, purpose: 'login' } as const
  const appNonce = nonceOfBrowser(ports, kind, secret)
  return { asked: askPasskey(ports, { ...about, appNonce }, ports.clock.nowMs()), secret }
}

/**
 * Checks the answer, and in one transaction spends it and starts a session with a secret of its own: what the browser held before opens
 * nothing. Refuses with `passkey_refused`, and `credentials_wrong` for whom no session is here.
 */
export async function finishPasskeySignIn(
  ports: Ports,
  kind: SessionKind,
  given: Given & {
    readonly secret: Uint8Array
    readonly browser: Browser
    readonly former: Uint8Array | undefined
  },
): Promise<Result<SignedIn>> {
  const nowMs = ports.clock.nowMs()
  const read = readQuestion(ports, given.request, nowMs)
  if (!read.ok) return read
  const question = read.value
  const isOwn =
    question.purpose === 1 &&
    equalBytes(question.appId, idToBytes(BUILTIN_APP_ID)) &&
    equalBytes(question.appNonce, nonceOfBrowser(ports, kind, given.secret))
  const proof = isOwn ? await checkPasskey(ports, question, given.answer) : refused(NOT_HERE)
  if (!proof.ok) return refuse(ports, question, given.browser, proof.refusal)
  const { accountId } = proof.value.passkey
  const { browser, former } = given
  const entered = await untilSettled(() =>
    allOrNothing(ports, async (stores): Promise<Result<SignedIn>> => {
      const refusal = await spendPasskey(stores, question, proof.value, nowMs)
      if (refusal !== undefined) return refused(refusal)
      return addSession(ports, stores, kind, accountId, { browser, former, by: 'passkey' })
    }),
  )
  return entered.ok ? entered : refuse(ports, question, browser, entered.refusal)
}

/** In a session that is there: the question is for its person, and for it alone. Refuses with `not_permitted` after a recovery. */
export function askForPasskey(ports: Ports, session: LiveSession, from: Browser): Result<PasskeyAsked> {
  if (session.by === 'codes') return refused({ reason: 'not_permitted', permission: 'person' })
  const nowMs = ports.clock.nowMs()
  return accepted(askPasskey(ports, aboutSession(ports, session, from.address, nowMs), nowMs))
}

/** As fresh as an approval by phone, and remembered as one by a passkey. Refuses with `passkey_refused`, `credentials_wrong`. */
export async function finishPasskeyApproval(
  ports: Ports,
  session: LiveSession,
  given: Given & { readonly browser: Browser },
): Promise<Result<LiveSession>> {
  const nowMs = ports.clock.nowMs()
  const read = readQuestion(ports, given.request, nowMs)
  if (!read.ok) return read
  const question = read.value
  const about = aboutSession(ports, session, question.address, question.issuedAtMs)
  const isOwn = session.by !== 'codes' && isAbout(ports, question, about)
  const proof = isOwn ? await checkPasskey(ports, question, given.answer) : refused(NOT_HERE)
  if (!proof.ok) return refuse(ports, question, given.browser, proof.refusal)
  const approved = await untilSettled(() =>
    allOrNothing(ports, (stores) => approve(ports, stores, session, question, proof.value, nowMs)),
  )
  return approved.ok ? approved : refuse(ports, question, given.browser, approved.refusal)
}

async function approve(
  ports: Ports,
  stores: Parameters<typeof record>[1],
  session: LiveSession,
  question: OpenQuestion,
  proof: Proof,
  nowMs: number,
): Promise<Result<LiveSession>> {
  const refusal = await spendPasskey(stores, question, proof, nowMs)
  if (refusal !== undefined) return refused(refusal)
  if (!(await stores.sessions.approved(session.id, nowMs, 'passkey')))
    return refused({ reason: 'credentials_wrong' })
  const { accountId, id: sessionId, kind } = session
  const facts = { sessionId, kind, passkeyId: proof.passkey.id }
  await record(ports, stores, actorOf(session), { action: 'session.approved', accountId, facts })
  const fresh = await stores.sessions.bySecret(session.secretHash)
  return fresh === undefined ? refused({ reason: 'credentials_wrong' }) : accepted(fresh)
}

function here(ports: Ports): Pick<Questioned, 'appId' | 'origin'> {
  return { appId: BUILTIN_APP_ID, origin: ownOrigin(ports) }
}

/** Made from the cookie's secret, so that nothing needs to be kept. */
function nonceOfBrowser({ vault }: Ports, kind: SessionKind, secret: Uint8Array): Uint8Array {
  const label = new TextEncoder().encode(`${kind} `)
  return vault.keyedHash('passkey-sign-in', new Uint8Array([...label, ...secret]))
}

/** Another nonce at each moment: an approval is spent once, and the next one is another. */
function aboutSession(
  ports: Ports,
  { id, accountId, userId }: LiveSession,
  address: string,
  atMs: number,
): Questioned {
  const appNonce = ports.vault.keyedHash('step-up', new TextEncoder().encode(`passkey ${id} ${atMs}`))
  return { ...here(ports), accountId, userId, address, purpose: 'stepUp', appNonce }
}

const NOT_HERE: Refusal = { reason: 'passkey_refused', because: 'question_of_other' }

async function refuse(
  ports: Ports,
  question: OpenQuestion,
  { address, browser }: Browser,
  refusal: Refusal,
): Promise<Result<never>> {
  const accountId = idFromBytes<LiveSession['accountId']>(question.accountId)
  const because = 'because' in refusal ? refusal.because : refusal.reason
  const facts = { because, address, browser }
  await ports.storage.transaction((stores) =>
    record(ports, stores, 'sign-in', { action: 'session.passkey_refused', accountId, facts }),
  )
  ports.log.info('passkey_refused', { accountId, because })
  return refused(refusal)
}
