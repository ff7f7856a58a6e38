// How it works: a page in between relays login after login, and at the end of each registers a key of its own. None of them looks known; but an
// account keeps only so many browsers, and the one that was not used for longest makes room. So the owner's own would be forgotten, their next
// login there would come from a new browser, and a warning that is always there is read by nobody.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KNOWN_BROWSERS_MAX } from '@countersign/protocol'
import { browsersOf } from '@countersign/server/flows/browsers/known-browsers'
import { askedFrom, knownBrowser, letIn, registered } from '../support/browser-world.js'
import { LoginBrowser } from '../support/login-browser.js'
import { makeWorld, must, pairedDevice } from '../support/test-world.js'

const RELAY = '203.0.113.66'

test('[KB8] browsers that wait crowd out none that is known', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  await knownBrowser(world, phone, new LoginBrowser())
  for (let nth = 0; nth <= KNOWN_BROWSERS_MAX; nth++) {
    world.clock.advance(60_000)
    const relayed = await askedFrom(world, phone, { proof: () => null, address: RELAY })
    await letIn(world, phone, relayed)
    assert.equal(must(await registered(world, new LoginBrowser(), relayed)).state, 'waiting')
  }
  const kept = await browsersOf(world.ports.storage.read, phone.accountId)
  assert.equal(kept.length, KNOWN_BROWSERS_MAX)
  assert.equal(kept.filter(({ state }) => state === 'known').length, 1)
})
