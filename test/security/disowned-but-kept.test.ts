// What a thief keeps after "this wasn't me": a way in that began long before it was told (a phone accepted at the first minute and
// confirmed at the last, backup codes made first in a set-up), or one whose notice is disowned when the account is stopped already,
// by an admin or by the word about a later notice. Once an admin lets the account in again, none of them may open it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fromBase64Url } from '@countersign/protocol'
import type { NoticeKind } from '@countersign/protocol/me'
import { suspendAccount } from '@countersign/server/flows/admin/account-standing'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { createTicket } from '@countersign/server/flows/create-ticket'
import { lookUpNotMe, stopByLink } from '@countersign/server/flows/not-me/not-me-link'
import { stopAccount } from '@countersign/server/flows/not-me/stop-account'
import { notify } from '@countersign/server/flows/notices'
import { confirmSetUpPairing } from '@countersign/server/flows/set-up/pair-first-phone'
import { mailsOf, phoneTakes, setUpMail } from '../support/invited.js'
import { OPERATOR, takeOver } from '../support/onboarding.js'
import { accountOf, answeredBy, setUpWorld, withCodes } from '../support/set-up-world.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice } from '../support/test-world.js'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

async function disown(world: World, kind: NoticeKind): Promise<void> {
  const { id: accountId } = await accountOf(world)
  const told = await world.ports.storage.read.notices.ofAccount(accountId, 20)
  const notice = told.find((each) => each.kind === kind) ?? assert.fail(`no ${kind}`)
  must(await stopAccount(world.ports, { accountId, noticeId: notice.id, by: 'not-me-link' }))
}

async function livingPhones(world: World): Promise<number> {
  const { id } = await accountOf(world)
  const devices = await world.ports.storage.read.devices.ofAccount(id)
  return devices.filter(({ state }) => state !== 'revoked').length
}

test('[NM2] backup codes that were made early in a set-up go with the phone that ended it', async () => {
  const world = await setUpWorld()
  const thief = await withCodes(world)
  world.clock.advance(25 * MINUTE_MS)
  const { confirmation } = await answeredBy(world, thief.browser)
  must(await confirmSetUpPairing(world.ports, thief.browser, confirmation))
  await disown(world, 'device_added')
  const { id } = await accountOf(world)
  assert.deepEqual(await world.ports.storage.read.backupCodes.ofAccount(id), [])
})

test('[NM2] a phone that was accepted at once and confirmed at the last moment goes', async () => {
  const world = await makeWorld()
  await takeOver(world.ports, ['user_id', 'alice'])
  const { ticketId, link } = must(await createTicket(world.ports, 'alice'))
  const { confirmation } = await phoneTakes(world, 'alice', link)
  world.clock.advance(20 * MINUTE_MS - 1)
  must(await confirmPairing(world.ports, ticketId, confirmation))
  await disown(world, 'device_added')
  assert.equal(await livingPhones(world), 0)
})

test('[NM2] the word about an earlier notice reaches as far when the account is stopped already', async () => {
  const world = await makeWorld()
  await takeOver(world.ports, ['user_id', 'alice'])
  await pairedDevice(world)
  world.clock.advance(DAY_MS)
  const { id } = await accountOf(world)
  await world.ports.storage.transaction((stores) => notify(world.ports, stores, id, 'bypass_code_used', {}))
  await pairedDevice(world)
  world.clock.advance(DAY_MS)
  await world.ports.storage.transaction((stores) => notify(world.ports, stores, id, 'backup_code_used', {}))
  // The thief's own phone can say it, too: first, and of what came last.
  await disown(world, 'backup_code_used')
  assert.equal(await livingPhones(world), 2)
  await disown(world, 'bypass_code_used')
  assert.equal(await livingPhones(world), 1)
  await disown(world, 'bypass_code_used')
  const told = await world.ports.storage.read.notices.ofAccount(id, 20)
  assert.equal(told.filter(({ kind }) => kind === 'account_stopped').length, 1)
})

test('[NM2] what the word takes back goes also from an account that an admin suspended first', async () => {
  const world = await makeWorld()
  await takeOver(world.ports, ['user_id', 'alice'])
  await pairedDevice(world)
  must(await suspendAccount(world.ports, OPERATOR, { id: (await accountOf(world)).id }))
  await disown(world, 'device_added')
  assert.equal(await livingPhones(world), 0)
})

test('[NM2] the page of an earlier mail still offers the word, until there is nothing left to take back', async () => {
  const world = await makeWorld()
  await setUpMail(world.ports)
  await takeOver(world.ports, ['user_id,email', 'alice,alice@example.org'])
  await pairedDevice(world)
  const [mail] = await mailsOf(world.ports)
  const secret = fromBase64Url(/\/not-me\/#([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '')
  if (secret === undefined) assert.fail('no link')
  must(await suspendAccount(world.ports, OPERATOR, { id: (await accountOf(world)).id }))
  assert.equal(must(await lookUpNotMe(world.ports, secret)).stopped, false)
  assert.equal(must(await stopByLink(world.ports, secret)).stopped, true)
  assert.equal(must(await lookUpNotMe(world.ports, secret)).stopped, true)
})
