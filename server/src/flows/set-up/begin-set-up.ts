// A browser opens the link of a set-up: from here on it goes on by its cookie, and the link opens nothing for any other.

import { equalBytes } from '@countersign/protocol'
import type { SetUpBody } from '@countersign/protocol/me'
import type { Ports } from '../../core/ports.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { mayAddTotp, SET_UP_SECRET_BYTES } from '../../core/set-up.js'
import type { Browser } from '../access/sessions.js'
import { record } from '../admin/action.js'
import { allOrNothing } from '../all-or-nothing.js'
import { mustWin, untilSettled } from '../lost-race.js'
import type { CurrentSetUp } from './current-set-up.js'
import { OVER, personIn, setUpOf, stillGood, UNKNOWN } from './current-set-up.js'

export interface SetUpBegun {
  /** For the browser's cookie, and for nothing else. */
  readonly browserSecret: Uint8Array
  readonly body: SetUpBody
}

export interface LinkGiven {
  /** 32 bytes of the link. */
  readonly secret: Uint8Array
  /** The secret of the browser's cookie, if it has one: whoever loads the page again goes on. */
  readonly browserSecret: Uint8Array | undefined
  readonly browser: Browser
}

/**
 * Finds the set-up, sees that it is still good, and gives it to this browser unless another has it.
 * Refuses with `link_invalid`, in one sentence for every cause ([SU3]).
 */
export function beginSetUp(ports: Ports, given: LinkGiven): Promise<Result<SetUpBegun>> {
  return untilSettled(() =>
    allOrNothing(ports, async (stores): Promise<Result<SetUpBegun>> => {
      const { vault, random, clock } = ports
      const found = await stores.setUps.bySecret(vault.keyedHash('set-up', given.secret))
      if (found === undefined) return refused(UNKNOWN)
      const good = await stillGood(ports, stores, found)
      if (!good.ok) return good
      const body = setUpBodyOf(good.value)
      if (found.browserHash !== undefined || found.state !== 'open') {
        const { browserSecret } = given
        if (browserSecret === undefined || found.browserHash === undefined) return refused(OVER)
        const isSame = equalBytes(vault.keyedHash('set-up', browserSecret), found.browserHash)
        return isSame ? accepted({ browserSecret, body }) : refused(OVER)
      }
      const browserSecret = random.bytes(SET_UP_SECRET_BYTES)
      mustWin(await stores.setUps.begin(found.id, vault.keyedHash('set-up', browserSecret), clock.nowMs()))
      const { id: setUpId, accountId, appId } = found
      const facts = { setUpId, ...given.browser }
      await record(ports, stores, personIn(good.value), { action: 'set_up.begun', accountId, appId, facts })
      return accepted({ browserSecret, body })
    }),
  )
}

/** How far this browser is. Refuses with `link_invalid`. */
export async function showSetUp(ports: Ports, browserSecret: Uint8Array): Promise<Result<SetUpBody>> {
  const current = await setUpOf(ports, ports.storage.read, browserSecret)
  return current.ok ? accepted(setUpBodyOf(current.value)) : current
}

function setUpBodyOf({ setUp, account, app, terms }: CurrentSetUp): SetUpBody {
  return {
    userId: account.userId,
    displayName: account.displayName,
    appName: app.name,
    returnTo: setUp.returnTo,
    state: setUp.state === 'done' ? 'done' : 'open',
    hasBackupCodes: setUp.codeSetId !== undefined,
    hasPhone: account.activeDevices > 0,
    mayUseTotp: mayAddTotp(setUp, terms),
    expiresAtMs: setUp.expiresAtMs,
  }
}
