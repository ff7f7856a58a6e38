// The comparison that all these tests rest on finds what it is there to find.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ChallengeId } from '@countersign/protocol'
import type { Ledger, Told } from './ledger.js'
import { compare, isLogin } from './ledger.js'
import { Load } from './load.js'
import type { Site } from './site.js'
import { sqliteSite } from './site.js'

let site: Site
let ledger: Ledger
let login: Told

before(async () => {
  site = await sqliteSite()
  const load = await Load.open(site, { people: 6, clients: 2, seed: 1 })
  load.begin()
  await load.more(10)
  await load.end()
  ledger = load
  const found = load.told.find(isLogin)
  assert.ok(found)
  login = found
})
after(() => site.end())

/** The ledger with another line in the place of one login's. */
function withInstead(...lines: readonly Told[]): Ledger {
  return { appId: ledger.appId, told: [...ledger.told.filter((each) => each !== login), ...lines] }
}

test('what happened is what was told', async () => {
  const { asked, logins, brokenOff, notAsked } = await compare(site.ports, ledger)
  assert.deepEqual([logins, brokenOff, notAsked], [asked, 0, 0])
})

test('a request that was acknowledged and is not there', async () => {
  assert.ok(login.asked)
  const challengeId = crypto.randomUUID() as ChallengeId
  const lost = { ...login, asked: { ...login.asked, challengeId } }
  await assert.rejects(compare(site.ports, withInstead(login, lost)), /an acknowledged request is gone/)
})

test('a receipt that another state stands beside', async () => {
  const lost: Told = { ...login, receipt: 'denied' }
  await assert.rejects(compare(site.ports, withInstead(lost)), /a receipt that is not true/)
})

test('two logins by one approval', async () => {
  const doubled: Told = { ...login, redemptions: ['login', 'login'] }
  await assert.rejects(compare(site.ports, withInstead(doubled)), /one approval, two logins/)
})

test('a login that its phone denied, or that another phone signed', async () => {
  await assert.rejects(
    compare(site.ports, withInstead({ ...login, signed: 'deny' })),
    /a login that no phone approved/,
  )
  const other = ledger.told.find(({ person }) => person !== login.person)?.person
  assert.ok(other)
  const stolen: Told = { ...login, person: { ...login.person, publicKey: other.publicKey } }
  await assert.rejects(compare(site.ports, withInstead(stolen)), /without its phone's signature/)
})

test('a login that nobody asked for, and one that nobody redeemed', async () => {
  await assert.rejects(compare(site.ports, withInstead()), /a login that no app asked for/)
  const unredeemed: Told = { ...login, redemptions: ['refused: challenge_not_approved'] }
  await assert.rejects(compare(site.ports, withInstead(unredeemed)), /redeemed by whom/)
})
