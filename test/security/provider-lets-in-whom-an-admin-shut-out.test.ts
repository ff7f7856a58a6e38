// Let in by routine: an admin suspends an account that was taken over. The identity provider knows nothing of it, sends the whole person
// with `active: true` at the next change of a name, and the thief is back within minutes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Actor } from '@countersign/server/core/permissions'
import { resumeAccount, suspendAccount } from '@countersign/server/flows/admin/account-standing'
import { addScimUser, removeScimUser, replaceScimUser } from '@countersign/server/flows/admin/scim-users'
import { OPERATOR } from '../support/onboarding.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must } from '../support/test-world.js'

const provider: Actor = { kind: 'token', tokenId: 't', name: 'provider', permissions: ['scim:write'] }
const user = (displayName: string, active = true) =>
  ({ userName: 'alice', displayName, active, emails: [], externalId: undefined, locale: 'en' }) as const

async function stateOf({ ports }: World, id: AccountId) {
  return (await ports.storage.read.accounts.byId(id)) ?? assert.fail('no account')
}

async function provide(world: World, id: AccountId, displayName: string, active = true): Promise<void> {
  const { revision } = await stateOf(world, id)
  world.clock.advance(1)
  must(await replaceScimUser(world.ports, provider, { id, revision, user: user(displayName, active) }))
}

test('whom an admin suspended stays suspended, whatever else the provider changes, and also when it adds them again', async () => {
  const world = await makeWorld()
  const { ports } = world
  const { id } = must(await addScimUser(ports, provider, { user: user('Alice') })).account
  must(await suspendAccount(ports, OPERATOR, { id }))
  await provide(world, id, 'Alice Archer')
  const { state, displayName } = await stateOf(world, id)
  assert.deepEqual([state, displayName], ['suspended', 'Alice Archer'])

  must(await removeScimUser(ports, provider, { id, revision: undefined }))
  must(await addScimUser(ports, provider, { user: user('Alice') }))
  assert.equal((await stateOf(world, id)).state, 'suspended')
  must(await resumeAccount(ports, OPERATOR, { id }))
  assert.equal((await stateOf(world, id)).state, 'active')
})

test('whom the provider itself suspended it lets in again', async () => {
  const world = await makeWorld()
  const { id } = must(await addScimUser(world.ports, provider, { user: user('Alice', false) })).account
  await provide(world, id, 'Alice')
  assert.equal((await stateOf(world, id)).state, 'active')
  await provide(world, id, 'Alice', false)
  assert.equal((await stateOf(world, id)).state, 'suspended')
  await provide(world, id, 'Alice')
  assert.equal((await stateOf(world, id)).state, 'active')
})
