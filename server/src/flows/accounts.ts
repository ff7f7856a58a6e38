// Accounts and devices as the command line and tests ask for them: by what people type, without an actor.
import { normaliseUserId } from '@countersign/protocol'
import type { Actor } from '../core/permissions.js'
import type { Ports } from '../core/ports.js'
import type { Account, Device } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { allOrNothing } from './all-or-nothing.js'
import type { NewAccount } from './directory/make-account.js'
import { makeAccount } from './directory/make-account.js'

/** Most devices a listing gives at once: enough for an admin's eyes, little enough for one reply. */
const DEVICES_LISTED_MAX = 1000
/** Most accounts of one page of a listing. */
const ACCOUNTS_LISTED_MAX = 500

/**
 * Adds an account.
 * @param by who does it; the caller saw that they may.
 * @example await addAccount(ports, { userId: 'Alice@example.org', displayName: 'Alice' }) // alice@example.org
 * Refuses as `makeAccount` does.
 */
export async function addAccount(
  ports: Ports,
  given: NewAccount,
  by: Actor = { kind: 'operator' },
): Promise<Result<Account>> {
  const added = await allOrNothing(ports, (stores) => makeAccount(ports, stores, by, given))
  if (added.ok) ports.log.info('account_added', { accountId: added.value.id })
  return added
}

/** By a user ID or an alias. Refuses with `account_unknown`. */
export async function findAccount(ports: Ports, loginName: string): Promise<Result<Account>> {
  const account = await ports.storage.read.accounts.byLoginName(normaliseUserId(loginName))
  return account === undefined ? refused({ reason: 'account_unknown' }) : accepted(account)
}

/** One page of accounts by user ID, after the given one (empty text: from the start). At most 500. */
export async function listAccounts(
  ports: Ports,
  after: string,
  limit: number,
): Promise<Result<readonly Account[]>> {
  const size = Math.min(limit, ACCOUNTS_LISTED_MAX)
  return accepted(await ports.storage.read.accounts.page(normaliseUserId(after), size))
}

/** The devices of one account, or of all; at most 1000. Refuses with `account_unknown`. */
export async function listDevices(ports: Ports, loginName?: string): Promise<Result<readonly Device[]>> {
  if (loginName === undefined) return accepted(await ports.storage.read.devices.all(DEVICES_LISTED_MAX))
  const found = await ports.storage.read.accounts.withDevices(normaliseUserId(loginName))
  return found === undefined ? refused({ reason: 'account_unknown' }) : accepted(found.devices)
}
