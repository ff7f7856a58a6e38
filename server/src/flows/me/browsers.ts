// A person's own browsers: which login pages know, which wait to be known, and how one is forgotten.
import type { BrowserList } from '@countersign/protocol/admin'
import type { Result } from '../../core/refusal.js'
import { accepted } from '../../core/refusal.js'
import { actorOf } from '../access/sessions.js'
import { browsersOf, forgetBrowser, trustBrowser } from '../browsers/known-browsers.js'
import { personAction } from './person-action.js'

/** Last used first. */
export const myBrowsers = personAction(
  'me.browser.list',
  undefined,
  async (ports, { accountId }, _: undefined): Promise<Result<BrowserList>> =>
    accepted({ items: [...(await browsersOf(ports.storage.read, accountId))] }),
)

/** Needs no approval: it makes the next login harder, and raises what that browser waits for now. Refuses with `not_found`. */
export const removeMyBrowser = personAction(
  'me.browser.remove',
  undefined,
  (ports, session, { id }: { readonly id: string }): Promise<Result<undefined>> =>
    forgetBrowser(ports, { accountId: session.accountId, id }, actorOf(session)),
)

/** "This is mine", of one that waits. Refuses with `not_found`. */
export const trustMyBrowser = personAction(
  'me.browser.trust',
  undefined,
  (ports, session, { id }: { readonly id: string }): Promise<Result<undefined>> =>
    trustBrowser(ports, { accountId: session.accountId, id }, actorOf(session)),
  { fresh: true },
)
