// The groups of one account: made to be exactly those that are wanted.
import type { AccountId } from '@countersign/protocol'
import type { Ports, Stores } from '../../core/ports.js'
import type { Refusal } from '../../core/refusal.js'

/** Refuses with `not_found` when one of the groups is not there. Each group that somebody joins or leaves has changed. */
export async function saveGroups(
  { clock }: Pick<Ports, 'clock'>,
  { groups }: Pick<Stores, 'groups'>,
  accountId: AccountId,
  wanted: readonly string[],
): Promise<Refusal | undefined> {
  const present = await groups.ofAccount(accountId)
  const changed = new Set<string>()
  for (const id of new Set(wanted)) {
    if ((await groups.byId(id)) === undefined) return { reason: 'not_found', what: 'group' }
    if (await groups.addMember(id, accountId)) changed.add(id)
  }
  for (const { id } of present) {
    if (wanted.includes(id)) continue
    await groups.removeMember(id, accountId)
    changed.add(id)
  }
  for (const id of changed) await touchGroup(groups, id, clock.nowMs())
  return undefined
}

/** Its members changed: whoever read it before reads it again before they edit it. */
export async function touchGroup(groups: Stores['groups'], id: string, nowMs: number): Promise<void> {
  const group = await groups.byId(id)
  if (group !== undefined) await groups.save({ ...group, changedAtMs: nowMs })
}
