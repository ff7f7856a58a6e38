// The thief's address stays: whoever got into an account puts their own address in the place of its owner's. The owner hears of it at
// the former one and says "this wasn't me". Let in again, the account would tell the thief everything that happens to it, with the
// word that stops it, and send them its next invitation.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeMyContact } from '@countersign/server/flows/me/contact'
import { stopAccount } from '@countersign/server/flows/not-me/stop-account'
import { notify } from '@countersign/server/flows/notices'
import { takeOver } from '../support/onboarding.js'
import { accountOf } from '../support/set-up-world.js'
import { signedIn } from '../support/sign-in.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice } from '../support/test-world.js'

const DAY_MS = 86_400_000

async function withThief(): Promise<World> {
  const world = await makeWorld()
  await takeOver(world.ports, ['user_id,email', 'alice,alice@example.org'])
  const phone = await pairedDevice(world)
  world.clock.advance(DAY_MS)
  const { session } = await signedIn(world, 'person', phone)
  await notifyOf(world, 'recovery_started')
  world.clock.advance(60_000)
  const { revision, locale } = await accountOf(world)
  const contact = { emails: ['thief@example.net'], locale }
  must(await changeMyContact(world.ports, session, { contact, revision }))
  return world
}

async function notifyOf(world: World, kind: 'recovery_started' | 'codes_blocked'): Promise<void> {
  const { id } = await accountOf(world)
  await world.ports.storage.transaction((stores) => notify(world.ports, stores, id, kind, {}))
}

async function disown(world: World, kind: string): Promise<readonly string[]> {
  const { id: accountId } = await accountOf(world)
  const told = await world.ports.storage.read.notices.ofAccount(accountId, 20)
  const { id: noticeId } = told.find((each) => each.kind === kind) ?? assert.fail(kind)
  must(await stopAccount(world.ports, { accountId, noticeId, by: 'not-me-link' }))
  return (await accountOf(world)).emails
}

for (const kind of ['addresses_changed', 'recovery_started'])
  test(`[NM2] an address that came after ${kind} is told nothing more`, async () => {
    assert.deepEqual(await disown(await withThief(), kind), [])
  })

test('[NM2] addresses that were there before stay', async () => {
  const world = await withThief()
  world.clock.advance(DAY_MS)
  const { id } = await accountOf(world)
  await world.ports.storage.transaction((stores) => notify(world.ports, stores, id, 'backup_code_used', {}))
  assert.deepEqual(await disown(world, 'backup_code_used'), ['thief@example.net'])
})
