// The browsers of an account, for whoever may see them; and how one is forgotten.
import type { AccountId } from '@countersign/protocol'
import type { BrowserBody } from '@countersign/protocol/admin'
import type { Actor } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Browser } from '../../core/ports-browsers.js'
import type { ChallengeRecord } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { record } from '../admin/action.js'
import { untilSettled } from '../lost-race.js'
import { tellOutcome } from '../tell.js'
import { writeStep } from '../write-step.js'

export interface OneBrowser {
  readonly accountId: AccountId
  readonly id: string
}

export async function browsersOf(stores: Stores, accountId: AccountId): Promise<readonly BrowserBody[]> {
  const names = new Map((await stores.apps.all()).map(({ id, name }) => [id, name]))
  const browsers = await stores.browsers.ofAccount(accountId)
  return browsers.map((browser) => bodyOf(browser, names.get(browser.appId) ?? ''))
}

/**
 * From the next request on it is a new one. What it asked for as a known one, and what waits for an answer still, is raised: its page
 * asks again. Refuses with `not_found`, also when it is somebody else's.
 */
export async function forgetBrowser(
  ports: Ports,
  { accountId, id }: OneBrowser,
  by: Actor | string,
): Promise<Result<undefined>> {
  const raised = await untilSettled(() =>
    ports.storage.transaction(async (stores): Promise<Result<readonly ChallengeRecord[]>> => {
      const browser = await browserOf(stores, { accountId, id })
      if (browser === undefined || !(await stores.browsers.remove(id)))
        return refused({ reason: 'not_found', what: 'browser' })
      await record(ports, stores, by, { action: 'browser.removed', ...namesOf(browser) })
      return accepted(await raiseRequestsOf(ports, stores, browser))
    }),
  )
  if (!raised.ok) return raised
  for (const challenge of raised.value) tellOutcome(ports, challenge)
  return accepted(undefined)
}

/** A QR code and a link are no weaker than what a new browser could get. */
async function raiseRequestsOf(
  ports: Ports,
  stores: Stores,
  { id, accountId }: Browser,
): Promise<readonly ChallengeRecord[]> {
  const nowMs = ports.clock.nowMs()
  const raised: ChallengeRecord[] = []
  for (const open of await stores.challenges.openOf(accountId, nowMs))
    if (open.browserId === id && (open.mode === 'symbol' || open.mode === 'code'))
      raised.push(await writeStep(ports, stores, open, { state: 'cancelled', cause: 'raised' }, nowMs))
  return raised
}

/** Its owner says that it is theirs ([KB5]). Refuses with `not_found`. */
export function trustBrowser(
  ports: Ports,
  { accountId, id }: OneBrowser,
  by: Actor | string,
): Promise<Result<undefined>> {
  return ports.storage.transaction(async (stores) => {
    const browser = await browserOf(stores, { accountId, id })
    if (browser === undefined) return refused({ reason: 'not_found', what: 'browser' })
    if (await stores.browsers.trust(id))
      await record(ports, stores, by, { action: 'browser.trusted', ...namesOf(browser) })
    return accepted(undefined)
  })
}

/** Whoever asked for what "wasn't me" holds this key ([KB7]). Inside the transaction that says so. */
export async function forgetBrowserOf(
  ports: Ports,
  stores: Stores,
  { id, accountId, appId, browserId }: ChallengeRecord,
  by: Actor | string,
): Promise<void> {
  if (browserId === undefined || !(await stores.browsers.remove(browserId))) return
  await record(ports, stores, by, {
    action: 'browser.removed',
    accountId,
    appId,
    facts: { browserId, challengeId: id },
  })
}

async function browserOf(stores: Stores, { accountId, id }: OneBrowser): Promise<Browser | undefined> {
  const browser = await stores.browsers.byId(id)
  return browser?.accountId === accountId ? browser : undefined
}

function namesOf({ id, accountId, appId, seen }: Browser) {
  return { accountId, appId, facts: { browserId: id, ...seen } }
}

function bodyOf(browser: Browser, appName: string): BrowserBody {
  const { id, appId, origin, seen, state, addedAtMs, lastUsedAtMs } = browser
  return { id, appId, appName, origin, ...seen, state, addedAtMs, lastUsedAtMs }
}
