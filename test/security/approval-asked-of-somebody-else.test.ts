// A fresh approval of somebody else: a session asks by its user ID, and that ID changes hands at this very moment. The request would
// ring the other person's phone, and what they approve would make this session fresh, for an account that is not theirs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askForApproval, finishApproval } from '@countersign/server/flows/access/fresh-approval'
import { addAccount } from '@countersign/server/flows/accounts'
import { signedIn } from '../support/sign-in.js'
import { makeWorld, must, pairedDevice, reasonOf } from '../support/test-world.js'

const browser = { address: '192.0.2.1', browser: 'Firefox on Linux' }

test('[FA2] a session whose user ID is somebody else’s by now rings no phone of theirs', async () => {
  const world = await makeWorld()
  const { ports } = world
  const { session } = await signedIn(world, 'person', await pairedDevice(world))
  must(await addAccount(ports, { userId: 'bob', displayName: 'Bob' }))
  const phone = await pairedDevice(world, 'bob')
  // As the session was read, a moment before bob was given its name.
  const { challengeId } = must(await askForApproval(ports, { ...session, userId: 'bob' }, browser))
  const { challenges } = ports.storage.read
  assert.equal(await challenges.shownTo(challengeId, phone.id), undefined)
  assert.notEqual((await challenges.byId(challengeId))?.accountId, phone.accountId)
})

test('[FA2] an approval of another session of the same person does not fit', async () => {
  const world = await makeWorld()
  const { ports } = world
  const device = await pairedDevice(world)
  const first = await signedIn(world, 'person', device)
  const second = await signedIn(world, 'person', device)
  const asked = must(await askForApproval(ports, first.session, browser))
  const finished = await finishApproval(ports, second.session, asked.challengeId)
  assert.equal(reasonOf(finished), 'nonce_wrong')
})
