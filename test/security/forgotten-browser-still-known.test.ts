// How it works: a laptop is stolen, and with it the key of a known browser. The thief asks, and gets access passes, where an unknown browser
// would have got a code. The owner sees it and forgets that browser at /me. The request that is open already was made on terms that hold no
// more; a tap on the right pass must not let the thief in.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { browsersOf, forgetBrowser } from '@countersign/server/flows/browsers/known-browsers'
import { askedFrom, knownBrowser } from '../support/browser-world.js'
import { LoginBrowser } from '../support/login-browser.js'
import { policyBody } from '../support/policies.js'
import { setPolicies } from '../support/policy-world.js'
import { makeWorld, must, pairedDevice, settled } from '../support/test-world.js'

test('[KB7] a request of a browser that is forgotten meanwhile is raised; its pass lets nobody in', async () => {
  const world = await makeWorld()
  await setPolicies(world, [policyBody({ id: 1, says: { profile: 'strict' } })])
  const { ports } = world
  const phone = await pairedDevice(world)
  const laptop = new LoginBrowser()
  await knownBrowser(world, phone, laptop)
  const thief = await askedFrom(world, phone, { proof: (signing) => laptop.proof(signing) })
  assert.equal(thief.requested.match.mode, 'symbol')

  const [browser] = await browsersOf(ports.storage.read, phone.accountId)
  assert.ok(browser !== undefined)
  must(await forgetBrowser(ports, { accountId: phone.accountId, id: browser.id }, 'operator'))
  await settled()
  const { challengeId, match } = thief.requested
  await answerChallenge(ports, phone.id, await phone.approve(challengeId, match))
  const after = await ports.storage.read.challenges.byId(challengeId)
  assert.deepEqual([after?.state, after?.cause], ['cancelled', 'raised'])
})
