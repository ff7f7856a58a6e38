// Raising oneself: who may invite people reads links and start codes. Were the account an owner's who has no phone (yet, or any
// more), whoever reads them would pair a phone of their own and sign in as the owner. Here nobody invites, reminds, prints,
// reads codes of, or changes by a list an account whose role is above their own.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { Actor } from '@countersign/server/core/permissions'
import { startImport } from '@countersign/server/flows/admin/imports'
import {
  printInvitations,
  revokeInvitation,
  showStartCodes,
} from '@countersign/server/flows/admin/invitations'
import { invite } from '@countersign/server/flows/admin/invite'
import { readImport } from '@countersign/server/flows/admin/read-import'
import { setUpMail } from '../support/invited.js'
import { faultsOf, OPERATOR, runImports, takeOver } from '../support/onboarding.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, reasonOf } from '../support/test-world.js'

const token: Actor = {
  kind: 'token',
  tokenId: 't',
  name: 'import',
  permissions: ['onboarding:read', 'onboarding:write'],
}

async function ownerWithoutPhone(world: World): Promise<AccountId> {
  await takeOver(world.ports, ['user_id,email', 'boss,boss@example.org'])
  const account = await world.ports.storage.read.accounts.byLoginName('boss')
  assert.ok(account)
  const createdAtMs = world.clock.nowMs()
  await world.ports.storage.transaction(({ admins }) =>
    admins.put({ accountId: account.id, role: 'owner', createdAtMs, createdBy: 'operator' }),
  )
  return account.id
}

test('an owner without a phone is invited by nobody below', async () => {
  const world = await makeWorld()
  const id = await ownerWithoutPhone(world)
  const admin: Actor = {
    kind: 'admin',
    freshUntilMs: Number.MAX_SAFE_INTEGER,
    accountId: id,
    userId: 'admin',
    role: 'admin',
  }
  for (const actor of [token, admin]) {
    const { ids, leftOut } = must(
      await invite(world.ports, actor, { select: { accountIds: [id] }, channel: 'sheet' }),
    )
    assert.deepEqual([ids, leftOut.notPermitted], [[], 1])
  }
})

test('what an owner was invited with by somebody who may is shown to nobody below', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  const id = await ownerWithoutPhone(world)
  const mailed = must(
    await invite(world.ports, OPERATOR, { select: { accountIds: [id] }, channel: 'mail' }),
  ).ids
  assert.deepEqual(must(await showStartCodes(world.ports, token, { ids: mailed })), [])
  assert.equal(must(await showStartCodes(world.ports, OPERATOR, { ids: mailed })).length, 1)
  assert.equal(reasonOf(await revokeInvitation(world.ports, token, { id: mailed[0] ?? '' })), 'not_permitted')
  must(await revokeInvitation(world.ports, OPERATOR, { id: mailed[0] ?? '' }))
  const printed = must(
    await invite(world.ports, OPERATOR, { select: { accountIds: [id] }, channel: 'sheet' }),
  ).ids
  assert.deepEqual(must(await printInvitations(world.ports, token, { ids: printed })), [])
})

test('a list turns no notices of an owner to another address, whoever looked at it before', async () => {
  const world = await makeWorld()
  const id = await ownerWithoutPhone(world)
  const bytes = new TextEncoder().encode('user_id,email\nboss,thief@example.org\n')
  const upload = async (): Promise<Uint8Array> => bytes
  const { job } = must(await readImport(world.ports, token, { name: 'x', upload }))
  assert.deepEqual(await faultsOf(world.ports, job), ['2:1 not_permitted'])
  // Looked at by somebody who may, started by somebody who may not.
  const seen = must(await readImport(world.ports, OPERATOR, { name: 'x', upload })).job
  assert.deepEqual(await faultsOf(world.ports, seen), [])
  must(await startImport(world.ports, token, { id: seen.id, options: {} }))
  await runImports(world.ports)
  assert.deepEqual((await world.ports.storage.read.accounts.byId(id))?.emails, ['boss@example.org'])
})
