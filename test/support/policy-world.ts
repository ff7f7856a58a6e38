// Policies in a world without edges: put in force, groups filled, and what an app that accepts waivers is answered.
import assert from 'node:assert/strict'
import type { AccountId, ApprovalAnswered, ApprovalWaived } from '@countersign/protocol'
import type { PolicyGiven } from '@countersign/protocol/admin'
import type { Ports } from '@countersign/server/core/ports'
import { replacePolicies } from '@countersign/server/flows/admin/policies'
import { secondFactorFor } from '@countersign/server/flows/second-factor-for'
import type { LoginBody, World } from './test-world.js'
import { must, requestBody } from './test-world.js'

export const operator = { kind: 'operator' } as const

/** Puts the list in force, in the place of the present one. */
export async function setPolicies({ ports }: { readonly ports: Ports }, policies: readonly PolicyGiven[]) {
  const { revision } = await ports.storage.read.policies.current()
  return must(await replacePolicies(ports, operator, { policies, revision }))
}

/** A group with these accounts in it; its id. */
export async function groupOf({ ports }: World, name: string, userIds: readonly string[]): Promise<string> {
  const id = ports.random.id()
  await ports.storage.transaction(async ({ groups, accounts }) => {
    const nowMs = ports.clock.nowMs()
    const group = {
      id,
      name,
      description: '',
      externalId: undefined,
      createdAtMs: nowMs,
      changedAtMs: nowMs,
      revision: 1,
    }
    await groups.add(group)
    for (const userId of userIds)
      await groups.addMember(id, (await accounts.byUserId(userId))?.id ?? assert.fail(userId))
  })
  return id
}

/** Edits an account as an admin would. */
export async function editAccount(
  { ports }: World,
  userId: string,
  change: { readonly state?: 'active' | 'suspended'; readonly offUntilMs?: number },
): Promise<AccountId> {
  return ports.storage.transaction(async ({ accounts, directory }) => {
    const account = (await accounts.byUserId(userId)) ?? assert.fail(userId)
    const { state = account.state, offUntilMs } = change
    const secondFactorOff = offUntilMs === undefined ? undefined : { untilMs: offUntilMs, reason: 'test' }
    assert.equal(await directory.save({ ...account, state, secondFactorOff }, []), true)
    return account.id
  })
}

/** What an app is answered that accepts waivers. */
export async function askedOrWaived(
  { ports, app }: World,
  over: Partial<LoginBody> = {},
): Promise<ApprovalAnswered> {
  return must(await secondFactorFor(ports, app, requestBody({ mayWaive: true, ...over })))
}

export function isWaived(answer: ApprovalAnswered): answer is ApprovalWaived {
  return 'decision' in answer && answer.decision === 'waived'
}
