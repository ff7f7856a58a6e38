// Attack: somebody who may administer a little makes themselves somebody who may administer everything: by a token with more
// than they have, by giving a role, by taking one from whoever stands above, or by locking the last owner out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Permission, Role } from '@countersign/protocol/admin'
import { permissions, roles } from '@countersign/protocol/admin'
import type { Actor } from '@countersign/server/core/permissions'
import { permissionsOf } from '@countersign/server/core/permissions'
import { authenticateToken } from '@countersign/server/flows/access/authenticate-token'
import {
  deleteAccount,
  resumeAccount,
  suspendAccount,
} from '@countersign/server/flows/admin/account-standing'
import { putAdmin, removeAdmin } from '@countersign/server/flows/admin/admins'
import { addToken, revokeToken } from '@countersign/server/flows/admin/tokens'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice, reasonOf } from '../support/test-world.js'

const operator = { kind: 'operator' } as const

async function account(world: World, userId: string, role?: Role): Promise<AccountId> {
  const { accountId } = await pairedDevice(world, userId)
  if (role !== undefined) must(await putAdmin(world.ports, operator, { accountId, role }))
  return accountId
}

const tokenActor = (given: readonly Permission[]): Actor => ({
  kind: 'token',
  tokenId: '0'.repeat(16),
  name: 'test',
  permissions: given,
})
const adminActor = (accountId: AccountId, role: Role): Actor => ({
  kind: 'admin',
  freshUntilMs: Number.MAX_SAFE_INTEGER,
  accountId,
  userId: 'x',
  role,
})

test('a token makes no token with more than itself', async () => {
  const { ports } = await makeWorld()
  const maker = tokenActor(['tokens:write', 'accounts:read'])
  const expiresAtMs = ports.clock.nowMs() + 1000
  for (const permission of permissions) {
    const made = await addToken(ports, maker, {
      name: 'x',
      permissions: ['accounts:read', permission],
      expiresAtMs,
    })
    const has = permission === 'tokens:write' || permission === 'accounts:read'
    assert.equal(made.ok, has, permission)
    if (!made.ok) assert.deepEqual(made.refusal, { reason: 'not_permitted', permission })
  }
})

test('a token gives no role that has more than itself, and takes none from whoever has', async () => {
  const world = await makeWorld()
  const owner = await account(world, 'owner', 'owner')
  await account(world, 'second', 'owner')
  const somebody = await account(world, 'somebody')
  const bare = tokenActor(['admins:write'])
  for (const role of roles) {
    const put = await putAdmin(world.ports, bare, { accountId: somebody, role })
    assert.equal(reasonOf(put), 'not_permitted', role)
  }
  const desk = tokenActor(['admins:write', ...permissionsOf.help_desk])
  must(await putAdmin(world.ports, desk, { accountId: somebody, role: 'help_desk' }))
  assert.equal(
    reasonOf(await putAdmin(world.ports, desk, { accountId: somebody, role: 'admin' })),
    'not_permitted',
  )
  assert.equal(
    reasonOf(await putAdmin(world.ports, desk, { accountId: owner, role: 'help_desk' })),
    'not_permitted',
  )
  assert.equal(reasonOf(await removeAdmin(world.ports, desk, { accountId: owner })), 'not_permitted')
  must(await removeAdmin(world.ports, desk, { accountId: somebody }))
})

test('nobody but an owner gives roles: not themselves either', async () => {
  const world = await makeWorld()
  await account(world, 'owner', 'owner')
  for (const role of ['admin', 'help_desk', 'auditor'] as const) {
    const accountId = await account(world, role, role)
    const put = await putAdmin(world.ports, adminActor(accountId, role), { accountId, role: 'owner' })
    assert.equal(reasonOf(put), 'not_permitted')
    assert.equal((await world.ports.storage.read.admins.of(accountId))?.role, role)
  }
})

test('the last owner is not removed, demoted, suspended or deleted, by anybody', async () => {
  const world = await makeWorld()
  const accountId = await account(world, 'owner', 'owner')
  for (const actor of [operator, adminActor(accountId, 'owner'), tokenActor(permissions)]) {
    assert.equal(reasonOf(await removeAdmin(world.ports, actor, { accountId })), 'conflict')
    assert.equal(reasonOf(await putAdmin(world.ports, actor, { accountId, role: 'admin' })), 'conflict')
    assert.equal(reasonOf(await suspendAccount(world.ports, actor, { id: accountId })), 'conflict')
    assert.equal(reasonOf(await deleteAccount(world.ports, actor, { id: accountId })), 'conflict')
  }
  assert.equal(await world.ports.storage.read.admins.owners(), 1)
})

test('a second owner who is suspended does not make the first one dispensable', async () => {
  const world = await makeWorld()
  const first = await account(world, 'first', 'owner')
  const second = await account(world, 'second', 'owner')
  must(await suspendAccount(world.ports, operator, { id: second }))
  assert.equal(reasonOf(await removeAdmin(world.ports, operator, { accountId: first })), 'conflict')
  must(await removeAdmin(world.ports, operator, { accountId: second }))
})

test('two owners who remove each other at the same moment leave one', async () => {
  const world = await makeWorld()
  const [a, b] = [await account(world, 'a', 'owner'), await account(world, 'b', 'owner')]
  const results = await Promise.all([
    removeAdmin(world.ports, adminActor(a, 'owner'), { accountId: b }),
    removeAdmin(world.ports, adminActor(b, 'owner'), { accountId: a }),
    putAdmin(world.ports, adminActor(a, 'owner'), { accountId: b, role: 'auditor' }),
    suspendAccount(world.ports, adminActor(b, 'owner'), { id: a }),
  ])
  assert.ok(results.some(({ ok }) => !ok))
  assert.equal(await world.ports.storage.read.admins.owners(), 1)
})

test('a token is good for what its row says now: revoked or expired it opens nothing, and a wrong secret never', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const expiresAtMs = clock.nowMs() + 1000
  const { secret, token } = must(
    await addToken(ports, operator, { name: 'x', permissions: ['accounts:read'], expiresAtMs }),
  )
  must(await authenticateToken(ports, secret))
  const last = secret.at(-1) === 'A' ? 'E' : 'A'
  for (const wrong of [
    `${secret.slice(0, -1)}${last}`,
    secret.replace(token.id, '0'.repeat(16)),
    `${secret}A`,
    '',
  ])
    assert.equal(reasonOf(await authenticateToken(ports, wrong)), 'credentials_wrong')
  clock.advance(999)
  must(await authenticateToken(ports, secret))
  clock.advance(1)
  assert.equal(reasonOf(await authenticateToken(ports, secret)), 'credentials_wrong')
})

test('whoever is dismissed, demoted or suspended does not live on in the tokens they made', async () => {
  const world = await makeWorld()
  const { ports } = world
  await account(world, 'boss', 'owner')
  const accountId = await account(world, 'leaver', 'owner')
  const given = {
    permissions: ['tokens:write', 'accounts:read'] as const,
    expiresAtMs: ports.clock.nowMs() + 1000,
  }
  const { secret } = must(await addToken(ports, adminActor(accountId, 'owner'), { name: 'own', ...given }))
  const first = must(await authenticateToken(ports, secret))
  const child = must(await addToken(ports, first, { name: 'child', ...given })).secret
  const rights = async (text: string): Promise<readonly string[]> => {
    const found = await authenticateToken(ports, text)
    return found.ok && found.value.kind === 'token' ? found.value.permissions : []
  }
  assert.deepEqual(await rights(child), given.permissions)

  must(await putAdmin(ports, operator, { accountId, role: 'help_desk' }))
  for (const text of [secret, child]) assert.deepEqual(await rights(text), ['accounts:read'])
  must(await suspendAccount(ports, operator, { id: accountId }))
  for (const text of [secret, child]) assert.deepEqual(await rights(text), [])
  must(await resumeAccount(ports, operator, { id: accountId }))
  must(await removeAdmin(ports, operator, { accountId }))
  for (const text of [secret, child]) assert.deepEqual(await rights(text), [])
})

test('a token that is revoked takes the tokens along that it made; one of the operator stands by itself', async () => {
  const { ports } = await makeWorld()
  const given = {
    permissions: ['tokens:write', 'accounts:read'] as const,
    expiresAtMs: ports.clock.nowMs() + 1000,
  }
  const own = must(await addToken(ports, operator, { name: 'own', ...given }))
  const actor = must(await authenticateToken(ports, own.secret))
  const child = must(await addToken(ports, actor, { name: 'child', ...given }))
  must(await authenticateToken(ports, child.secret))
  must(await revokeToken(ports, operator, { id: own.token.id }))
  assert.equal(reasonOf(await authenticateToken(ports, child.secret)), 'credentials_wrong')
})
