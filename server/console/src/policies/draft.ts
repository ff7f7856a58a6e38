// The list of policies while it is edited: moves and changes as values, what is not saved yet, and what somebody else did meanwhile.
import type { PolicyGiven, PolicySetBody, PutPoliciesBody } from '@countersign/protocol/admin'

/** A policy on the screen. `key` stays the same through every change; a new policy has no id yet. */
export interface DraftPolicy extends PolicyGiven {
  readonly key: string
}

export interface Draft {
  /** What was read from the server: what the changes are counted against. */
  readonly base: PolicySetBody
  readonly policies: readonly DraftPolicy[]
}

export function draftOf(base: PolicySetBody): Draft {
  return { base, policies: base.policies.map((policy) => ({ ...policy, key: policy.id })) }
}

/** One place up (-1) or down (1); at an end nothing happens. */
export function moved(draft: Draft, key: string, by: -1 | 1): Draft {
  const from = draft.policies.findIndex((policy) => policy.key === key)
  const to = from + by
  const policy = draft.policies[from]
  if (policy === undefined || to < 0 || to >= draft.policies.length) return draft
  return { ...draft, policies: insertedAt(without(draft, key), to, policy) }
}

/** Puts a changed policy in its place, and a new one at the top: where it was added it should also count. */
export function withPolicy(draft: Draft, policy: DraftPolicy): Draft {
  const known = draft.policies.some(({ key }) => key === policy.key)
  if (!known) return { ...draft, policies: [policy, ...draft.policies] }
  return { ...draft, policies: draft.policies.map((one) => (one.key === policy.key ? policy : one)) }
}

export function withoutPolicy(draft: Draft, key: string): Draft {
  return { ...draft, policies: without(draft, key) }
}

/** Takes a removal back. */
export function restored(draft: Draft, policy: DraftPolicy, place: number): Draft {
  return { ...draft, policies: insertedAt(draft.policies, place, policy) }
}

/** The same list as a change of what somebody else saved: what they removed becomes new again. */
export function rebased(draft: Draft, theirs: PolicySetBody): Draft {
  const known = new Set(theirs.policies.map(({ id }) => id))
  const policies = draft.policies.map((policy) => {
    const { id, ...rest } = policy
    return id !== undefined && known.has(id) ? policy : rest
  })
  return { base: theirs, policies }
}

/** How many policies were added, removed or changed; a new order counts once. */
export function countChanges(draft: Draft): number {
  const { added, removed, changed, reordered } = differences(draft.base.policies, draft.policies)
  return added.length + removed.length + changed.length + (reordered ? 1 : 0)
}

export function bodyOf({ policies }: Draft): PutPoliciesBody {
  return { policies: policies.map(({ key: _, ...policy }) => policy) }
}

export interface Differences {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
  readonly reordered: boolean
}

/** What became of a list, by the names of its policies. */
export function differences(before: readonly PolicyGiven[], after: readonly PolicyGiven[]): Differences {
  const old = new Map(before.map((policy) => [policy.id, policy]))
  const kept = after.filter(({ id }) => id !== undefined && old.has(id))
  const keptIds = new Set(kept.map(({ id }) => id))
  const stillThere = before.filter(({ id }) => keptIds.has(id))
  return {
    added: after.filter((policy) => !kept.includes(policy)).map(({ name }) => name),
    removed: before.filter(({ id }) => !keptIds.has(id)).map(({ name }) => name),
    changed: kept.filter((policy) => !sameContent(policy, old.get(policy.id))).map(({ name }) => name),
    reordered: kept.some(({ id }, place) => stillThere[place]?.id !== id),
  }
}

/** Both come from the same shape; only the order of members may differ. */
function sameContent(a: PolicyGiven, b: PolicyGiven | undefined): boolean {
  return b !== undefined && canonicalText(contentOf(a)) === canonicalText(contentOf(b))
}

function contentOf({ name, enabled, when, then: settings }: PolicyGiven): unknown {
  return { name, enabled, when, settings }
}

function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}

function without({ policies }: Draft, key: string): readonly DraftPolicy[] {
  return policies.filter((policy) => policy.key !== key)
}

function insertedAt(
  policies: readonly DraftPolicy[],
  place: number,
  policy: DraftPolicy,
): readonly DraftPolicy[] {
  return [...policies.slice(0, place), policy, ...policies.slice(place)]
}
