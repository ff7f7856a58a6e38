// A transaction swapped between display and signature: the person reads "49.90 EUR to Green Grocer" and something else is signed, or the
// right thing is signed and something else carried out (PSD2 RTS Art. 5: what is shown is what is signed). Here the phone shows only what
// the signed bytes say, its signature covers their hash, and the app compares the words with its own; none of the three can be left out.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { verifyAssertion, verifyKeySet } from '@countersign/web-plugin/verify'
import { expectedOf, makeAssertion, newLogin } from '../plugin/assertion-kit.js'
import { ClientWorld } from '../support/client-world.js'
import { until } from '../support/socket-pair.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'
import { Phone, signedAnswer } from './phone.js'

const PAYMENT = { title: 'Payment', amount: '49.90 EUR', payee: 'Green Grocer', note: 'Invoice 17' }
const SWAPS = [
  { ...PAYMENT, amount: '4990 EUR' },
  { ...PAYMENT, payee: 'Mallory' },
  { ...PAYMENT, note: '' },
  { ...PAYMENT, title: 'Refund' },
]

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

const pay = { purpose: 'transaction', transaction: PAYMENT }

test('[TX1] the phone gets the app’s words, byte for byte, and a signature over others is none', async () => {
  await server.addAccount('payer')
  const phone = await Phone.paired(server, 'payer')
  const asked = await server.requestApproval(apiKey, { userId: 'payer', ...pay })
  const shown = await phone.reads(asked.challengeId)
  assert.deepEqual(shown.transaction, [PAYMENT])

  const frame = await phone.shown(asked.challengeId)
  const what = { decision: 'approve', choice: asked.match } as const
  for (const challengeHash of [new Uint8Array(32), new Uint8Array(32).fill(1)])
    assert.equal(
      await phone.send(signedAnswer(phone.device, frame, what, phone.nextCounter, { challengeHash })),
      'answer_invalid',
    )
  assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
  phone.close()
})

test('[TX1] an app that says a payment and asks for a login, or the other way round, is refused', async () => {
  const both = [
    { purpose: 'login', transaction: PAYMENT },
    { purpose: 'stepUp', transaction: PAYMENT },
    { purpose: 'transaction' },
  ]
  for (const wrong of both) {
    const body = approvalBody({ userId: 'payer', ...wrong })
    assertProblem(await server.call('POST', '/v1/challenges', { apiKey, body }), 422, 'body_invalid')
  }
})

test('[TX5] no code and no waiver stands in for it', async () => {
  const body = { ...approvalBody({ userId: 'payer' }), purpose: 'transaction', code: '123456' }
  assertProblem(await server.call('POST', '/v1/codes', { apiKey, body }), 422, 'body_invalid')
  const waived = await server.call('POST', '/v1/challenges', {
    apiKey,
    body: approvalBody({ userId: 'payer', ...pay, mayWaive: true }),
  })
  assert.equal(waived.json.decision, undefined)
})

test('[TX1] a server that shows the phone other words than the app’s gets no approval past the app', () => {
  for (const transaction of [...SWAPS, undefined]) {
    const login = newLogin({ transaction })
    const set = verifyKeySet(login.server.keySet, login.server.serverId)
    assert.ok(set.ok)
    const expected = { ...expectedOf(login), purpose: 'transaction', transaction: PAYMENT } as const
    const assertion = makeAssertion(login, { claims: { purpose: 'transaction' }, challenge: { purpose: 3 } })
    const verdict = verifyAssertion({ assertion, keySet: set.keySet, expected, nowMs: login.nowMs })
    assert.deepEqual(verdict, { ok: false, reason: 'evidence_transaction' })
  }
})

test('[TX1] the approval of a payment is no login, and the approval of a login no payment', () => {
  const login = newLogin({ transaction: PAYMENT })
  const set = verifyKeySet(login.server.keySet, login.server.serverId)
  assert.ok(set.ok)
  const { transaction, ...rest } = expectedOf(login)
  const asLogin = { ...rest, purpose: 'login' } as const
  const twist = { claims: { purpose: 'login' } } as const
  const verdicts = [
    verifyAssertion({
      assertion: makeAssertion(login),
      keySet: set.keySet,
      expected: asLogin,
      nowMs: login.nowMs,
    }),
    verifyAssertion({
      assertion: makeAssertion(login, twist),
      keySet: set.keySet,
      expected: asLogin,
      nowMs: login.nowMs,
    }),
  ]
  assert.deepEqual(verdicts, [
    { ok: false, reason: 'purpose_other' },
    { ok: false, reason: 'evidence_purpose' },
  ])
})

test('[TX1] [TX2] a phone shows no payment without its words, no login with such words, no amount that reads two ways', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const good = world.server.challenge({ purpose: 3, transaction: [PAYMENT] })
  for (const change of [
    { purpose: 3, transaction: [] },
    { purpose: 1, transaction: [PAYMENT] },
    { purpose: 2, transaction: [PAYMENT] },
    { purpose: 3, transaction: [{ ...PAYMENT, title: '' }] },
    { purpose: 3, transaction: [{ ...PAYMENT, amount: '1 OOO EUR' }] },
    { purpose: 3, transaction: [{ ...PAYMENT, amount: '١٠٠ EUR' }] },
    { purpose: 3, transaction: [{ ...PAYMENT, amount: 'l00 EUR' }] },
  ] as const)
    pair.deliver(world.server.challengeFrame({ ...world.server.challenge(), ...change }))
  pair.deliver(world.server.challengeFrame(good))
  await until('the good one is shown', () => world.device.requests.length === 1)
  assert.deepEqual(
    world.device.requests.map(({ purpose, transaction }) => [purpose, transaction]),
    [['transaction', PAYMENT]],
  )
})
