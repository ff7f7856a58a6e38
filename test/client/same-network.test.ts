// "Same network as this phone": the device compares what its server sees of it with what the server signed of the request.
import assert from 'node:assert/strict'
import test from 'node:test'
import { ClientWorld } from '../support/client-world.js'

for (const [address, sameNetwork] of [
  ['203.0.113.7', true],
  ['203.0.113.8', false],
  ['', false],
  [undefined, false],
] as const)
  test(`[KB9] a request from 203.0.113.7, on a phone that is ${address === undefined ? 'told of no address' : `at ${address || 'no address'}`}`, async () => {
    const world = await ClientWorld.create()
    const pair = await world.online(address === undefined ? {} : { address })
    const request = await world.show(pair)
    assert.equal(request.address, '203.0.113.7')
    assert.equal(request.sameNetwork, sameNetwork)
  })

test('[KB9] a phone that came to another network compares with that one', async () => {
  const world = await ClientWorld.create()
  const first = await world.online({ address: '203.0.113.7' })
  first.die()
  const pair = await world.reconnect({ address: '198.51.100.1' })
  assert.equal((await world.show(pair)).sameNetwork, false)
})
