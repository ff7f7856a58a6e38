// Attack: the phone says "Hamburg, Germany" and the person taps, for a login that comes from somewhere else. The place is the server's
// word about the address of the request, in the signed challenge: an app can send none, a text that looks like one is not taken for one,
// and an address that is not one has none.
import assert from 'node:assert/strict'
import test from 'node:test'
import { requestApprovalBody } from '@countersign/protocol'
import { askedFrom } from '../support/browser-world.js'
import { makeWorld, pairedDevice, requestBody } from '../support/test-world.js'

const places = { '198.51.100.7': 'Hamburg, Germany' }

test('[KB10] the place stands in the signed challenge, by the address that the app told', async () => {
  const world = await makeWorld({ places })
  const phone = await pairedDevice(world)
  const home = await askedFrom(world, phone)
  assert.equal(home.shown.context.place, 'Hamburg, Germany')
  assert.equal((await askedFrom(world, phone, { address: '203.0.113.9' })).shown.context.place, '')
  const kept = await world.ports.storage.read.challenges.byId(home.requested.challengeId)
  assert.equal(kept?.place, 'Hamburg, Germany')
})

test('[KB10] no member of a request can say a place', () => {
  const body = requestBody()
  assert.ok(requestApprovalBody.safeParse(body).success)
  for (const forged of [
    { ...body, place: 'Hamburg, Germany' },
    { ...body, browserKnown: 1 },
    { ...body, context: { ...body.context, place: 'Hamburg, Germany' } },
    { ...body, context: { ...body.context, browserKnown: 1 } },
  ])
    assert.equal(requestApprovalBody.safeParse(forged).success, false)
})

test('[KB10] what is typed beside an address has no place of that address', async () => {
  const world = await makeWorld({ places })
  const phone = await pairedDevice(world)
  for (const address of ['198.51.100.7, 203.0.113.9', 'Hamburg (198.51.100.7)', '198.51.100.7:443'])
    assert.equal((await askedFrom(world, phone, { address })).shown.context.place, '', address)
})
