// What a login would be asked and why: the very functions of a login, with their reasons.
import type { AccountId, AppId } from '@countersign/protocol'
import { isId } from '@countersign/protocol'
import type { DecidedBy, PolicyExplained } from '@countersign/protocol/admin'
import type { Decider, Effective } from '../../core/policies.js'
import type { AccountWithDevices, Ports } from '../../core/ports.js'
import type { App } from '../../core/records.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import type { Person } from '../../core/waiver.js'
import { waiverCause } from '../../core/waiver.js'
import { loginTerms } from '../login-terms.js'
import { personOf } from '../person-of.js'
import type { Named } from '../who-is.js'
import { whoIs } from '../who-is.js'
import { action } from './action.js'

export interface ExplainInput {
  /** An account's id, or a user ID or alias; one that nobody has is explained as well. */
  readonly account: string
  /** An app's id or name. */
  readonly app: string
  /** Of the login browser; empty: not known. */
  readonly address: string
  /** Undefined: now. */
  readonly atMs: number | undefined
}

/** Needs `accounts:read`, since it tells how an account stands. Refuses with `not_found`. */
export const explainLogin = action(
  'policy.explain',
  'accounts:read',
  async (
    ports,
    _actor,
    { account, app: named, address, atMs }: ExplainInput,
  ): Promise<Result<PolicyExplained>> => {
    const app = await appNamed(ports, named)
    if (app === undefined) return refused({ reason: 'not_found', what: 'app' })
    const who = await accountNamed(ports, account)
    const at = atMs ?? ports.clock.nowMs()
    const person = personOf(who.found)
    const accountId = who.found?.account.id ?? who.nobody.accountId
    const terms = await loginTerms(ports, { accountId, appId: app.id, address, atMs: at })
    return accepted({
      facts: await factsOf(ports, who, person, app.id, address, at),
      settings: terms.settings,
      decidedBy: {
        requirement: deciderOf(terms.decidedBy.requirement),
        match: deciderOf(terms.decidedBy.match),
        symbolsShown: deciderOf(terms.decidedBy.symbolsShown),
        challengeTtlSeconds: deciderOf(terms.decidedBy.challengeTtlSeconds),
      },
      considered: terms.considered.map(({ policy, because }) => ({
        policyId: policy.body.id,
        policyName: policy.body.name,
        applies: because === 'met',
        because,
      })),
      outcome: outcomeOf(terms, person, who.found, at),
    })
  },
)

async function appNamed({ storage }: Ports, named: string): Promise<App | undefined> {
  const { apps } = storage.read
  // Sound: `isId` has checked the shape, and the store finds an app or nothing.
  return (isId(named) ? await apps.byId(named as string as AppId) : undefined) ?? (await apps.byName(named))
}

async function accountNamed(ports: Ports, named: string): Promise<Named> {
  // Sound as above.
  const byId = isId(named) ? await ports.storage.read.accounts.byId(named as string as AccountId) : undefined
  const who = await whoIs(ports, ports.storage.read, byId?.userId ?? named)
  if (byId === undefined || who.found?.account.id === byId.id) return who
  // A deleted account: its user ID is free, or somebody else's by now.
  return { ...who, found: { account: byId, devices: [] } }
}

async function factsOf(
  { storage }: Ports,
  { userId, found }: Named,
  person: Person,
  appId: AppId,
  address: string,
  atMs: number,
): Promise<PolicyExplained['facts']> {
  const groups = found === undefined ? [] : await storage.read.policies.groupsOf(found.account.id)
  return {
    accountId: found?.account.id ?? null,
    userId,
    accountState: person.state,
    activeDevices: activeDevices(found),
    groupIds: [...groups],
    secondFactorOffUntilMs: person.secondFactorOffUntilMs ?? null,
    appId,
    address,
    atMs,
  }
}

function deciderOf({ by, policy }: Decider): DecidedBy {
  return { by, policyId: policy?.body.id ?? null, policyName: policy?.body.name ?? null }
}

function outcomeOf(
  terms: Effective,
  person: Person,
  found: AccountWithDevices | undefined,
  atMs: number,
): PolicyExplained['outcome'] {
  const asked = activeDevices(found) > 0 && person.state === 'active' ? 'challenge' : 'locked_out'
  const waivedBecause = waiverCause(terms, person, atMs) ?? null
  return { withWaiver: waivedBecause === null ? asked : 'waived', withoutWaiver: asked, waivedBecause }
}

function activeDevices(found: AccountWithDevices | undefined): number {
  return (found?.devices ?? []).filter(({ state }) => state === 'active').length
}
