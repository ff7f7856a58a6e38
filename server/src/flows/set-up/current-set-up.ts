// The set-up that a browser is in, looked at anew at each step: nothing of it holds that did not hold just now ([SU3], [SU4]).
import type { DecidedSettings } from '@countersign/protocol/admin'
import type { SetUp } from '../../core/codes.js'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Account, App } from '../../core/records.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { loginTerms } from '../login-terms.js'
import { isStillEnrolled } from './is-enrolled.js'
import { isLedToSetUp } from './is-led.js'

export interface CurrentSetUp {
  readonly setUp: SetUp
  readonly account: Account
  readonly app: App
  readonly terms: DecidedSettings
}

/** By the browser's cookie, while nothing counts yet. Refuses with `link_invalid`. */
export async function openSetUp(
  ports: Ports,
  stores: Stores,
  browserSecret: Uint8Array,
): Promise<Result<CurrentSetUp>> {
  const found = await setUpOf(ports, stores, browserSecret)
  if (found.ok && found.value.setUp.state !== 'open') return refused(OVER)
  return found
}

/** The same, also when it is done: for what may still be added to it, and to leave. */
export async function setUpOf(
  ports: Ports,
  stores: Stores,
  browserSecret: Uint8Array,
): Promise<Result<CurrentSetUp>> {
  const setUp = await stores.setUps.byBrowser(ports.vault.keyedHash('set-up', browserSecret))
  return setUp === undefined ? refused(UNKNOWN) : stillGood(ports, stores, setUp)
}

/**
 * Whether it may go on: neither over nor withdrawn, the account active, the app there, and as long as nothing counts the account as
 * bare as it was and the policies as they were: asked for the time of the login, so that only a change of theirs ends it, and no hour
 * that has passed since. That of an enrolment asks the app instead: it may still enrol, and the account is still its own ([EN2]).
 */
export async function stillGood(ports: Ports, stores: Stores, setUp: SetUp): Promise<Result<CurrentSetUp>> {
  const nowMs = ports.clock.nowMs()
  if (setUp.state === 'withdrawn') return refused(OVER)
  if (nowMs >= setUp.expiresAtMs) return refused(EXPIRED)
  const account = await stores.accounts.byId(setUp.accountId)
  const app = await stores.apps.byId(setUp.appId)
  if (account?.state !== 'active' || app?.state !== 'active') return refused(OVER)
  const { accountId, appId, address, createdAtMs } = setUp
  const { settings } = await loginTerms(ports, { accountId, appId, address, atMs: createdAtMs })
  const current = { setUp, account, app, terms: settings }
  if (setUp.kind === 'enrolment' && !app.mayEnrol) return refused(OVER)
  if (setUp.state === 'done') return accepted(current)
  const found = { account, devices: await stores.devices.ofAccount(accountId) }
  const isLed =
    setUp.kind === 'enrolment'
      ? await isStillEnrolled(stores, app, found, nowMs)
      : await isLedToSetUp(stores, found, settings, nowMs)
  return isLed ? accepted(current) : refused(OVER)
}

/** Whoever goes on is the person themselves: by their first factor, as the app says. */
export function personIn({ account: { id, userId } }: CurrentSetUp): Actor {
  return { kind: 'person', accountId: id, userId }
}

export const UNKNOWN: Refusal = { reason: 'link_invalid', because: 'unknown' }
export const OVER: Refusal = { reason: 'link_invalid', because: 'used' }
const EXPIRED: Refusal = { reason: 'link_invalid', because: 'expired' }
