// A QR code sent to the victim: somebody who knows the password opens the login page, copies its QR code, and sends it to the owner ("scan
// this to confirm your delivery", by mail or chat; QRLjacking, RFC 10027 §3). No protocol can tell a picture of a page from the page. What
// holds: it can be approved by that very account's phone and by no other; the phone shows whose login it is and from where, and asks for a
// tap after that; one that was denied leads to codes for a day; and it is over in a minute and a half.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'
import { Phone, wrongOf } from './phone.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

async function person(userId: string): Promise<Phone> {
  await server.addAccount(userId)
  return Phone.paired(server, userId)
}

const scanned = (userId: string, over = {}) =>
  server.requestApproval(apiKey, { userId, atLeast: 'qr', mayScan: true, ...over })

test('[QR4] the phone that scans it is told whose login it is, and from where: the attacker’s', async () => {
  const phone = await person('victim')
  const context = { address: '203.0.113.66', browser: 'Firefox on Windows' }
  const { challengeId, match } = await scanned('victim', { context })
  assert.equal(match.mode, 'qr')
  const shown = await phone.reads(challengeId)
  assert.deepEqual([shown.context.address, shown.context.browser], [context.address, context.browser])
  assert.deepEqual(shown.options, [])
  assert.equal(await phone.deny(challengeId), 'denied')
  assert.equal((await server.requestApproval(apiKey, { userId: 'victim' })).match.mode, 'code', '[LI3]')
  phone.close()
})

test('[QR6] another account’s phone can do nothing with it, whatever it signs', async () => {
  const mallory = await person('mallory')
  const victim = await person('other-victim')
  const { challengeId, match } = await scanned('mallory')
  const frame = await mallory.shown(challengeId)
  assert.equal(await victim.pull(), 0)
  assert.equal(
    await victim.send(victim.sign(frame, { decision: 'approve', choice: match })),
    'challenge_unknown',
  )
  mallory.close()
  victim.close()
})

test('[QR6] [ST3] a wrong secret ends it: there is nothing to try', async () => {
  const phone = await person('guessed')
  const { challengeId, match } = await scanned('guessed')
  assert.equal(await phone.approve(challengeId, wrongOf(match)), 'mismatched')
  assert.equal(await phone.approve(challengeId, match), 'mismatched')
  phone.close()
})

test('[QR6] a secret of one login approves no other, also of the same account', async () => {
  const phone = await person('two-pages')
  const one = await scanned('two-pages')
  const other = await scanned('two-pages', { context: { address: '198.51.100.7', browser: 'Chrome' } })
  assert.equal(await phone.approve(other.challengeId, one.match), 'mismatched')
  assert.equal(await phone.approve(one.challengeId, one.match), 'approved')
  phone.close()
})

test('[QR1] where a QR code is asked for, an app cannot have less by not showing one', async () => {
  await person('no-way-round').then((phone) => phone.close())
  for (const mayScan of [false, undefined]) {
    const body = approvalBody({ userId: 'no-way-round', atLeast: 'qr', mayScan })
    assertProblem(await server.call('POST', '/v1/challenges', { apiKey, body }), 409, 'scan_needed')
  }
})
