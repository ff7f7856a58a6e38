// Attack: one code, several logins. A server (or whoever sits between it and the app) keeps the assertion that a typed code earned
// and hands it out again: to a second browser, to a later try in the same one, for another person, for a code of another kind.
// Each POST draws a nonce of its own that is kept nowhere; what fits another request fits none.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { makeCodeAssertion } from '../plugin/code-kit.js'
import type { App } from '../plugin/plugin-app.js'
import { Browser, startApp } from '../plugin/plugin-app.js'

let app: App
beforeEach(async () => {
  app = await startApp()
  for (const code of ['111111', '222222', '333333']) app.server.rightCodes.add(code)
})
afterEach(() => app.stop())

async function refusedWith(code: string, browser: Browser): Promise<void> {
  const reply = await browser.post('/countersign/code', { code })
  assert.equal(reply.json['code'], 'not_confirmed')
  assert.equal((await browser.get('/')).location, '/countersign')
}

test('the assertion of one try fits no other try, in the same browser or another one', async () => {
  const first = await new Browser(app).signIn('alice')
  await first.post('/countersign/code', { code: '111111' })
  const earned = assertionOf(app)
  app.server.handsOut = earned

  const second = await new Browser(app).signIn('alice')
  await refusedWith('222222', second)
  await refusedWith('333333', second)
  assert.ok(app.logged.some((line) => line.includes('nonce_other')))
})

test('a server that names the same login for two tries lets in once', async () => {
  app.server.codeTwist = { claims: { jti: '0193e0f2-7a1c-4b2d-8c3e-4f5a6b7c8d9e' } }
  const first = await new Browser(app).signIn('alice')
  assert.equal((await first.post('/countersign/code', { code: '111111' })).json['state'], 'passed')
  await refusedWith('222222', await new Browser(app).signIn('alice'))
})

test('what was typed for somebody else, from elsewhere, or as another kind lets nobody in', async () => {
  for (const claims of [
    { user_id: 'mallory' },
    { address: '198.51.100.1' },
    { amr: ['otp', 'way-bypass'], acr: 'countersign:bypass' },
    { aud: '0193e0f2-7a1c-4b2d-8c3e-4f5a6b7c8d9e' },
  ]) {
    app.server.codeTwist = { claims }
    app.server.rightCodes.add('444444')
    await refusedWith('444444', await new Browser(app).signIn('alice'))
  }
})

test('an account noted at linking is compared: a name that was given to somebody else lets nobody in', async () => {
  app.kept.set('alice', { accountId: '0193e0f2-7a1c-4b2d-8c3e-4f5a6b7c8d9e' })
  await refusedWith('111111', await new Browser(app).signIn('alice'))
})

test('what a code has passed does not count for whoever signs in next in the same browser', async () => {
  const browser = await new Browser(app).signIn('alice')
  await browser.post('/countersign/code', { code: '111111' })
  await browser.signIn('bob')
  assert.equal((await browser.get('/')).location, '/countersign')
})

/** The assertion that a server would have kept of the last try. */
function assertionOf({ server }: App): string {
  const body = server.codes.at(-1)
  const accountId = server.accountIds.get('alice')
  assert.ok(body !== undefined && accountId !== undefined)
  return makeCodeAssertion(server.keys, server.appId, { ...body, accountId, way: 'totp' })
}
