// The way back for whoever lost every phone: two codes of different kinds open a short session at /me, in which a new phone is paired (rules [RV…]).
import type { AccountId, CodeWay, RecoveryProven } from '@countersign/protocol'
import { RECOVERY_SECONDS, readCode } from '@countersign/protocol'
import { ACCESS_SECRET_BYTES } from '../../core/access.js'
import type { Recovery } from '../../core/codes.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { checkCode } from '../codes/check-code.js'
import { possibleWays } from '../codes/possible-ways.js'
import { mustWin } from '../lost-race.js'
import { notify } from '../notices.js'
import { whoIs } from '../who-is.js'
import { isKnown } from './known-browser.js'
import type { Browser, SignedIn } from './sessions.js'
import { addSession } from './sessions.js'

/** For the browser's cookie: only this browser goes on. */
export interface RecoveryStarted {
  readonly secret: Uint8Array
  readonly expiresAtMs: number
}

/** Anybody may begin, and gets the same for an ID that nobody has: nothing is told, nothing rings. */
export async function beginRecovery(ports: Ports, typed: string): Promise<RecoveryStarted> {
  const { userId, found, nobody } = await whoIs(ports, ports.storage.read, typed)
  const nowMs = ports.clock.nowMs()
  const secret = ports.random.bytes(ACCESS_SECRET_BYTES)
  const recovery: Recovery = {
    secretHash: ports.vault.keyedHash('recovery', secret),
    accountId: found?.account.id ?? nobody.accountId,
    userId,
    shown: undefined,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + RECOVERY_SECONDS * 1000,
  }
  await ports.storage.transaction(({ recoveries }) => recoveries.add(recovery))
  return { secret, expiresAtMs: recovery.expiresAtMs }
}

export interface Proving {
  readonly secret: Uint8Array
  readonly typed: string
  readonly browser: Browser
  /** The cookie of a browser that signed in before: its tries are not those that every stranger can use up. */
  readonly known: string
  readonly former: Uint8Array | undefined
}

export interface Proved extends RecoveryProven {
  /** With the second code. */
  readonly signedIn: boolean
  readonly session: SignedIn | undefined
}

/**
 * Takes the first code, then one of another kind: two of one kind are one thing that was stolen (NIST SP 800-63B-4 §4.2.2.2). With the
 * second, the person is told everywhere, with the word that stops it, and the session begins.
 *
 * Refuses with `credentials_wrong` (no recovery of this browser), `way_not_allowed` (the kind it has shown already), and as
 * `checkCode` does.
 */
export async function proveRecovery(ports: Ports, proving: Proving): Promise<Result<Proved>> {
  const secretHash = ports.vault.keyedHash('recovery', proving.secret)
  const recovery = await ports.storage.read.recoveries.bySecret(secretHash)
  if (recovery === undefined || ports.clock.nowMs() >= recovery.expiresAtMs)
    return refused({ reason: 'credentials_wrong' })
  const code = readCode(proving.typed)
  if (code === undefined) return refused({ reason: 'code_refused', because: 'shape' })
  if (code.way === recovery.shown) return refused({ reason: 'way_not_allowed', way: code.way })

  const { accountId, userId } = recovery
  const { ways, totpDigits, totpAlgorithm } = await possibleWays(ports, accountId)
  const { browser, known } = proving
  const place = { actor: 'recovery', appId: undefined, appName: ports.settings.serverName, ...browser }
  const pool = (await isKnown(ports, userId, known)) ? 'app' : 'idFirst'
  // What is won is a new phone, by two codes; which login would have asked for a PIN as well, nobody can say here.
  const terms = { totpDigits, totpAlgorithm, userVerification: 'none' } as const
  return checkCode(ports, { accountId, pool, terms, place }, code, async (stores) => {
    // Looked at only now: before, the answer would say something of an account that is there.
    if (!countsInRecovery(ways)) return refused({ reason: 'code_refused', because: 'account' })
    return recovery.shown === undefined
      ? takeFirst(ports, stores, recovery, code.way, proving)
      : takeSecond(ports, stores, recovery, code.way, proving)
  })
}

/**
 * Two kinds are asked, so each is only half a way in: a printed list helps to recover also where no login takes it alone. Where
 * policies want no codes at all, none counts here.
 */
function countsInRecovery(ways: readonly CodeWay[]): boolean {
  return ways.length > 0
}

async function takeFirst(
  ports: Ports,
  stores: Stores,
  { secretHash, accountId }: Recovery,
  way: CodeWay,
  { browser }: Proving,
): Promise<Result<Proved>> {
  mustWin(await stores.recoveries.setShown(secretHash, way, ports.clock.nowMs()))
  await recordKind(ports, stores, accountId, way, browser)
  return accepted({ shown: way, signedIn: false, session: undefined })
}

async function takeSecond(
  ports: Ports,
  stores: Stores,
  { secretHash, accountId }: Recovery,
  way: CodeWay,
  { browser, former }: Proving,
): Promise<Result<Proved>> {
  mustWin(await stores.recoveries.remove(secretHash))
  await recordKind(ports, stores, accountId, way, browser)
  const session = await addSession(ports, stores, 'person', accountId, { browser, former, by: 'codes' })
  if (!session.ok) return session
  const { address, browser: words } = browser
  await notify(ports, stores, accountId, 'recovery_started', { address, browser: words })
  return accepted({ shown: way, signedIn: true, session: session.value })
}

/** Also of a first code that nothing came after: somebody has it. */
function recordKind(
  ports: Ports,
  stores: Stores,
  accountId: AccountId,
  way: CodeWay,
  { address, browser }: Browser,
): Promise<void> {
  const facts = { way, address, browser }
  return record(ports, stores, 'recovery', { action: 'recovery.code_accepted', accountId, facts })
}
