// A freed name: an account is deleted and somebody else gets its user ID. Whatever the former person still holds, a browser that is
// signed in, one that is known, a link with its start code, a ticket, a phone, must not lead into the new account.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import { isKnown } from '@countersign/server/flows/access/known-browser'
import { findSession } from '@countersign/server/flows/access/sessions'
import { deleteAccount } from '@countersign/server/flows/admin/account-standing'
import { addAccountByAdmin } from '@countersign/server/flows/admin/accounts'
import { checkInvitation } from '@countersign/server/flows/invite/accept-invitation'
import { invitedBySheet } from '../support/invited.js'
import { OPERATOR } from '../support/onboarding.js'
import { signedIn } from '../support/sign-in.js'
import { makeWorld, must, offeredPairing, pairedDevice, reasonOf } from '../support/test-world.js'

test('what a person held before opens nothing of whoever has the user ID next', async () => {
  const world = await makeWorld()
  const { ports } = world
  const invitee = await invitedBySheet(world, 'bob')
  const phone = await pairedDevice(world)
  const { secret, known } = await signedIn(world, 'person', phone)
  assert.ok(await isKnown(ports, 'alice', known))
  const ticket = await offeredPairing(world, 'alice')
  for (const name of ['alice', 'bob']) {
    const { id } = (await ports.storage.read.accounts.byLoginName(name)) ?? assert.fail(name)
    must(await deleteAccount(ports, OPERATOR, { id }))
    must(await addAccountByAdmin(ports, OPERATOR, { userId: name }))
  }
  assert.equal(reasonOf(await findSession(ports, 'person', secret)), 'credentials_wrong')
  assert.equal(await isKnown(ports, 'alice', known), false)
  assert.equal(reasonOf(await acceptPairing(ports, ticket.body)), 'ticket_invalid')
  const opened = await checkInvitation(ports, invitee.secret, invitee.startCode)
  assert.equal(reasonOf(opened), 'invitation_refused')
  assert.equal((await ports.storage.read.devices.byId(phone.id))?.state, 'revoked')
  const fresh = (await ports.storage.read.accounts.withDevices('alice')) ?? assert.fail('no account')
  assert.deepEqual(fresh.devices, [])
})
