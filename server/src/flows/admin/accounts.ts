// Accounts as an admin finds them: listed, searched, shown, added, edited.
import type { AccountId } from '@countersign/protocol'
import { normaliseUserId } from '@countersign/protocol'
import type { AccountBody, AccountRow, EditAccountBody } from '@countersign/protocol/admin'
import type { AccountEntry, AccountQuery } from '../../core/directory.js'
import { wordsOf } from '../../core/directory.js'
import type { Actor } from '../../core/permissions.js'
import { mayAct } from '../../core/permissions.js'
import type { Ports, Stores } from '../../core/ports.js'
import type { Account } from '../../core/records.js'
import type { Refusal, Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { isDisplayName } from '../../core/user-id.js'
import { addAccount } from '../accounts.js'
import { allOrNothing } from '../all-or-nothing.js'
import { accountBody, accountRow } from '../directory/account-body.js'
import { saveGroups } from '../directory/account-groups.js'
import { aliasesFrom, refuseNames, saveNames } from '../directory/account-names.js'
import type { NewAccount } from '../directory/make-account.js'
import { changeable } from '../directory/suspend.js'
import { notify } from '../notices.js'
import { action, record } from './action.js'

export interface AccountSearch extends Omit<AccountQuery, 'words'> {
  /** As typed. */
  readonly search: string
}

export interface AccountPage {
  readonly rows: readonly AccountRow[]
  /** Of all pages; told with the first one only. */
  readonly total: number | undefined
}

/** One page, and on the first one how many there are. */
export const listAccounts = action(
  'account.list',
  'accounts:read',
  async (ports, _actor, { search, ...asked }: AccountSearch): Promise<Result<AccountPage>> => {
    const query: AccountQuery = { ...asked, words: wordsOf(search) }
    const { directory } = ports.storage.read
    const nowMs = ports.clock.nowMs()
    const entries = await directory.list(query)
    // Counting looks at everybody who fits: not when a short page shows it, nor for whoever turns pages and has the number.
    const isAll = entries.length < query.limit
    const total =
      query.after !== undefined ? undefined : isAll ? entries.length : await directory.count(query)
    return accepted({ rows: entries.map((entry) => accountRow(entry, nowMs)), total })
  },
)

/** Refuses with `not_found`. */
export const showAccount = action(
  'account.show',
  'accounts:read',
  (ports, _actor, { id }: { readonly id: AccountId }): Promise<Result<AccountBody>> =>
    shownAccount(ports, id),
)

/** By its user ID or an alias. Refuses with `account_unknown`. */
export const findAccountByName = action(
  'account.find',
  'accounts:read',
  async (ports, _actor, { loginName }: { readonly loginName: string }): Promise<Result<AccountBody>> => {
    const account = await ports.storage.read.accounts.byLoginName(normaliseUserId(loginName))
    return account === undefined ? refused({ reason: 'account_unknown' }) : shownAccount(ports, account.id)
  },
)

/** Refuses as `makeAccount` does. */
export const addAccountByAdmin = action(
  'account.add',
  'accounts:write',
  async (ports, actor, given: NewAccount): Promise<Result<AccountBody>> => {
    const added = await addAccount(ports, given, actor)
    return added.ok ? shownAccount(ports, added.value.id) : added
  },
)

/**
 * Changes what is given, and leaves the rest. When the addresses change, the former ones are told as well.
 * Refuses with `not_found`, `not_permitted` (an admin above the actor; groups without `groups:write`), `changed_meanwhile`,
 * `text_invalid`, `value_invalid`, `conflict` (a name or external id that somebody has).
 */
export const editAccount = action(
  'account.edit',
  'accounts:write',
  async (
    ports,
    actor,
    input: { readonly id: AccountId; readonly revision: number; readonly edit: EditAccountBody },
  ): Promise<Result<AccountBody>> => {
    const edited = await allOrNothing(ports, (stores) => edit(ports, stores, actor, input))
    return edited.ok ? shownAccount(ports, input.id) : edited
  },
)

/** The account as it is now, for the answer to whatever changed it. Refuses with `not_found`. */
export async function shownAccount(ports: Ports, id: AccountId): Promise<Result<AccountBody>> {
  const entry = await ports.storage.read.directory.entry(id)
  if (entry === undefined || entry.account.state === 'deleted')
    return refused({ reason: 'not_found', what: 'account' })
  return accepted(await accountBody(ports, entry))
}

async function edit(
  ports: Ports,
  stores: Stores,
  actor: Actor,
  input: { readonly id: AccountId; readonly revision: number; readonly edit: EditAccountBody },
): Promise<Result<undefined>> {
  const changing = await changeable(stores, actor, input.id)
  if (!changing.ok) return changing
  const before = changing.value
  const { revision } = before.account
  if (revision !== input.revision) return refused({ reason: 'changed_meanwhile', revision })
  const after = editedEntry(before, input.edit, ports.clock.nowMs())
  const fault = faultOf(actor, after, input.edit) ?? (await externalIdTaken(stores, after.account))
  if (fault !== undefined) return refused(fault)
  const taken =
    (await saveNames(stores, after.account, after.aliases)) ??
    (input.edit.groupIds && (await saveGroups(ports, stores, input.id, input.edit.groupIds)))
  if (taken !== undefined) return refused(taken)
  if (!(await stores.directory.save(after.account, after.aliases)))
    return refused({ reason: 'changed_meanwhile', revision: revision + 1 })
  await tellAbout(ports, stores, actor, before, after, input.edit)
  return accepted(undefined)
}

type Names = Pick<AccountEntry, 'account' | 'aliases'>

function editedEntry({ account, aliases }: Names, given: EditAccountBody, nowMs: number): Names {
  const userId = given.userId === undefined ? account.userId : normaliseUserId(given.userId)
  const after: Account = {
    ...account,
    userId,
    displayName: given.displayName ?? account.displayName,
    emails: given.emails ?? account.emails,
    notes: given.notes ?? account.notes,
    locale: given.locale ?? account.locale,
    externalId: given.externalId === undefined ? account.externalId : (given.externalId ?? undefined),
    changedAtMs: nowMs,
  }
  return { account: after, aliases: aliasesFrom(given.aliases ?? aliases, userId) }
}

function faultOf(actor: Actor, { account, aliases }: Names, given: EditAccountBody): Refusal | undefined {
  if (!isDisplayName(account.displayName)) return { reason: 'text_invalid', field: 'displayName' }
  if (given.groupIds !== undefined && !mayAct(actor, 'groups:write'))
    return { reason: 'not_permitted', permission: 'groups:write' }
  return refuseNames(account.userId, aliases)
}

async function externalIdTaken(
  { directory }: Stores,
  { id, externalId }: Account,
): Promise<Refusal | undefined> {
  const holder = externalId === undefined ? undefined : await directory.byExternalId(externalId)
  if (holder === undefined || holder.id === id) return undefined
  return { reason: 'conflict', what: 'external id', because: 'another account has it' }
}

async function tellAbout(
  ports: Ports,
  stores: Stores,
  actor: Actor,
  before: Names,
  after: Names,
  given: EditAccountBody,
): Promise<void> {
  const { id, userId, emails } = after.account
  const renamed = userId !== before.account.userId
  await record(ports, stores, actor, {
    action: 'account.edited',
    accountId: id,
    facts: {
      fields: Object.keys(given),
      ...(renamed ? { userId, userIdBefore: before.account.userId } : {}),
      ...(given.aliases === undefined ? {} : { aliases: after.aliases, aliasesBefore: before.aliases }),
      ...(given.groupIds === undefined ? {} : { groupIds: given.groupIds }),
    },
  })
  if (given.emails !== undefined && emails.join() !== before.account.emails.join())
    await notify(ports, stores, id, 'addresses_changed', {}, before.account.emails)
}
