// The demo app with waivers: who gets in without a phone, what the pages say of it, and what such a login may not change.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { createApp } from '@countersign/demo/app'
import { Users } from '@countersign/demo/users'
import { deviceThumbprint } from '@countersign/web-plugin/verify'
import { newPair } from './assertion-kit.js'
import { Browser } from './plugin-app.js'
import { ScriptedServer } from './scripted-server.js'
import { makeWaiver } from './waiver-kit.js'

const scripted = new ScriptedServer()
const listening = createServer((req, res) => app(req, res))
let app: ReturnType<typeof createApp>
let origin: string
let directory: string

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'countersign-demo-'))
  const users = await Users.open(join(directory, 'users.json'), 'right password')
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo // sound: it listens on TCP
  origin = `http://127.0.0.1:${port}`
  await scripted.start(origin)
  const { appId, apiKey, keys, url } = scripted
  const log = () => undefined
  app = createApp({
    origin,
    serverUrl: url,
    serverId: keys.serverId,
    apiKey,
    appId,
    users,
    log,
    acceptWaivers: true,
  })
})
beforeEach(() => {
  const { appId, keys } = scripted
  scripted.waive = (body, accountId) =>
    makeWaiver(keys, appId, body, accountId, { claims: { because: 'trusted_network' } })
})
after(async () => {
  listening.closeAllConnections()
  listening.close()
  await scripted.stop()
  await rm(directory, { recursive: true })
})

test('a waived login reaches the home page, is told as what it is, and changes no phone', async () => {
  const { browser, form } = await passwordGiven()
  assert.equal((await browser.post('/countersign/start')).json['state'], 'passed')
  assert.match((await browser.get('/')).text, /from this network no phone is needed/)
  assert.match((await browser.get('/account')).text, /No phone was asked/)
  assert.equal((await browser.post('/account/next-phone', '', form)).status, 403)
  assert.equal((await browser.get('/link')).location, '/')
})

test('a phone that is not in the list lets in here, and the page of the account says just that', async () => {
  scripted.waive = undefined
  const { browser } = await passwordGiven()
  await approve(browser)
  assert.match((await browser.get('/account')).text, /checked the signature of the phone itself/)

  const stranger = newPair()
  scripted.twist = { deviceKey: stranger.publicKey, answerSigner: stranger.privateKey }
  const later = (await passwordGiven()).browser
  assert.equal((await approve(later)).json['state'], 'passed')
  const { text } = await later.get('/account')
  assert.doesNotMatch(text, new RegExp(deviceThumbprint(stranger.publicKey)))
  assert.match(text, /a phone that is not in the list lets you in too/)
  assert.doesNotMatch(text, /lets nobody in|next phone|next login/)
})

async function passwordGiven() {
  const browser = new Browser({ origin })
  const form = {
    origin,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
  }
  await browser.post('/login', 'name=alice&password=right+password', form)
  return { browser, form }
}

async function approve(browser: Browser) {
  await browser.post('/countersign/start')
  scripted.become('approved')
  return browser.post('/countersign/complete')
}
