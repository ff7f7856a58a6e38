// An app that enrols somebody else: whoever has the key of an app that may enrol names an ID that is there already, so that the phone
// which they hold becomes that person's second factor at every app. Whatever the account has or lacks, and however the name is spelled,
// it is refused in one sentence, nothing of the account changes, and the audit has the try.
import assert from 'node:assert/strict'
import test from 'node:test'
import { addAccount } from '@countersign/server/flows/accounts'
import { addScimUser } from '@countersign/server/flows/admin/scim-users'
import { makeBackupCodes } from '@countersign/server/flows/codes/backup-codes'
import { createTicket } from '@countersign/server/flows/create-ticket'
import { remove } from '@countersign/server/flows/directory/remove'
import { beginSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { enrolled, enrolWhole, enrolWorld, nearlyEnrolled } from '../support/enrol-world.js'
import { invitedBySheet } from '../support/invited.js'
import { takeOver } from '../support/onboarding.js'
import { editAccount, groupOf, operator } from '../support/policy-world.js'
import { accountOf, auditOf, BROWSER, leadToSetUp, offered, secretIn } from '../support/set-up-world.js'
import type { World } from '../support/test-world.js'
import { must, pairedDevice, reasonOf } from '../support/test-world.js'

const add = (world: World) => addAccount(world.ports, { userId: 'anna' })
const provider = { kind: 'token', tokenId: 't', name: 'provider', permissions: ['scim:write'] } as const

const somebody: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  'with a phone': (world) => pairedDevice(world, 'anna'),
  'whose phone may only deny': async (world) => {
    const { id } = await pairedDevice(world, 'anna')
    await world.ports.storage.transaction(({ devices }) =>
      devices.changeState(id, ['active'], 'suspended', world.ports.clock.nowMs()),
    )
  },
  'whose only phone was removed': async (world) => {
    const { id } = await pairedDevice(world, 'anna')
    await world.ports.storage.transaction(({ devices }) =>
      devices.changeState(id, ['active'], 'revoked', world.ports.clock.nowMs()),
    )
  },
  'with nothing at all, made by an admin': add,
  'from a list': (world) => takeOver(world.ports, ['user_id', 'anna']),
  'from an identity provider': async (world) => {
    const user = { userName: 'anna', displayName: '', active: true, emails: [], locale: 'en' } as const
    must(await addScimUser(world.ports, provider, { user: { ...user, externalId: 'x1' } }))
  },
  'who was invited': (world) => invitedBySheet(world, 'anna'),
  'for whom an admin begins to pair': async (world) => {
    await add(world)
    must(await createTicket(world.ports, 'anna'))
  },
  'by an alias': (world) => addAccount(world.ports, { userId: 'anna.meier@example.org', aliases: ['anna'] }),
  'with printed codes': async (world) => {
    await add(world)
    must(await makeBackupCodes(world.ports, (await accountOf(world, 'anna')).id, operator))
  },
  'with a role': async (world) => {
    await add(world)
    const { id: accountId } = await accountOf(world, 'anna')
    const admin = { accountId, role: 'auditor', createdAtMs: 0, createdBy: 'operator' } as const
    await world.ports.storage.transaction(({ admins }) => admins.put(admin))
  },
  'in a group': async (world) => {
    await add(world)
    await groupOf(world, 'Staff', ['anna'])
  },
  'who is suspended': async (world) => {
    await add(world)
    await editAccount(world, 'anna', { state: 'suspended' })
  },
  'whom a login leads to the set-up': async (world) => {
    await add(world)
    await leadToSetUp(world)
    await offered(world, { userId: 'anna' })
  },
  'who was enrolled, and has the phone': enrolWhole,
  'who was enrolled, and whose phone was removed since': async (world) => {
    const { phone } = await enrolWhole(world)
    await world.ports.storage.transaction(async ({ devices, backupCodes }) => {
      await devices.changeState(phone.id, ['active'], 'revoked', world.ports.clock.nowMs())
      await backupCodes.removeOf(phone.accountId)
    })
  },
}

for (const [title, make] of Object.entries(somebody))
  test(`[EN4] the ID of somebody ${title} is taken, and nothing of theirs changes`, async () => {
    const world = await enrolWorld()
    await make(world)
    const { storage } = world.ports
    const found = (await storage.read.accounts.withDevices('anna')) ?? assert.fail('nobody')
    const offers = (await auditOf(world, 'enrolment.begun')).length
    for (const userId of ['anna', 'Anna', 'ＡＮＮＡ'.normalize('NFKC')])
      assert.equal(reasonOf(await enrolled(world, { userId, displayName: 'Mallory' })), 'user_id_taken')
    assert.deepEqual(await storage.read.accounts.withDevices('anna'), found)
    assert.equal((await auditOf(world, 'enrolment.begun')).length, offers)
    const tries = await auditOf(world, 'enrolment.refused')
    assert.equal(tries.length, 3)
    for (const { accountId, appId } of tries)
      assert.deepEqual([accountId, appId], [found.account.id, world.app.id])
  })

test('[EN4] a set-up that a login began goes on, whatever an app tries meanwhile', async () => {
  const world = await enrolWorld()
  await add(world)
  await leadToSetUp(world)
  const secret = await offered(world, { userId: 'anna' })
  assert.equal(reasonOf(await enrolled(world)), 'user_id_taken')
  must(await beginSetUp(world.ports, { secret, browserSecret: undefined, browser: BROWSER }))
})

test('[EN2] the name of a deleted account is free: whoever is enrolled with it is somebody else, and gets nothing of the former', async () => {
  const world = await enrolWorld()
  const { ports } = world
  const phone = await pairedDevice(world, 'anna')
  const before = await accountOf(world, 'anna')
  await ports.storage.transaction(async (stores) => must(await remove(ports, stores, operator, before.id)))
  must(await enrolled(world))
  const after = await accountOf(world, 'anna')
  assert.notEqual(after.id, before.id, 'an app that knows accountId tells them apart')
  assert.equal((await ports.storage.read.accounts.byId(before.id))?.state, 'deleted')
  assert.deepEqual(await ports.storage.read.devices.ofAccount(after.id), [])
  assert.equal((await ports.storage.read.devices.byId(phone.id))?.state, 'revoked')
})

test('[EN3] an enrolment that was under way when its account was deleted is over, also when the name is enrolled again', async () => {
  const world = await enrolWorld()
  const { ports } = world
  const { browser } = await nearlyEnrolled(world)
  const { id } = await accountOf(world, 'anna')
  await ports.storage.transaction(async (stores) => must(await remove(ports, stores, operator, id)))
  const secret = secretIn(must(await enrolled(world)).link)
  const given = { secret, browserSecret: browser, browser: BROWSER }
  const { body, browserSecret } = must(await beginSetUp(ports, given))
  assert.notDeepEqual(browserSecret, browser)
  assert.equal(body.hasBackupCodes, false)
  assert.deepEqual(await ports.storage.read.devices.ofAccount((await accountOf(world, 'anna')).id), [])
})
