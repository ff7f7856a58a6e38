// Accounts, and the devices they have: added and looked up by an admin.
import type { AccountId } from '@countersign/protocol'
import { idFromBytes, normaliseUserId } from '@countersign/protocol'
import { newAccount } from '../core/new-account.js'
import type { Ports } from '../core/ports.js'
import { uuidShaped } from '../core/random-id.js'
import type { Account, Device } from '../core/records.js'
import type { Result } from '../core/refusal.js'
import { accepted, refused } from '../core/refusal.js'
import { isDisplayName, isUserId } from '../core/user-id.js'

/** Most devices a listing gives at once: enough for an admin's eyes, little enough for one reply. */
const DEVICES_LISTED_MAX = 1000
/** Most accounts of one page of a listing. */
const ACCOUNTS_LISTED_MAX = 500

/**
 * Normalises the user ID, checks it, adds the account.
 * @example await addAccount(ports, { userId: 'Alice@example.org', displayName: 'Alice' }) // alice@example.org
 * Refuses with `text_invalid`, `account_exists`.
 */
export async function addAccount(
  ports: Ports,
  given: { readonly userId: string; readonly displayName: string },
): Promise<Result<Account>> {
  const userId = normaliseUserId(given.userId)
  if (!isUserId(userId)) return refused({ reason: 'text_invalid', field: 'userId' })
  if (!isDisplayName(given.displayName)) return refused({ reason: 'text_invalid', field: 'displayName' })
  // Random, without a time in it: the ids of user IDs that nobody has must look the same.
  const id = idFromBytes<AccountId>(uuidShaped(ports.random.bytes(16)))
  const account = newAccount(id, userId, ports.clock.nowMs(), { displayName: given.displayName })
  if (!(await ports.storage.transaction((stores) => stores.accounts.add(account))))
    return refused({ reason: 'account_exists' })
  ports.log.info('account_added', { accountId: account.id })
  return accepted(account)
}

/** Refuses with `account_unknown`. */
export async function findAccount(ports: Ports, userId: string): Promise<Result<Account>> {
  const account = await ports.storage.read.accounts.byLoginName(normaliseUserId(userId))
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
export async function listDevices(ports: Ports, userId?: string): Promise<Result<readonly Device[]>> {
  if (userId === undefined) return accepted(await ports.storage.read.devices.all(DEVICES_LISTED_MAX))
  const found = await ports.storage.read.accounts.withDevices(normaliseUserId(userId))
  return found === undefined ? refused({ reason: 'account_unknown' }) : accepted(found.devices)
}
