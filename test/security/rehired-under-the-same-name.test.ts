// The former holder of a name: an identity provider removes a person and later adds another one under the same name, which is the same
// account here. The first one kept an invitation, another name, or a time without the second factor, and gets in as the second one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '@countersign/server/core/permissions'
import { disableSecondFactor } from '@countersign/server/flows/admin/account-standing'
import { editAccount } from '@countersign/server/flows/admin/accounts'
import { addScimUser, removeScimUser } from '@countersign/server/flows/admin/scim-users'
import { checkInvitation } from '@countersign/server/flows/invite/accept-invitation'
import { giveBackupCodes, giveBypassCode } from '../support/codes-at-hand.js'
import { invitedBySheet } from '../support/invited.js'
import { OPERATOR } from '../support/onboarding.js'
import { makeWorld, must, pairedDevice, reasonOf } from '../support/test-world.js'
import { appOf } from '../support/totps.js'

const provider: Actor = { kind: 'token', tokenId: 't', name: 'provider', permissions: ['scim:write'] }

test('whoever comes next inherits no invitation, no other name, no open second factor, no notes and no notices', async () => {
  const world = await makeWorld()
  const { ports } = world
  const { secret, startCode } = await invitedBySheet(world)
  const { id } = (await ports.storage.read.accounts.byLoginName('alice')) ?? assert.fail('no account')
  const untilMs = ports.clock.nowMs() + 20 * 86_400_000
  must(await disableSecondFactor(ports, OPERATOR, { id, untilMs, reason: 'phone lost' }))
  const { revision } = (await ports.storage.read.accounts.byId(id)) ?? assert.fail('no account')
  const edit = { aliases: ['former'], notes: 'left in a quarrel' }
  must(await editAccount(ports, OPERATOR, { id, revision, edit }))
  must(await removeScimUser(ports, provider, { id, revision: undefined }))

  const user = {
    userName: 'alice',
    displayName: 'Another Alice',
    active: true,
    emails: [],
    externalId: undefined,
    locale: 'en',
  } as const
  must(await addScimUser(ports, provider, { user }))

  const account = await ports.storage.read.accounts.byId(id)
  assert.equal(account?.state, 'active')
  assert.equal(account.secondFactorOff, undefined)
  assert.equal(account.notes, '')
  assert.equal(await ports.storage.read.accounts.byLoginName('former'), undefined)
  assert.equal(reasonOf(await checkInvitation(ports, secret, startCode)), 'invitation_refused')
  assert.deepEqual(await ports.storage.read.notices.ofAccount(id, 10, undefined), [])
})

test('whoever comes next inherits no app that the former one keeps making codes with, no printed or spoken code, and no tries', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const { accountId: id } = await pairedDevice(world)
  await appOf(world, id)
  await giveBackupCodes(ports, id)
  await giveBypassCode(ports, id)
  await ports.storage.transaction(async ({ codeGuards }) => {
    const guard = await codeGuards.of(id, 'totp', 'app')
    await codeGuards.save({ ...guard, consecutiveWrong: 100 }, clock.nowMs())
  })
  must(await removeScimUser(ports, provider, { id, revision: undefined }))
  // As long as nobody has the name again, an admin may let the former one in as they were.
  assert.equal((await ports.storage.read.totps.ofAccount(id)).length, 1)
  const user = { userName: 'alice', displayName: 'Another Alice', active: true, emails: [] } as const
  must(await addScimUser(ports, provider, { user: { ...user, externalId: undefined, locale: 'en' } }))
  assert.deepEqual(await ports.storage.read.totps.ofAccount(id), [])
  assert.equal((await ports.storage.read.accounts.byId(id))?.activeTotps, 0)
  assert.deepEqual(await ports.storage.read.codeGuards.ofAccount(id), [])
  assert.deepEqual(await ports.storage.read.backupCodes.ofAccount(id), [])
  assert.deepEqual(await ports.storage.read.bypassCodes.ofAccount(id, 9), [])
})
