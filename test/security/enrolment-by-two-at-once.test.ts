// One ID, enrolled by two: two apps, or one app for two browsers, ask at the same moment, so that each has seen that nobody has the ID.
// One account is made, it is one app's, and one browser's: the other app is told that the ID is taken, and the other browser's link is
// dead. An app whose key was ended, or another app's key, opens none of it.
import assert from 'node:assert/strict'
import test from 'node:test'
import { beginSetUp, showSetUp } from '@countersign/server/flows/set-up/begin-set-up'
import { enrolled, enrolling, enrolWorld, letEnrol } from '../support/enrol-world.js'
import { accountOf, auditOf, BROWSER, secretIn } from '../support/set-up-world.js'
import { anotherApp, must, reasonOf } from '../support/test-world.js'

const given = { browserSecret: undefined, browser: BROWSER }
const atMail = { returnTo: 'https://mail.example/done' }

test('[EN2] what one app enrolled is taken for every other, before and after it is done', async () => {
  const world = await enrolWorld()
  const mail = await letEnrol(world, await anotherApp(world))
  const browser = await enrolling(world)
  assert.equal(reasonOf(await enrolled(world, atMail, mail)), 'user_id_taken')
  must(await showSetUp(world.ports, browser))
  assert.equal((await accountOf(world, 'anna')).enrolledBy, world.app.id)
})

test('[EN2] an app that may enrol lends that to no other, whatever the other knows of it', async () => {
  const world = await enrolWorld()
  const mail = await anotherApp(world)
  assert.equal(reasonOf(await enrolled(world, atMail, mail)), 'enrolment_not_allowed')
  const returned = await letEnrol(world, mail)
  assert.equal(reasonOf(await enrolled(world, {}, returned)), 'value_invalid', 'the other app’s pages')
})

test('[EN2] of two apps that enrol one ID at once, one has it', async () => {
  const world = await enrolWorld()
  const mail = await letEnrol(world, await anotherApp(world))
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? enrolled(world) : enrolled(world, atMail, mail))),
  )
  const { enrolledBy } = await accountOf(world, 'anna')
  assert.equal((await auditOf(world, 'account.added')).length, 1)
  for (const [i, each] of all.entries()) {
    const isTheOwner = enrolledBy === (i % 2 === 0 ? world.app.id : mail.id)
    if (isTheOwner) must(each)
    else assert.equal(reasonOf(each), 'user_id_taken')
  }
})

test('[EN3] of twenty links that one app gets at once for one ID, one opens', async () => {
  const world = await enrolWorld()
  const all = await Promise.all(Array.from({ length: 20 }, () => enrolled(world)))
  const secrets = all.map((each) => secretIn(must(each).link))
  const opened = await Promise.all(secrets.map((secret) => beginSetUp(world.ports, { ...given, secret })))
  assert.equal(opened.filter(({ ok }) => ok).length, 1)
  assert.equal((await auditOf(world, 'account.added')).length, 1)
})

test('[EN3] of twenty browsers that open the link at once, one goes on, and no other ever', async () => {
  const world = await enrolWorld()
  const secret = secretIn(must(await enrolled(world)).link)
  const all = await Promise.all(
    Array.from({ length: 20 }, () => beginSetUp(world.ports, { ...given, secret })),
  )
  assert.equal(all.filter(({ ok }) => ok).length, 1)
  for (const each of all) if (!each.ok) assert.equal(each.refusal.reason, 'link_invalid')
  const browserSecret = world.ports.random.bytes(32)
  assert.equal(reasonOf(await beginSetUp(world.ports, { ...given, secret, browserSecret })), 'link_invalid')
})
