// Which codes are worth setting up for an account: those that some login of it may use, by the policies as they are now.
import type { AccountId } from '@countersign/protocol'
import type { Ports } from '../../core/ports.js'
import type { PossibleTerms } from '../../core/possible-terms.js'
import { possibleTerms } from '../../core/possible-terms.js'
import { defaultSettings } from '../login-terms.js'

/**
 * What counts at a login is asked again there, with the app and the address of it: this only keeps people from setting up what no login
 * would take.
 */
export async function possibleWays(
  { storage, policies, settings }: Pick<Ports, 'storage' | 'policies' | 'settings'>,
  accountId: AccountId,
): Promise<PossibleTerms> {
  const store = storage.read.policies
  const sheet = await policies.current(store)
  const groupIds = sheet.namesGroups ? await store.groupsOf(accountId) : []
  return possibleTerms(sheet.policies, defaultSettings(settings), groupIds)
}
