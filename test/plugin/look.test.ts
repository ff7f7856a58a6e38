// The look of an app on its login page: readable in every colour, from the server alone, and no login waits for it.
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import type { AppId, AppLook } from '@countersign/protocol'
import type { App } from './plugin-app.js'
import { Browser, startApp } from './plugin-app.js'

const LIGHT = '#ffffff'
const DARK = '#211f1c'
const NOTHING = { name: 'Shop', colour: '', logoUrl: null, helpText: '', supportContact: '' }

let app: App
beforeEach(async () => {
  app = await startApp()
})
afterEach(() => app.stop())

async function lookWith(
  look: Partial<AppLook>,
): Promise<{ readonly logoUrl: string | null; readonly help: string }> {
  app.server.look = { ...NOTHING, ...look }
  const browser = await new Browser(app).signIn('alice')
  const started = await browser.post('/countersign/start')
  // Sound: what the plugin tells the element.
  return started.json['look'] as { readonly logoUrl: string | null; readonly help: string }
}

test('a logo is taken from the server that browsers reach', async () => {
  const logoUrl = `${app.server.url}/v1/branding/logo?v=1`
  assert.equal((await lookWith({ logoUrl })).logoUrl, logoUrl)
})

for (const elsewhere of [
  'https://evil.example/pixel.png',
  'https://127.0.0.1.evil.example/',
  'javascript:alert(1)',
  'data:image/png;base64,AAAA',
  '/v1/branding/logo',
  '',
])
  test(`a logo at "${elsewhere}" is not shown: it would tell that place who logs in`, async () => {
    assert.equal((await lookWith({ logoUrl: elsewhere })).logoUrl, null)
  })

test('help is what the admin wrote and where a human is found, in this order', async () => {
  const look = await lookWith({ helpText: 'Come to room 0.12.', supportContact: 'help@example.org' })
  assert.equal(look.help, 'Come to room 0.12.\nhelp@example.org')
})

test('the element is given the look with the request, and the page may show the server’s pictures', async () => {
  app.server.look = { ...NOTHING, colour: '#ffee00', logoUrl: `${app.server.url}/v1/branding/logo?v=1` }
  const browser = await new Browser(app).signIn('alice')
  const started = await browser.post('/countersign/start')
  const look = started.json['look'] as { accent: readonly string[]; logoUrl: string }
  assert.equal(look.logoUrl, `${app.server.url}/v1/branding/logo?v=1`)
  assert.deepEqual([look.accent[1], look.accent[2], look.accent[3]], [LIGHT, '#ffee00', DARK])
  const policy = (await browser.get('/countersign')).headers.get('content-security-policy') ?? ''
  assert.match(policy, new RegExp(`img-src ${app.server.url}`))
})

test('a server that does not tell the look delays no login and fails none', async () => {
  const browser = await new Browser(app).signIn('alice')
  const started = await browser.post('/countersign/start')
  assert.equal(started.json['state'], 'pending')
  assert.equal(started.json['look'], undefined)
})

test('[EN7] a server that says more than this version knows, or less, costs no login page its colours', async () => {
  const logoUrl = `${app.server.url}/v1/branding/logo?v=1`
  // Sound: an id in the shape of ids.
  const registered = { appId: '019aa5bd-6a7b-7c8d-9e0f-1a2b3c4d5e6f' as AppId, mayEnrol: true, origins: [] }
  for (const more of [{}, registered, { ...registered, motto: 'of a later version' }])
    assert.equal((await lookWith({ logoUrl, ...more })).logoUrl, logoUrl)
})
