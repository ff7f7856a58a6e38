// What a record of a list would do: add an account, change one, nothing, or be a fault; and what the account then is.
import type { Account } from '../records.js'
import type { ImportRow } from './row.js'

/** An account that has a name, as far as a list can change it. */
export interface Person {
  readonly account: Account
  readonly aliases: readonly string[]
  /** Names of its groups. */
  readonly groups: readonly string[]
}

export type ImportedPart = 'display_name' | 'emails' | 'aliases' | 'groups' | 'locale' | 'notes'

export type RowPlan =
  | { readonly plan: 'add' }
  | { readonly plan: 'same'; readonly account: Account }
  | {
      readonly plan: 'change'
      readonly account: Account
      readonly changes: readonly ImportedPart[]
      readonly newAliases: readonly string[]
      readonly newGroups: readonly string[]
    }

/** The parts of an account that a list sets. */
export type ImportedFields = Pick<Account, 'displayName' | 'emails' | 'locale' | 'notes'>

/**
 * The same list again changes nothing: what is empty in it stays as it is, aliases and groups are only ever added.
 * @param person who has the user ID now.
 */
export function planRow(row: ImportRow, person: Person | undefined): RowPlan {
  if (person === undefined) return { plan: 'add' }
  const { account } = person
  const fields = fieldsAfter(row, account)
  const newAliases = row.aliases.filter((name) => name !== account.userId && !person.aliases.includes(name))
  // Names of groups are told apart as the group store does: not by case.
  const held = new Set(person.groups.map((name) => name.toLowerCase()))
  const newGroups = row.groups.filter((name) => !held.has(name.toLowerCase()))
  const changes: ImportedPart[] = []
  if (fields.displayName !== account.displayName) changes.push('display_name')
  if (fields.emails.join('\n') !== account.emails.join('\n')) changes.push('emails')
  if (newAliases.length > 0) changes.push('aliases')
  if (newGroups.length > 0) changes.push('groups')
  if (fields.locale !== account.locale) changes.push('locale')
  if (fields.notes !== account.notes) changes.push('notes')
  if (changes.length === 0) return { plan: 'same', account }
  return { plan: 'change', account, changes, newAliases, newGroups }
}

/** @param before undefined for an account that is added. */
export function fieldsAfter(row: ImportRow, before: ImportedFields | undefined): ImportedFields {
  const [first, second] = before?.emails ?? []
  const emails = [row.email ?? first, row.email2 ?? second].filter((email) => email !== undefined)
  return {
    displayName: row.displayName ?? before?.displayName ?? '',
    emails: [...new Set(emails)],
    locale: row.locale ?? before?.locale ?? 'en',
    notes: row.notes ?? before?.notes ?? '',
  }
}
