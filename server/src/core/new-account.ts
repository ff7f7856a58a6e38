// An account as it begins, and the text that a search finds it by.
import type { AccountId } from '@countersign/protocol'
import type { Account } from './records.js'

/** What is not given begins empty. `userId` is normalised already. */
export function newAccount(
  id: AccountId,
  userId: string,
  nowMs: number,
  given: Partial<
    Pick<Account, 'displayName' | 'emails' | 'notes' | 'locale' | 'externalId' | 'enrolledBy'>
  > = {},
): Account {
  return {
    id,
    userId,
    displayName: '',
    createdAtMs: nowMs,
    state: 'active',
    emails: [],
    notes: '',
    locale: 'en',
    externalId: undefined,
    secondFactorOff: undefined,
    quietHours: undefined,
    changedAtMs: nowMs,
    revision: 1,
    activeDevices: 0,
    activeTotps: 0,
    activePasskeys: 0,
    enrolledBy: undefined,
    ...given,
  }
}

/** What a list is sorted by. */
export function sortName({ displayName }: Account): string {
  return displayName.toLowerCase()
}

/** Lower case, one name a line, so that no find runs across two of them. `aliases` are normalised already. */
export function searchText(account: Account, aliases: readonly string[]): string {
  if (account.state === 'deleted') return ''
  const names = [account.userId, ...aliases, account.displayName, ...account.emails]
  return names.join('\n').toLowerCase()
}
