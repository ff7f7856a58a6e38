// A link for two: the link of a set-up is read in a proxy's log, over a shoulder or from a history, and opened in another browser, at
// the same moment as its owner's or later. One browser alone may go on; the others learn nothing, and nothing they hold is a way in.
import assert from 'node:assert/strict'
import test from 'node:test'
import { beginSetUp, showSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { BROWSER, begun, offered, setUpWhole, setUpWorld } from '../support/set-up-world.js'
import { must, reasonOf } from '../support/test-world.js'

const given = { browserSecret: undefined, browser: BROWSER }

test('[SU3] of twenty browsers that open one link at once, one goes on', async () => {
  const world = await setUpWorld()
  const secret = await offered(world)
  const all = await Promise.all(
    Array.from({ length: 20 }, () => beginSetUp(world.ports, { ...given, secret })),
  )
  assert.equal(all.filter(({ ok }) => ok).length, 1)
  for (const each of all) if (!each.ok) assert.equal(each.refusal.reason, 'link_invalid')
})

test('[SU3] a link that was opened opens nothing for another browser, neither without a cookie nor with one of its own', async () => {
  const world = await setUpWorld()
  const own = await begun(world, { userId: 'alice' })
  const secret = await offered(world)
  const first = must(await beginSetUp(world.ports, { ...given, secret }))
  for (const browserSecret of [undefined, own, world.ports.random.bytes(32)])
    assert.equal(reasonOf(await beginSetUp(world.ports, { ...given, secret, browserSecret })), 'link_invalid')
  const again = must(await beginSetUp(world.ports, { ...given, secret, browserSecret: first.browserSecret }))
  assert.deepEqual(again, first, 'the page was loaded again')
})

test('[SU3] the secret of the link is no cookie, and that of the cookie no link', async () => {
  const world = await setUpWorld()
  const secret = await offered(world)
  assert.equal(reasonOf(await showSetUp(world.ports, secret)), 'link_invalid')
  const { browserSecret } = must(await beginSetUp(world.ports, { ...given, secret }))
  assert.equal(reasonOf(await showSetUp(world.ports, secret)), 'link_invalid')
  assert.equal(reasonOf(await beginSetUp(world.ports, { ...given, secret: browserSecret })), 'link_invalid')
})

test('[SU2] a newer login withdraws the link and the browser of the one before', async () => {
  const world = await setUpWorld()
  const unopened = await offered(world)
  const browser = await begun(world)
  assert.equal(reasonOf(await beginSetUp(world.ports, { ...given, secret: unopened })), 'link_invalid')
  await offered(world)
  assert.equal(reasonOf(await showSetUp(world.ports, browser)), 'link_invalid')
})

test('a link is good for nothing after its set-up is done, or its time is over', async () => {
  const world = await setUpWorld()
  const late = await offered(world)
  world.clock.advance(1_800_000)
  assert.equal(reasonOf(await beginSetUp(world.ports, { ...given, secret: late })), 'link_invalid')
  const { browser } = await setUpWhole(world)
  world.clock.advance(1_800_000)
  assert.equal(reasonOf(await showSetUp(world.ports, browser)), 'link_invalid')
})
