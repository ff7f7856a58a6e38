// On which terms an account logs in at an app, from an address, now: the policies, asked with the facts they need.
import type { AccountId, AppId } from '@countersign/protocol'
import { codeWays } from '@countersign/protocol'
import type { DecidedSettings } from '@countersign/protocol/admin'
import { parseAddress } from '../core/network.js'
import type { Effective } from '../core/policies.js'
import { effectivePolicy } from '../core/policies.js'
import type { FlowSettings, Ports } from '../core/ports.js'
import type { PolicySheet, PolicyStore } from '../core/ports-policies.js'

/** A login as policies see it. */
export interface LoginFacts {
  /** Of somebody, or the one that stands in for nobody: it is in no group, and is looked for at the same cost. */
  readonly accountId: AccountId
  readonly appId: AppId
  /** As the app tells it. */
  readonly address: string
  readonly atMs: number
}

/**
 * What holds for this login, and why. Reads one number while the policies stay as they are, and the account's groups only when
 * some policy looks at groups. `store` is that of the transaction that rests on it, if there is one.
 *
 * A change of the policies counts for every login that asks after it. One that is under way is looked at again when the phone
 * approves (`answer-challenge.ts`).
 */
export async function loginTerms(
  ports: Ports,
  facts: LoginFacts,
  store: PolicyStore = ports.storage.read.policies,
): Promise<Effective> {
  const sheet = await ports.policies.current(store)
  const groupIds = sheet.namesGroups ? await store.groupsOf(facts.accountId) : []
  return termsBy(ports, sheet, facts, groupIds)
}

/** The same by a list that is at hand. */
export function termsBy(
  ports: Ports,
  { policies, timeZones }: PolicySheet,
  { appId, address, atMs }: Omit<LoginFacts, 'accountId'>,
  groupIds: readonly string[],
): Effective {
  return effectivePolicy(policies, defaultSettings(ports.settings), {
    appId,
    groupIds,
    address: parseAddress(address),
    clocks: ports.policies.clocks(timeZones, atMs),
  })
}

/** What holds where no policy says anything: the configuration of the server. */
export function defaultSettings({ symbolsShown, challengeTtlMs }: FlowSettings): DecidedSettings {
  return {
    requirement: 'required',
    match: 'symbol',
    newBrowserMatch: 'symbol',
    userVerification: 'none',
    ring: 'when_needed',
    passkeys: 'offered',
    symbolsShown,
    challengeTtlSeconds: challengeTtlMs / 1000,
    otherWays: [...codeWays],
    totpDigits: 6,
    totpAlgorithm: 'SHA1',
    // Closed by default: an app that vouches for a first factor alone binds no phone until an admin says so.
    setUp: 'by_invitation',
    setUpGraceDays: 0,
  }
}
