// An account is made: inside the caller's transaction, for admins, identity providers and lists alike.
import type { AccountId } from '@countersign/protocol'
import { idFromBytes } from '@countersign/protocol'
import { newAccount } from '../../core/new-account.js'
import type { Actor } from '../../core/permissions.js'
import { mayAct } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import { uuidShaped } from '../../core/random-id.js'
import type { Account } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { isDisplayName } from '../../core/user-id.js'
import { record } from '../admin/action.js'
import { saveGroups } from './account-groups.js'
import { aliasesFrom, refuseNames, saveNames } from './account-names.js'
import { completedId } from './id-pattern.js'

/** What is not given begins empty. */
export interface NewAccount {
  /** As typed; completed by the pattern of user IDs. */
  readonly userId: string
  readonly displayName?: string | undefined
  readonly emails?: readonly string[] | undefined
  readonly notes?: string | undefined
  readonly locale?: Account['locale'] | undefined
  readonly externalId?: string | undefined
  readonly aliases?: readonly string[] | undefined
  readonly groupIds?: readonly string[] | undefined
}

/**
 * Completes and normalises the user ID, checks names, adds account, aliases and groups, and records it.
 * Refuses with `text_invalid`, `value_invalid`, `account_exists`, `conflict` (an alias, an external id), `not_found` (a group),
 * `not_permitted` (groups without `groups:write`). After a refusal the transaction must not be kept: see `allOrNothing`.
 */
export async function makeAccount(
  ports: Ports,
  stores: Stores,
  by: Actor,
  given: NewAccount,
): Promise<Result<Account>> {
  const { userId: typed, aliases: moreNames = [], groupIds = [], displayName = '', externalId } = given
  const { userId, aliases: shortNames } = await completedId(ports, stores, typed)
  const aliases = aliasesFrom([...moreNames, ...shortNames], userId)
  const fault = refuseNames(userId, aliases)
  if (fault !== undefined) return refused(fault)
  if (!isDisplayName(displayName)) return refused({ reason: 'text_invalid', field: 'displayName' })
  if (groupIds.length > 0 && !mayAct(by, 'groups:write'))
    return refused({ reason: 'not_permitted', permission: 'groups:write' })
  if (externalId !== undefined && (await stores.directory.byExternalId(externalId)) !== undefined)
    return refused({ reason: 'conflict', what: 'external id', because: 'another account has it' })

  // Random, without a time in it: the ids of user IDs that nobody has must look the same.
  const id = idFromBytes<AccountId>(uuidShaped(ports.random.bytes(16)))
  const account = newAccount(id, userId, ports.clock.nowMs(), {
    ...{ displayName, externalId, emails: given.emails ?? [], notes: given.notes ?? '' },
    locale: given.locale ?? 'en',
  })
  if (!(await stores.accounts.add(account))) return refused({ reason: 'account_exists' })
  const no = (await addNames(stores, account, aliases)) ?? (await saveGroups(ports, stores, id, groupIds))
  if (no !== undefined) return refused(no)
  await record(ports, stores, by, {
    action: 'account.added',
    accountId: id,
    facts: { userId, aliases, groupIds },
  })
  return accepted((await stores.accounts.byId(id)) ?? account)
}

/** The search finds aliases too, so the row is written once more when there are any. */
async function addNames(stores: Stores, account: Account, aliases: readonly string[]) {
  if (aliases.length === 0) return undefined
  const taken = await saveNames(stores, account, aliases)
  if (taken !== undefined) return taken
  await stores.directory.save(account, aliases)
  return undefined
}
