// The demo app with typed codes: off while its phones are pinned, on when the user wants it, and never enough to change a phone.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createApp } from '@countersign/demo/app'
import { Users } from '@countersign/demo/users'
import { Browser } from './plugin-app.js'
import { ScriptedServer } from './scripted-server.js'

const scripted = new ScriptedServer()
const listening = createServer((req, res) => app(req, res))
let app: ReturnType<typeof createApp>
let origin: string
let directory: string
let users: Users

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'countersign-demo-'))
  users = await Users.open(join(directory, 'users.json'), 'right password')
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo // sound: it listens on TCP
  origin = `http://127.0.0.1:${port}`
  await scripted.start(origin)
  const { appId, apiKey, keys, url } = scripted
  const log = () => undefined
  app = createApp({ origin, serverUrl: url, serverId: keys.serverId, apiKey, appId, users, log })
})
after(async () => {
  listening.closeAllConnections()
  listening.close()
  await scripted.stop()
  await rm(directory, { recursive: true })
})

test('while the phone is pinned no code counts; the user lets them in by a login with the phone, and shuts them out again', async () => {
  const phone = await passwordGiven('alice')
  await approve(phone)
  const pinned = await passwordGiven('alice')
  assert.deepEqual((await pinned.post('/countersign/start')).json['otherWays'], [])

  await submit(phone, '/account/codes', { also: 'yes' })
  const browser = await passwordGiven('alice')
  assert.deepEqual((await browser.post('/countersign/start')).json['otherWays'], ['totp', 'backup', 'bypass'])
  assert.equal((await type(browser, '287082')).json['state'], 'passed')
  assert.match((await browser.get('/')).text, /the password was right, and so was the code of your app/)
  const { text } = await browser.get('/account')
  assert.match(text, /a code of your app, typed here: the server says so/)
  assert.match(text, /A code leaves no signature of a phone/)

  await submit(phone, '/account/codes', {})
  const again = await passwordGiven('alice')
  assert.equal((await type(again, '287083')).json['code'], 'way_not_allowed')
})

test('whoever got in by a code changes no phone, no ID, and not what counts', async () => {
  const browser = await passwordGiven('carol')
  assert.equal((await type(browser, 'K7QD-29XM-PT4C-8WZN-AB3R')).json['state'], 'passed')
  const before = users.find('carol')

  assert.equal((await submit(browser, '/account/next-phone', {})).status, 403)
  assert.equal((await submit(browser, '/account/codes', { also: 'yes' })).status, 403)
  assert.equal((await submit(browser, '/link', { userId: 'mallory' })).location, '/link')
  assert.equal((await browser.get('/link')).location, '/')

  assert.deepEqual(users.find('carol'), before)
  assert.deepEqual(before?.link, { userId: 'carol', phones: [], acceptsNextPhone: true })
})

async function passwordGiven(name: string): Promise<Browser> {
  const browser = new Browser({ origin })
  await submit(browser, '/login', { name, password: 'right password' })
  return browser
}

function submit(browser: Browser, path: string, fields: Readonly<Record<string, string>>) {
  return browser.post(path, String(new URLSearchParams(fields)), {
    origin,
    'sec-fetch-site': 'same-origin',
    'content-type': 'application/x-www-form-urlencoded',
  })
}

function type(browser: Browser, code: string) {
  scripted.rightCodes.add(code)
  return browser.post('/countersign/code', { code })
}

async function approve(browser: Browser): Promise<void> {
  await browser.post('/countersign/start')
  scripted.become('approved')
  await browser.post('/countersign/complete')
}
