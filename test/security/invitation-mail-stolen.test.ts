// Stolen mail: whoever reads a person's mailbox has the invitation's link, perhaps before the person has. In other systems that
// link is the enrolment itself. Here it opens a page that says nothing; the start code, which never is in a mail, makes the
// ticket; five wrong codes end the link; and what was opened belongs to the browser that gave the code.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  checkInvitation,
  confirmInvitation,
  declineInvitation,
  invitationPairing,
  openInvitation,
} from '@countersign/server/flows/invite/accept-invitation'
import { sampleDevice } from '../contract/sample-records.js'
import { checked, invitedBySheet, phoneTakes } from '../support/invited.js'
import { bytesOf, makeWorld, must, pairedDevice, reasonOf, settled } from '../support/test-world.js'

const wrongCode = (i: number): string => String(i).padStart(8, '0')

test('the link alone learns nothing and makes no ticket', async () => {
  const world = await makeWorld()
  const { secret } = await invitedBySheet(world)
  assert.deepEqual(must(await openInvitation(world.ports)), { serverName: 'ACME', startCodeDigits: 8 })
  const guess = await checkInvitation(world.ports, secret, wrongCode(1))
  assert.deepEqual(guess, { ok: false, refusal: { reason: 'invitation_refused', because: 'start_code' } })
  // Nor is it good for the steps after the code.
  for (const step of [invitationPairing, declineInvitation])
    assert.equal(reasonOf(await step(world.ports, secret)), 'invitation_refused')
  assert.equal(reasonOf(await confirmInvitation(world.ports, secret, '123456')), 'invitation_refused')
})

test('after five wrong codes the right one opens nothing, in whatever order they came', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  for (let i = 0; i < 4; i += 1)
    assert.equal(
      reasonOf(await checkInvitation(world.ports, card.secret, wrongCode(i))),
      'invitation_refused',
    )
  // A right one in between does not begin the count anew.
  await checked(world, card)
  await checkInvitation(world.ports, card.secret, wrongCode(4))
  assert.equal(
    reasonOf(await checkInvitation(world.ports, card.secret, card.startCode)),
    'invitation_refused',
  )
  const kept = await world.ports.storage.read.invitations.byId(card.id)
  assert.deepEqual([kept?.state, kept?.sealedStartCode], ['blocked', undefined])
})

test('a hundred guesses at once are counted as a hundred', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const guesses = Array.from({ length: 100 }, (_, i) =>
    checkInvitation(world.ports, card.secret, wrongCode(i)),
  )
  for (const guess of await Promise.all(guesses)) assert.ok(!guess.ok)
  const kept = await world.ports.storage.read.invitations.byId(card.id)
  assert.deepEqual([kept?.state, kept?.wrongCodes], ['blocked', 5])
})

test('while the person pairs, the thief with the link sees nothing of it and cannot confirm', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const { ticket } = await checked(world, card)
  const { confirmation } = await phoneTakes(world, 'alice', ticket.link)
  assert.equal(reasonOf(await invitationPairing(world.ports, card.secret)), 'invitation_refused')
  assert.equal(
    reasonOf(await confirmInvitation(world.ports, card.secret, confirmation)),
    'invitation_refused',
  )
})

test('a link that was accepted is spent: link and code together pair no second phone', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const { ticket, pairingToken } = await checked(world, card)
  const { confirmation } = await phoneTakes(world, 'alice', ticket.link)
  must(await confirmInvitation(world.ports, bytesOf(pairingToken), confirmation))
  assert.equal(
    reasonOf(await checkInvitation(world.ports, card.secret, card.startCode)),
    'invitation_refused',
  )
  assert.ok(!(await confirmInvitation(world.ports, bytesOf(pairingToken), confirmation)).ok)
})

test('an old mail adds no phone to an account that got one another way', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  await pairedDevice(world, 'alice')
  assert.equal(
    reasonOf(await checkInvitation(world.ports, card.secret, card.startCode)),
    'invitation_refused',
  )
  assert.equal((await world.ports.storage.read.invitations.byId(card.id))?.state, 'accepted')
})

test('nor does one that is open although there is a phone: it is asked again in the transaction that checks the code', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const account = await world.ports.storage.read.accounts.byLoginName('alice')
  assert.ok(account)
  for (const state of ['active', 'suspended'] as const) {
    const device = sampleDevice(account.id, { state })
    await world.ports.storage.transaction(({ devices }) => devices.add(device))
    const refused = await checkInvitation(world.ports, card.secret, card.startCode)
    assert.deepEqual(refused, { ok: false, refusal: { reason: 'invitation_refused', because: 'has_device' } })
    await world.ports.storage.transaction(({ devices }) =>
      devices.changeState(device.id, [state], 'revoked', 1),
    )
  }
  await checked(world, card)
})

test('a thief who began before another phone was paired cannot finish after it', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  const { ticket, pairingToken } = await checked(world, card)
  const { confirmation } = await phoneTakes(world, 'alice', ticket.link)
  await pairedDevice(world, 'alice')
  const late = await confirmInvitation(world.ports, bytesOf(pairingToken), confirmation)
  assert.equal(reasonOf(late), 'invitation_refused')
})

test('link, code, token and ticket stand in no log line and no audit entry', async () => {
  const world = await makeWorld()
  const card = await invitedBySheet(world)
  await checkInvitation(world.ports, card.secret, wrongCode(1))
  const { ticket, pairingToken } = await checked(world, card)
  const { confirmation } = await phoneTakes(world, 'alice', ticket.link)
  must(await confirmInvitation(world.ports, bytesOf(pairingToken), confirmation))
  await settled()
  const entries = await world.ports.storage.read.audit.page({}, undefined, 200)
  const said = JSON.stringify([world.log.lines, entries])
  assert.ok(said.includes('invitation.made'), 'the audit was read')
  const secrets = [
    card.startCode,
    wrongCode(1),
    pairingToken,
    ticket.link.slice(ticket.link.indexOf('#') + 1),
  ]
  for (const encoding of ['base64url', 'hex', 'base64'] as const)
    secrets.push(Buffer.from(card.secret).toString(encoding))
  for (const secret of secrets) assert.ok(!said.includes(secret), `${secret} was written down`)
})
