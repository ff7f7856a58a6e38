// Inheriting a role: whoever may invite or pair people below them begins with an account that has no role yet, keeps the link, the
// start code, the ticket or a code that they told, and waits until the account is made an owner. What was begun below must then lead nowhere.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { parsePairingLink } from '@countersign/protocol'
import type { Actor } from '@countersign/server/core/permissions'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import { confirmPairingByAdmin, startPairing } from '@countersign/server/flows/admin/account-devices'
import { putAdmin } from '@countersign/server/flows/admin/admins'
import { makeBypassCode } from '@countersign/server/flows/admin/bypass-codes'
import { resumeDevice, revokeDevice } from '@countersign/server/flows/change-device'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { checkInvitation, confirmInvitation } from '@countersign/server/flows/invite/accept-invitation'
import { codeWorld, why } from '../support/code-world.js'
import { checked, invitedBySheet, phoneTakes } from '../support/invited.js'
import { OPERATOR } from '../support/onboarding.js'
import type { World } from '../support/test-world.js'
import { acceptanceBy, bytesOf, makeWorld, must, pairedDevice, reasonOf } from '../support/test-world.js'

const helpDesk: Actor = {
  kind: 'token',
  tokenId: 't',
  name: 'help desk',
  permissions: ['accounts:read', 'accounts:pair'],
}

async function idOf({ ports }: World, name: string): Promise<AccountId> {
  return (await ports.storage.read.accounts.byLoginName(name))?.id ?? assert.fail(name)
}

async function promote(world: World, name: string): Promise<void> {
  must(await putAdmin(world.ports, OPERATOR, { accountId: await idOf(world, name), role: 'owner' }))
}

test('an invitation from before the role opens nothing after it', async () => {
  const world = await makeWorld()
  const { secret, startCode } = await invitedBySheet(world)
  await promote(world, 'alice')
  assert.equal(reasonOf(await checkInvitation(world.ports, secret, startCode)), 'invitation_refused')
})

test('[BY4] a code that the help desk told before the role lets nobody in after it', async () => {
  const codes = await codeWorld()
  const desk: Actor = { kind: 'token', tokenId: 't', name: 'help desk', permissions: ['accounts:bypass'] }
  const { accountId } = codes
  const { code } = must(await makeBypassCode(codes.world.ports, desk, { accountId, reason: 'phone lost' }))
  await promote(codes.world, 'alice')
  assert.equal(why(await codes.typed(code)), 'wrong')
})

test('an invitation that was taken up to the last step before the role is not confirmed after it', async () => {
  const world = await makeWorld()
  const invitee = await invitedBySheet(world)
  const { ticket, pairingToken } = await checked(world, invitee)
  const { confirmation } = await phoneTakes(world, 'alice', ticket.link)
  await promote(world, 'alice')
  const late = await confirmInvitation(world.ports, bytesOf(pairingToken), confirmation)
  assert.equal(reasonOf(late), 'invitation_refused')
  const devices = await world.ports.storage.read.devices.ofAccount(await idOf(world, 'alice'))
  assert.deepEqual(
    devices.filter(({ state }) => state === 'active'),
    [],
  )
})

test('a ticket that the help desk made before the role is not theirs to confirm after it, not even at the same moment', async () => {
  const world = await makeWorld()
  const { ports } = world
  await pairedDevice(world)
  const accountId = await idOf(world, 'alice')
  const { ticketId, link } = must(await startPairing(ports, helpDesk, { accountId }))
  const parsed = parsePairingLink(link) ?? assert.fail('no link')
  const offered = await acceptanceBy(world, 'alice', ticketId, parsed.ticketSecret)
  const { confirmation } = must(await acceptPairing(ports, offered.body))
  await promote(world, 'alice')
  const byAction = await confirmPairingByAdmin(ports, helpDesk, { ticketId, confirmation })
  assert.equal(reasonOf(byAction), 'not_permitted')
  // As if the look at the role had been just before it was given: the transaction looks again.
  assert.equal(reasonOf(await confirmPairing(ports, ticketId, confirmation, helpDesk)), 'not_permitted')
})

test('phones are not removed or resumed by somebody who could do so until a moment ago', async () => {
  const world = await makeWorld()
  const device = await pairedDevice(world)
  await promote(world, 'alice')
  for (const change of [revokeDevice, resumeDevice])
    assert.equal(reasonOf(await change(world.ports, device.id, helpDesk)), 'not_permitted')
})
