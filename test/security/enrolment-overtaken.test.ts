// An enrolment that was overtaken: between its link and its end lie minutes, and in them an admin can take the app's right away, switch
// it off, or do something with the account that the app made: give it another name, a role, codes, an invitation, a phone. From then on
// it is not the app's any more: neither the browser that has begun, nor the app that asks again, binds a phone to what it has become,
// also when what the admin did is undone or used up.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { startPairing } from '@countersign/server/flows/admin/account-devices'
import {
  deleteAccount,
  disableSecondFactor,
  enableSecondFactor,
  resumeAccount,
  suspendAccount,
} from '@countersign/server/flows/admin/account-standing'
import { editAccount } from '@countersign/server/flows/admin/accounts'
import { putAdmin, removeAdmin } from '@countersign/server/flows/admin/admins'
import { deleteApp, editApp } from '@countersign/server/flows/admin/apps'
import { makeBypassCode, revokeBypassCode } from '@countersign/server/flows/admin/bypass-codes'
import { revokeInvitation } from '@countersign/server/flows/admin/invitations'
import { invite } from '@countersign/server/flows/admin/invite'
import {
  beginTotpByAdmin,
  confirmTotpByAdmin,
  removeTotpByAdmin,
} from '@countersign/server/flows/admin/totps'
import { makeBackupCodes, removeBackupCodes } from '@countersign/server/flows/codes/backup-codes'
import { makeSetUpCodes } from '@countersign/server/flows/set-up/backup-codes-first'
import { showSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { beginSetUpPairing, confirmSetUpPairing } from '@countersign/server/flows/set-up/pair-first-phone'
import { TOTP } from 'otpauth'
import { enrolled, enrolWhole, enrolWorld, letEnrol, nearlyEnrolled } from '../support/enrol-world.js'
import { takeOver } from '../support/onboarding.js'
import { groupOf, operator } from '../support/policy-world.js'
import { accountOf } from '../support/set-up-world.js'
import type { World } from '../support/test-world.js'
import { must, pairedDevice, reasonOf } from '../support/test-world.js'

type Happening = (world: World, id: AccountId) => Promise<unknown>

async function edited({ ports }: World, id: AccountId, edit: Parameters<typeof editAccount>[2]['edit']) {
  const { revision } = (await ports.storage.read.accounts.byId(id)) ?? assert.fail('no account')
  must(await editAccount(ports, operator, { id, revision, edit }))
}

async function appEdited({ ports, app }: World, edit: Parameters<typeof editApp>[2]['edit']) {
  const { revision } = (await ports.storage.read.apps.byId(app.id)) ?? assert.fail('no app')
  must(await editApp(ports, operator, { appId: app.id, revision, edit }))
}

/** What an admin does with the account: it is taken for the app ever after. */
const toTheAccount: Readonly<Record<string, Happening>> = {
  'a note was written': (world, id) => edited(world, id, { notes: 'the new one' }),
  'it was given an alias': (world, id) => edited(world, id, { aliases: ['a.meier'] }),
  'it was renamed, and renamed back': async (world, id) => {
    await edited(world, id, { userId: 'anna.meier' })
    await edited(world, id, { userId: 'anna' })
  },
  'a phone was paired by the help desk': (world) => pairedDevice(world, 'anna'),
  'the help desk began to pair a phone': async ({ ports }, id) =>
    must(await startPairing(ports, operator, { accountId: id })),
  'she was invited': async ({ ports }, id) =>
    must(await invite(ports, operator, { select: { accountIds: [id] }, channel: 'sheet' })),
  'she was invited, and the invitation was revoked': async ({ ports }, id) => {
    const made = must(await invite(ports, operator, { select: { accountIds: [id] }, channel: 'sheet' }))
    for (const invitation of made.ids) must(await revokeInvitation(ports, operator, { id: invitation }))
  },
  'she became an admin': async ({ ports }, accountId) =>
    must(await putAdmin(ports, operator, { accountId, role: 'auditor' })),
  'she became an admin, and is none any more': async ({ ports }, accountId) => {
    must(await putAdmin(ports, operator, { accountId, role: 'auditor' }))
    must(await removeAdmin(ports, operator, { accountId }))
  },
  'the help desk printed backup codes': async ({ ports }, id) =>
    must(await makeBackupCodes(ports, id, operator)),
  'the help desk printed backup codes, and removed them': async ({ ports }, id) => {
    must(await makeBackupCodes(ports, id, operator))
    must(await removeBackupCodes(ports, id, operator))
  },
  'the help desk told a code, and revoked it': async ({ ports }, id) => {
    const made = must(
      await makeBypassCode(ports, operator, { accountId: id, minutes: 60, reason: 'phone lost' }),
    )
    must(await revokeBypassCode(ports, operator, { accountId: id, id: made.id }))
  },
  'the help desk set an app with codes up, and removed it': async ({ ports, clock }, accountId) => {
    const { id, link } = must(await beginTotpByAdmin(ports, operator, { accountId, name: 'Aegis' }))
    const secret = new URL(link).searchParams.get('secret') ?? ''
    const code = new TOTP({ secret }).generate({ timestamp: clock.nowMs() })
    must(await confirmTotpByAdmin(ports, operator, { accountId, id, code }))
    must(await removeTotpByAdmin(ports, operator, { accountId, id }))
  },
  'the second factor was turned off, and on again': async ({ ports, clock }, id) => {
    const untilMs = clock.nowMs() + 3_600_000
    must(await disableSecondFactor(ports, operator, { id, untilMs, reason: 'test' }))
    must(await enableSecondFactor(ports, operator, { id }))
  },
  'it was suspended': async ({ ports }, id) => must(await suspendAccount(ports, operator, { id })),
  'it was suspended, and let in again': async ({ ports }, id) => {
    must(await suspendAccount(ports, operator, { id }))
    must(await resumeAccount(ports, operator, { id }))
  },
  'it was put into a group': (world) => groupOf(world, 'Staff', ['anna']),
  'it is on a list of an admin, as it is': ({ ports }) => takeOver(ports, ['user_id', 'anna']),
}

/** What happens to the app, or to all of it: the browser is out; what the app may do next is its own question. */
const toTheApp: Readonly<Record<string, Happening>> = {
  'the app may not enrol any more': (world) => appEdited(world, { mayEnrol: false }),
  'the app was switched off': (world) => appEdited(world, { state: 'suspended' }),
  'the app was deleted': async ({ ports, app }) => must(await deleteApp(ports, operator, { appId: app.id })),
  'the account was deleted': async ({ ports }, id) => must(await deleteAccount(ports, operator, { id })),
}

async function isOut({ ports }: World, browser: Uint8Array, confirmation: string): Promise<void> {
  for (const refused of [
    await confirmSetUpPairing(ports, browser, confirmation),
    await beginSetUpPairing(ports, browser),
    await makeSetUpCodes(ports, browser),
    await showSetUp(ports, browser),
  ])
    assert.equal(reasonOf(refused), 'link_invalid')
}

for (const [title, happen] of Object.entries({ ...toTheAccount, ...toTheApp }))
  test(`[EN3] ${title}: the set-up goes no further, from wherever it was`, async () => {
    const world = await enrolWorld()
    const { browser, confirmation } = await nearlyEnrolled(world)
    const { id } = await accountOf(world, 'anna')
    await happen(world, id)
    await isOut(world, browser, confirmation)
    const devices = await world.ports.storage.read.devices.ofAccount(id)
    const active = devices.filter(({ state }) => state === 'active')
    assert.equal(active.length, title.startsWith('a phone was paired') ? 1 : 0)
  })

for (const [title, happen] of Object.entries(toTheAccount))
  test(`[EN2] ${title}: from then on the ID is taken for the app that made it`, async () => {
    const world = await enrolWorld()
    must(await enrolled(world))
    await happen(world, (await accountOf(world, 'anna')).id)
    assert.equal(reasonOf(await enrolled(world)), 'user_id_taken')
  })

test('[EN3] the right that was taken away and given back does not revive what ended in between, unless nobody looked', async () => {
  const world = await enrolWorld()
  const { browser } = await nearlyEnrolled(world)
  await letEnrol(world, world.app, false)
  assert.equal(reasonOf(await enrolled(world)), 'enrolment_not_allowed', 'the key was read before')
  assert.equal(reasonOf(await showSetUp(world.ports, browser)), 'link_invalid')
  await letEnrol(world, world.app)
  must(await enrolled(world))
  assert.equal(reasonOf(await showSetUp(world.ports, browser)), 'link_invalid', 'the newer link ended it')
})

test('[EN3] the right that is taken away after the phone counts opens nothing more to that browser', async () => {
  const world = await enrolWorld()
  const { browser } = await enrolWhole(world)
  must(await showSetUp(world.ports, browser))
  await letEnrol(world, world.app, false)
  assert.equal(reasonOf(await showSetUp(world.ports, browser)), 'link_invalid')
})

test('[EN3] what happens in the very moment of the confirmation, or of the call, counts as well', async () => {
  const world = await enrolWorld()
  const { ports, app } = world
  const { browser, confirmation } = await nearlyEnrolled(world)
  /** Whatever is read before the transaction is as it was; the transaction finds the app without the right. */
  const overtaken = (): typeof ports => {
    let isOver = false
    const transaction: typeof ports.storage.transaction = async (work) => {
      if (!isOver) {
        isOver = true
        await letEnrol(world, app, false)
      }
      return ports.storage.transaction(work)
    }
    return { ...ports, storage: { ...ports.storage, read: ports.storage.read, transaction } }
  }
  assert.equal(reasonOf(await confirmSetUpPairing(overtaken(), browser, confirmation)), 'link_invalid')
  assert.equal((await accountOf(world, 'anna')).activeDevices, 0)
  await letEnrol(world, app)
  const late = { ports: overtaken(), app }
  assert.equal(reasonOf(await enrolled(late, { userId: 'bert' })), 'enrolment_not_allowed')
  assert.equal(await ports.storage.read.accounts.byUserId('bert'), undefined)
})
