// Attack: the phone says "same network as this phone" about a login from elsewhere, or a stranger's browser becomes known because it
// seems to be beside the phone. The phone compares two addresses that neither the browser nor the phone writes: the one in the signed
// challenge, which the app takes from the connection, and its own, which the server takes from the socket. A header that a browser
// adds moves neither; a neighbour in the same /64 is in the same network, and is told of as no more than that.
import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import test from 'node:test'
import { isSameNetwork } from '@countersign/protocol'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { clientAddress, limitKey } from '@countersign/server/http/client-address'
import { askedFrom, letIn, registered } from '../support/browser-world.js'
import { LoginBrowser } from '../support/login-browser.js'
import { makeWorld, must, pairedDevice } from '../support/test-world.js'

const PHONE = '2001:db8:0:1:aaaa::1'
const SAME_64 = '2001:db8:0:1:bbbb::2'
const NEXT_64 = '2001:db8:0:2:aaaa::1'

/** A request as Node hands it over. */
function from(remoteAddress: string, forwarded?: string): IncomingMessage {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  // Sound: the function reads nothing else of a request.
  return { socket: { remoteAddress }, headers } as IncomingMessage
}

test('[KB9] a header from no proxy of ours moves neither the phone nor the login', () => {
  const direct = clientAddress([])
  assert.equal(direct(from('203.0.113.9', PHONE)), '203.0.113.9')
  const behind = clientAddress(['10.0.0.1'])
  assert.equal(behind(from('203.0.113.9', PHONE)), '203.0.113.9')
  // Through the proxy the last entry is what the proxy saw; what stands left of it was written by the browser.
  assert.equal(behind(from('10.0.0.1', `${PHONE}, 203.0.113.9`)), '203.0.113.9')
})

test('[KB9] what the phone is told of itself is its /64, and compares as that', () => {
  const told = limitKey(PHONE)
  assert.equal(told, '2001:db8:0:1::/64')
  assert.deepEqual(
    [SAME_64, NEXT_64].map((address) => isSameNetwork(address, told)),
    [true, false],
  )
})

test('[KB5] a browser in the next /64, or of no address, does not become known by a phone’s approval', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  for (const [address, state] of [
    [SAME_64, 'known'],
    [NEXT_64, 'waiting'],
    ['', 'waiting'],
    ['2001:db8:0:1', 'waiting'],
  ] as const) {
    const login = await askedFrom(world, phone, { address })
    await letIn(world, phone, login, { at: limitKey(PHONE) })
    assert.deepEqual(must(await registered(world, new LoginBrowser(), login)), { state }, address)
  }
})

test('[KB5] a phone whose address is not known makes no browser known', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const login = await askedFrom(world, phone, { address: '' })
  const { challengeId, match } = login.requested
  must(await answerChallenge(world.ports, phone.id, await phone.approve(challengeId, match)))
  assert.equal((await world.ports.storage.read.challenges.byId(challengeId))?.answer?.nearby, false)
})
