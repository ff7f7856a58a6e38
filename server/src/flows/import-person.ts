// Who has the names of an imported line now, and whether the line may have them.
import type { ImportFault } from '@countersign/protocol/admin'
import { ALIASES_MAX } from '@countersign/protocol/admin'
import type { Person, RowPlan } from '../core/import/plan.js'
import type { ImportRow } from '../core/import/row.js'
import type { Role } from '../core/permissions.js'
import type { Stores } from '../core/ports.js'

/** The account that the name leads to, as its user ID or as an alias. */
export async function personNamed(stores: Stores, name: string): Promise<Person | undefined> {
  const account = await stores.accounts.byLoginName(name)
  if (account === undefined) return undefined
  const entry = await stores.directory.entry(account.id)
  return { account, aliases: entry?.aliases ?? [], groups: entry?.groups.map((group) => group.name) ?? [] }
}

export type NameFault = Omit<ImportFault, 'line' | 'column'> & { readonly columnName: 'user_id' | 'aliases' }

/** Why the account may not be changed: it has a role that whoever started the job is not above. */
export async function rankFault(
  { admins }: Stores,
  planned: RowPlan,
  mayChange: readonly Role[],
): Promise<NameFault | undefined> {
  if (planned.plan !== 'change') return undefined
  const admin = await admins.of(planned.account.id)
  if (admin === undefined || mayChange.includes(admin.role)) return undefined
  return {
    columnName: 'user_id',
    code: 'not_permitted',
    expected: 'an account without a role in the administration that is above yours',
  }
}

/** Why the line may not have its names. @param person who has its user ID. */
export async function nameFault(
  stores: Stores,
  row: ImportRow,
  person: Person | undefined,
): Promise<NameFault | undefined> {
  if (person !== undefined && person.account.userId !== row.userId)
    return {
      columnName: 'user_id',
      code: 'name_taken',
      expected: `a user ID; this is an alias of ${person.account.userId}`,
    }
  for (const alias of row.aliases) {
    const holder = await stores.accounts.byLoginName(alias)
    if (holder !== undefined && holder.id !== person?.account.id)
      return {
        columnName: 'aliases',
        code: 'name_taken',
        expected: `a name that nobody has; this one leads to ${holder.userId}`,
      }
  }
  const names = new Set([...(person?.aliases ?? []), ...row.aliases])
  names.delete(row.userId)
  if (names.size <= ALIASES_MAX) return undefined
  return { columnName: 'aliases', code: 'too_many', expected: `at most ${ALIASES_MAX} aliases together` }
}
