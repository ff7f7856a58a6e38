// The browsers that login pages know somebody by, as an admin sees them, and takes them away.
import type { AccountId } from '@countersign/protocol'
import type { BrowserList } from '@countersign/protocol/admin'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import type { OneBrowser } from '../browsers/known-browsers.js'
import { browsersOf, forgetBrowser } from '../browsers/known-browsers.js'
import { changeable } from '../directory/suspend.js'
import { action } from './action.js'

/** Last used first. Refuses with `not_found`. */
export const listBrowsers = action(
  'browser.list',
  'accounts:read',
  async (ports, _actor, { accountId }: { readonly accountId: AccountId }): Promise<Result<BrowserList>> => {
    const account = await ports.storage.read.accounts.byId(accountId)
    if (account === undefined || account.state === 'deleted')
      return refused({ reason: 'not_found', what: 'account' })
    return accepted({ items: [...(await browsersOf(ports.storage.read, accountId))] })
  },
)

/** From the next request on it is a new one. Nobody but its owner can make one known. Refuses with `not_found`, `not_permitted`. */
export const removeBrowser = action(
  'browser.remove',
  'accounts:pair',
  async (ports, actor, browser: OneBrowser): Promise<Result<undefined>> => {
    const changing = await changeable(ports.storage.read, actor, browser.accountId)
    return changing.ok ? forgetBrowser(ports, browser, actor) : changing
  },
)
