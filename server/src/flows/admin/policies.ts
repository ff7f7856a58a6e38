// The list of policies: read, and replaced as a whole by compare-and-set.
import type { PolicyBody, PolicyGiven, PolicySetBody } from '@countersign/protocol/admin'
import { profileSettings } from '../../core/policies.js'
import { policyChanges } from '../../core/policy-changes.js'
import type { PolicyFault } from '../../core/policy-faults.js'
import { policyFault } from '../../core/policy-faults.js'
import type { FlowSettings, Stores } from '../../core/ports.js'
import type { SavedPolicies } from '../../core/ports-policies.js'
import type { Result } from '../../core/refusal.js'
import { accepted, refused } from '../../core/refusal.js'
import { defaultSettings } from '../login-terms.js'
import { isTimeZone } from '../wall-clocks.js'
import { action, record } from './action.js'

export const showPolicies = action(
  'policy.show',
  'policies:read',
  async (ports): Promise<Result<PolicySetBody>> =>
    accepted(setBody(ports.settings, await ports.storage.read.policies.current())),
)

/**
 * Checks the whole list, gives new policies an id, saves it, tells the audit what changed.
 * @param revision the one that was read.
 * Refuses with `value_invalid`, `changed_meanwhile`.
 */
export const replacePolicies = action(
  'policy.replace',
  'policies:write',
  async (
    ports,
    actor,
    { policies: given, revision }: { readonly policies: readonly PolicyGiven[]; readonly revision: number },
  ): Promise<Result<PolicySetBody>> => {
    const policies = given.map((policy): PolicyBody => ({ ...policy, id: policy.id ?? ports.random.id() }))
    const replaced = await ports.storage.transaction(async (stores): Promise<Result<SavedPolicies>> => {
      const before = await stores.policies.current()
      if (before.revision !== revision)
        return refused({ reason: 'changed_meanwhile', revision: before.revision })
      const fault = policyFault(policies, isTimeZone) ?? (await strangerIn(stores, policies, before.policies))
      if (fault !== undefined) return refused({ reason: 'value_invalid', ...fault })
      if (!(await stores.policies.replace(policies, revision)))
        throw new Error('the row changed under a transaction')
      await record(ports, stores, actor, {
        action: 'policies.changed',
        facts: { changes: policyChanges(before.policies, policies), policies: policies.length },
      })
      return accepted({ policies, revision: revision + 1 })
    })
    if (!replaced.ok) return replaced
    ports.log.info('policies_changed', { revision: replaced.value.revision, policies: policies.length })
    return accepted(setBody(ports.settings, replaced.value))
  },
)

export function setBody(settings: FlowSettings, { policies, revision }: SavedPolicies): PolicySetBody {
  return {
    policies: [...policies],
    defaults: defaultSettings(settings),
    profiles: { ...profileSettings },
    revision,
  }
}

/**
 * An app or a group that is not there, unless the list named it before: what was removed since must not keep anybody from changing
 * another policy.
 */
async function strangerIn(
  { apps, groups }: Stores,
  policies: readonly PolicyBody[],
  before: readonly PolicyBody[],
): Promise<PolicyFault | undefined> {
  const known = new Set<string>(before.flatMap(({ when }) => [...when.appIds, ...when.groupIds]))
  for (const [at, { when }] of policies.entries()) {
    for (const [nth, id] of when.appIds.entries())
      if (!known.has(id) && (await apps.byId(id)) === undefined)
        return { path: `policies.${at}.when.appIds.${nth}`, expected: 'the id of an app' }
    for (const [nth, id] of when.groupIds.entries())
      if (!known.has(id) && (await groups.byId(id)) === undefined)
        return { path: `policies.${at}.when.groupIds.${nth}`, expected: 'the id of a group' }
  }
  return undefined
}
