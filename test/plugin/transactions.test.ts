// The express plugin and transactions: shown on the phone, checked word for word, handed to the app once ([TX1], [TX5], [TX6]).
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { TransactionText } from '@countersign/protocol'
import type { App } from './plugin-app.js'
import { Browser, startApp } from './plugin-app.js'

const PAYMENT: TransactionText = {
  title: 'Bank transfer',
  amount: '49.90 EUR',
  payee: 'Green Grocer, DE02 1203 0000 0000 2020 51',
  note: 'Invoice 17',
}

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

/** Alice, who has passed the second factor. */
async function passed(): Promise<Browser> {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/start')
  app.server.become('approved')
  await browser.post('/countersign/complete')
  return browser
}

async function asked(browser: Browser, payment = PAYMENT): Promise<void> {
  const reply = await browser.post('/transfer', payment)
  assert.deepEqual([reply.status, reply.location], [303, '/countersign'])
  const started = await browser.post('/countersign/start')
  assert.equal(started.status, 200, started.text)
}

async function approved(browser: Browser): Promise<unknown> {
  app.server.become('approved')
  return (await browser.post('/countersign/complete')).json
}

test('[TX1] the app’s own words go to the phone, and the approval of them comes back once', async () => {
  const browser = await passed()
  await asked(browser)
  assert.deepEqual(app.server.last.body.transaction, PAYMENT)
  assert.equal(app.server.last.body.purpose, 'transaction')

  assert.deepEqual(await approved(browser), { state: 'passed', redirectTo: '/transfer/done' })
  const done = await browser.post('/transfer/done', PAYMENT)
  assert.deepEqual(done.json['transaction'], PAYMENT)
  assert.equal(done.json['challengeId'], app.server.last.login.challengeId)
  assert.equal((await browser.post('/transfer/done', PAYMENT)).status, 403, 'a second time')
  assert.equal((await browser.get('/')).status, 200, 'the login stays')
})

test('[TX6] another amount or payee than the one that was approved gets nothing, and the approval is gone', async () => {
  for (const change of [
    { amount: '4990 EUR' },
    { payee: 'Mallory' },
    { note: '' },
    { title: 'Bank Transfer' },
  ]) {
    const browser = await passed()
    await asked(browser)
    await approved(browser)
    assert.equal((await browser.post('/transfer/done', { ...PAYMENT, ...change })).status, 403)
    assert.equal((await browser.post('/transfer/done', PAYMENT)).status, 403)
  }
})

test('[TX6] a second transaction replaces the first: what was open before approves nothing', async () => {
  const browser = await passed()
  await asked(browser)
  const first = app.server.last
  await asked(browser, { ...PAYMENT, amount: '1 EUR' })
  assert.notEqual(app.server.last.login.challengeId, first.login.challengeId)
  app.server.become('approved', {}, first)
  const reply = await browser.post('/countersign/complete')
  assert.equal(reply.json['code'], 'challenge_not_approved')
  assert.equal((await browser.post('/transfer/done', PAYMENT)).status, 403)
})

test('a reload of the waiting page shows the same request, and asks no phone again', async () => {
  const browser = await passed()
  await asked(browser)
  const before = app.server.asked.length
  assert.equal((await browser.get('/countersign')).status, 200)
  assert.equal((await browser.post('/countersign/start')).status, 200)
  assert.equal(app.server.asked.length, before)
})

test('a lost answer to the completion leads to the app again, where the approval waits', async () => {
  const browser = await passed()
  await asked(browser)
  await approved(browser)
  const again = await browser.post('/countersign/complete')
  assert.deepEqual(again.json, { state: 'passed', redirectTo: '/transfer/done' })
  assert.equal((await browser.post('/transfer/done', PAYMENT)).status, 200)
})

test('[TX5] no typed code and no waiver approves a transaction', async () => {
  const browser = await passed()
  app.server.rightCodes.add('287082')
  await asked(browser)
  assert.equal((await browser.post('/countersign/code', { code: '287082' })).json['code'], 'way_not_allowed')
  assert.deepEqual((await browser.post('/countersign/ways')).json['otherWays'], [])
  assert.equal(app.server.last.body.mayWaive, undefined)
  assert.equal(app.server.last.body.maySetUp, undefined)
  assert.deepEqual(app.server.codes, [])
})

test('whoever has passed only the first factor logs in first: the wish of a transaction is no login', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/transfer', PAYMENT)
  await browser.post('/countersign/start')
  assert.equal(app.server.last.body.purpose, 'login')
  assert.equal(app.server.last.body.transaction, undefined)
})

test('a text that a phone would not show is refused before anybody is asked', async () => {
  const browser = await passed()
  const before = app.server.asked.length
  for (const wrong of [{ amount: '1 OOO EUR' }, { title: '' }, { payee: 'a\u202eb' }])
    assert.equal((await browser.post('/transfer', { ...PAYMENT, ...wrong })).status, 500)
  assert.equal(app.server.asked.length, before)
})
