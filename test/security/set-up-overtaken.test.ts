// A set-up that was overtaken: between its link and its end lie minutes, and in them the person can be invited and pair a phone, be
// given codes by the help desk, be suspended, deleted or made an admin; an admin can change the policies, or end the app. Whoever
// began before, with nothing but a password, must not add a phone to what the account has become: each step looks at all of it again,
// the last one in the transaction that counts.
import assert from 'node:assert/strict'
import test from 'node:test'
import { makeBackupCodes } from '@countersign/server/flows/codes/backup-codes'
import { remove } from '@countersign/server/flows/directory/remove'
import { resume, suspend } from '@countersign/server/flows/directory/suspend'
import { makeSetUpCodes } from '@countersign/server/flows/set-up/backup-codes-first'
import { showSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { beginSetUpPairing, confirmSetUpPairing } from '@countersign/server/flows/set-up/pair-first-phone'
import { sampleTotp } from '../contract/store-totps.js'
import { policyBody } from '../support/policies.js'
import { editAccount, operator, setPolicies } from '../support/policy-world.js'
import {
  accountOf,
  answeredBy,
  askedAtLogin,
  leadToSetUp,
  setUpWorld,
  withCodes,
} from '../support/set-up-world.js'
import type { World } from '../support/test-world.js'
import { must, pairedDevice, reasonOf } from '../support/test-world.js'

const meanwhile: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  'a phone was paired by an invitation': (world) => pairedDevice(world),
  'the help desk set an app with codes up': async (world) => {
    const { id } = await accountOf(world)
    await world.ports.storage.transaction(({ totps }) => totps.add(sampleTotp(id, { state: 'active' })))
  },
  'the help desk printed backup codes': async (world) =>
    must(await makeBackupCodes(world.ports, (await accountOf(world)).id, operator)),
  'the account was suspended': (world) => editAccount(world, 'alice', { state: 'suspended' }),
  'the account was suspended and let in again': async (world) => {
    const { id } = await accountOf(world)
    await world.ports.storage.transaction(async (stores) => {
      must(await suspend(world.ports, stores, operator, id))
      must(await resume(world.ports, stores, operator, id))
    })
  },
  'the account was deleted': async (world) => {
    const { id } = await accountOf(world)
    await world.ports.storage.transaction(async (stores) =>
      must(await remove(world.ports, stores, operator, id)),
    )
  },
  'she became an admin': async (world) => {
    const { id: accountId } = await accountOf(world)
    const admin = { accountId, role: 'help_desk', createdAtMs: 0, createdBy: 'operator' } as const
    await world.ports.storage.transaction(({ admins }) => admins.put(admin))
  },
  'people are invited now': (world) => leadToSetUp(world, { setUp: 'by_invitation' }),
  'a second factor is optional now': (world) => leadToSetUp(world, { requirement: 'optional' }),
  'the app was suspended': (world) =>
    world.ports.storage.transaction(({ apps }) => apps.save({ ...world.app, state: 'suspended' })),
}

for (const [title, happen] of Object.entries(meanwhile)) {
  test(`[SU4] ${title}: the set-up goes no further, from wherever it was`, async () => {
    const world = await setUpWorld()
    const { ports } = world
    const { browser } = await withCodes(world)
    const { confirmation } = await answeredBy(world, browser)
    const { id } = await accountOf(world)
    const before = await happen(world)
    for (const refused of [
      await confirmSetUpPairing(ports, browser, confirmation),
      await beginSetUpPairing(ports, browser),
      await makeSetUpCodes(ports, browser),
      await showSetUp(ports, browser),
    ])
      assert.equal(reasonOf(refused), 'link_invalid')
    const active = (await ports.storage.read.devices.ofAccount(id)).filter(({ state }) => state === 'active')
    assert.equal(active.length, title.startsWith('a phone') ? 1 : 0)
    const waiting = (await ports.storage.read.backupCodes.ofAccount(id)).filter(
      ({ state }) => state === 'active',
    )
    assert.equal(waiting.length, title.includes('backup') ? 10 : 0, String(before))
  })
}

test('[SU4] what happens in the very moment of the confirmation counts as well', async () => {
  const world = await setUpWorld()
  const { ports } = world
  const { browser } = await withCodes(world)
  const { confirmation } = await answeredBy(world, browser)
  const { id } = await accountOf(world)
  // Whatever is read before the transaction is as it was; the transaction finds another account.
  let overtaken = false
  const storage: typeof ports.storage = {
    ...ports.storage,
    read: ports.storage.read,
    async transaction(work) {
      if (!overtaken) {
        overtaken = true
        await ports.storage.transaction(({ totps }) => totps.add(sampleTotp(id, { state: 'active' })))
      }
      return ports.storage.transaction(work)
    },
  }
  const confirmed = await confirmSetUpPairing({ ...ports, storage }, browser, confirmation)
  assert.equal(reasonOf(confirmed), 'link_invalid')
  assert.deepEqual([(await accountOf(world)).activeDevices, (await accountOf(world)).activeTotps], [0, 1])
})

test('[SU4] an hour of a policy that passes during a set-up does not end it, but leads nobody there any more', async () => {
  const world = await setUpWorld()
  const midnight = new Date(world.ports.clock.nowMs())
  assert.deepEqual([midnight.getUTCDay(), midnight.getUTCHours()], [4, 0])
  const times = [{ days: ['thu' as const], from: '00:00', to: '00:05', timeZone: 'UTC' }]
  await setPolicies(world, [policyBody({ says: { setUp: 'at_login' }, when: { times } })])
  const { browser } = await withCodes(world)
  const { confirmation } = await answeredBy(world, browser)
  world.clock.advance(600_000)
  assert.ok('challengeId' in (await askedAtLogin(world)))
  must(await confirmSetUpPairing(world.ports, browser, confirmation))
})
