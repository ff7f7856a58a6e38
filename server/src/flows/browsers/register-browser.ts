// After a login that was just redeemed, the app makes its browser one that is known ([KB3], [KB5]).
import type { BrowserId, BrowserRegistered, RegisterBrowserBody } from '@countersign/protocol'
import { equalBytes, KNOWN_BROWSERS_MAX, REGISTER_BROWSER_WITHIN_SECONDS } from '@countersign/protocol'
import type { Ports, Stores } from '../../core/ports.js'
import type { Browser } from '../../core/ports-browsers.js'
import type { App, ChallengeRecord } from '../../core/records.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { allOrNothing } from '../all-or-nothing.js'
import { givenBytes } from '../given-bytes.js'
import { mustWin, untilSettled } from '../lost-race.js'
import { notify } from '../notices.js'
import { registrationMessage } from './browser-message.js'

/**
 * Checks that this app redeemed this login within the minute, that the key signed for it at one of the app's origins, and that no other
 * browser was registered by the same login; then keeps the key, and tells the person.
 *
 * It is known at once when the approval vouches for the place it came from: the phone was in the browser's network, or the approval came
 * back to this very browser by link. A page that relays a login has an address of its own, and gets no return code; so its key waits,
 * until its owner says at /me that it is theirs.
 *
 * @param body checked by `registerBrowserBody`.
 * Refuses with `challenge_unknown`, `challenge_of_other_app`, `nonce_wrong`, `challenge_not_approved`, `challenge_expired`,
 * `browser_refused`.
 */
export async function registerBrowser(
  ports: Ports,
  app: App,
  body: RegisterBrowserBody,
): Promise<Result<BrowserRegistered>> {
  const registered = await untilSettled(() =>
    allOrNothing(ports, (stores) => register(ports, stores, app, body)),
  )
  if (!registered.ok) return registered
  const { id: browserId, accountId, state } = registered.value
  ports.log.info('browser_registered', { browserId, accountId, appId: app.id, state })
  return accepted({ state })
}

async function register(
  ports: Ports,
  stores: Stores,
  app: App,
  body: RegisterBrowserBody,
): Promise<Result<Browser>> {
  const challenge = await stores.challenges.byId(body.challengeId)
  if (challenge === undefined) return refused({ reason: 'challenge_unknown' })
  const refusal = refuseLogin(challenge, app, givenBytes(body.appNonce), ports.clock.nowMs())
  if (refusal !== undefined) return refused(refusal)
  if (!app.origins.includes(body.origin)) return refused({ reason: 'browser_refused', because: 'origin' })
  const publicKey = givenBytes(body.publicKey)
  const { origin, browserId: drawnId } = body
  const claim = { app, appNonce: challenge.appNonce, origin, drawnId }
  if (
    !ports.vault.verifyP256(
      publicKey,
      registrationMessage(ports, claim, publicKey),
      givenBytes(body.signature),
    )
  )
    return refused({ reason: 'browser_refused', because: 'signature' })
  const known = await stores.browsers.byDrawnId(challenge.accountId, app.id, drawnId)
  return known === undefined
    ? add(ports, stores, app, challenge, { origin, drawnId, publicKey })
    : again(ports, stores, challenge, known, { origin, publicKey })
}

/** Whether this is a login that this app let in moments ago. */
function refuseLogin(
  challenge: ChallengeRecord,
  app: App,
  appNonce: Uint8Array,
  nowMs: number,
): Refusal | undefined {
  if (challenge.appId !== app.id) return { reason: 'challenge_of_other_app' }
  if (!equalBytes(challenge.appNonce, appNonce)) return { reason: 'nonce_wrong' }
  const { state, decidedAtMs } = challenge
  if (state !== 'redeemed' || decidedAtMs === undefined) return { reason: 'challenge_not_approved', state }
  const expiresAtMs = decidedAtMs + REGISTER_BROWSER_WITHIN_SECONDS * 1000
  return nowMs < expiresAtMs ? undefined : { reason: 'challenge_expired', expiresAtMs, nowMs }
}

async function add(
  ports: Ports,
  stores: Stores,
  app: App,
  challenge: ChallengeRecord,
  key: { readonly origin: string; readonly drawnId: BrowserId; readonly publicKey: Uint8Array },
): Promise<Result<Browser>> {
  const { accountId, requester, place } = challenge
  const nowMs = ports.clock.nowMs()
  const browser: Browser = {
    id: ports.random.id<string>(),
    ...{ accountId, appId: app.id, ...key },
    seen: { ...requester, place },
    state: isVouchedFor(challenge) ? 'known' : 'waiting',
    addedAtMs: nowMs,
    lastUsedAtMs: nowMs,
  }
  // One login, one browser: whoever comes second, with whatever key, comes too late.
  if (!(await stores.challenges.nameBrowser(challenge.id, browser.id)))
    return refused({ reason: 'browser_refused', because: 'registered' })
  mustWin(await stores.browsers.add(browser))
  await makeRoom(stores, browser)
  const facts = { ...requester, place, appName: app.name }
  await record(ports, stores, `app:${app.id}`, {
    action: 'browser.added',
    accountId,
    appId: app.id,
    facts: { browserId: browser.id, challengeId: challenge.id, state: browser.state, ...facts },
  })
  await notify(ports, stores, accountId, 'browser_added', facts)
  return accepted(browser)
}

/** The same key: nothing new, but that it may be known by now. */
async function again(
  ports: Ports,
  stores: Stores,
  challenge: ChallengeRecord,
  browser: Browser,
  { origin, publicKey }: { readonly origin: string; readonly publicKey: Uint8Array },
): Promise<Result<Browser>> {
  if (browser.origin !== origin || !equalBytes(browser.publicKey, publicKey))
    return refused({ reason: 'browser_refused', because: 'registered' })
  if (browser.state === 'known' || !isVouchedFor(challenge)) return accepted(browser)
  await stores.browsers.trust(browser.id)
  await record(ports, stores, `app:${challenge.appId}`, {
    action: 'browser.trusted',
    accountId: challenge.accountId,
    appId: challenge.appId,
    facts: { browserId: browser.id, challengeId: challenge.id },
  })
  return accepted({ ...browser, state: 'known' })
}

/** [KB5]: what a relay cannot have. */
function isVouchedFor({ mode, answer }: ChallengeRecord): boolean {
  return mode === 'link' || answer?.nearby === true
}

/** Those that wait go before those that are known: else whoever relays many logins makes the owner's own browsers new ones. */
async function makeRoom(stores: Stores, { id, accountId }: Browser): Promise<void> {
  const others = (await stores.browsers.ofAccount(accountId)).filter((each) => each.id !== id)
  const known = others.filter(({ state }) => state === 'known')
  const kept = [...known, ...others.filter(({ state }) => state !== 'known')]
  for (const { id: oldest } of kept.slice(KNOWN_BROWSERS_MAX - 1)) await stores.browsers.remove(oldest)
}
