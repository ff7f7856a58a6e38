// The demo app, from which people copy: its login, its linking, its pinned phones, in front of a scripted server.
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createApp } from '@countersign/demo/app'
import { Users } from '@countersign/demo/users'
import { deviceThumbprint } from '@countersign/web-plugin/verify'
import { newPair } from './assertion-kit.js'
import type { Reply } from './plugin-app.js'
import { Browser } from './plugin-app.js'
import { ScriptedServer } from './scripted-server.js'

const scripted = new ScriptedServer()
let listening: Server
let origin: string
let directory: string
let users: Users

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'countersign-demo-'))
  users = await Users.open(join(directory, 'users.json'), 'right password')
  listening = createServer((req, res) => app(req, res))
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo // sound: it listens on TCP
  origin = `http://127.0.0.1:${port}`
  await scripted.start(origin)
  const { appId, apiKey, keys, url } = scripted
  const app = createApp({
    origin,
    serverUrl: url,
    serverId: keys.serverId,
    apiKey,
    appId,
    users,
    log: () => undefined,
  })
})
after(async () => {
  listening.closeAllConnections()
  listening.close()
  await scripted.stop()
  await rm(directory, { recursive: true })
})

test('a wrong password and an unknown name get the same page, and no phone rings', async () => {
  const wrong = await login('alice', 'wrong password')
  const unknown = await login('nobody', 'right password')

  assert.equal(wrong.reply.status, 401)
  assert.equal(unknown.reply.status, 401)
  assert.equal(wrong.reply.text, unknown.reply.text)
  assert.equal(scripted.asked.length, 0)
})

test('the right password alone opens nothing; the first phone of alice is noted and the next one refused', async () => {
  const { browser } = await login('alice', 'right password')
  assert.equal((await browser.get('/')).location, '/countersign')
  await approve(browser)

  assert.match((await browser.get('/')).text, /Welcome, alice/)
  assert.match((await browser.get('/account')).text, new RegExp(deviceThumbprint(scripted.device.publicKey)))

  const later = await login('alice', 'right password')
  const stranger = newPair()
  scripted.twist = { deviceKey: stranger.publicKey, answerSigner: stranger.privateKey }
  const refused = await approve(later.browser)
  scripted.twist = {}
  assert.equal(refused.json['code'], 'device_not_linked')
  assert.equal((await later.browser.get('/')).location, '/countersign')
})

test('bob links an ID by an access pass, and cannot link the one of alice', async () => {
  const { browser } = await login('bob', 'right password')
  assert.equal((await browser.get('/')).location, '/link')

  await submit(browser, '/link', { userId: 'alice' })
  const stolen = await approve(browser)
  assert.equal(stolen.status, 500)
  assert.equal(users.find('bob')?.link, undefined)

  await submit(browser, '/link', { userId: 'bob' })
  assert.equal((await approve(browser)).json['state'], 'passed')
  assert.match((await browser.get('/')).text, /Welcome, bob/)
  assert.equal(users.find('bob')?.link?.accountId, scripted.accountIds.get('bob'))
})

test('whoever has only the password of a linked user cannot link another ID', async () => {
  const { browser } = await login('alice', 'right password')

  await submit(browser, '/link', { userId: 'mallory' })
  await browser.post('/countersign/start', {}, own())

  assert.equal(scripted.last.body.userId, 'alice')
  assert.equal(users.find('alice')?.link?.userId, 'alice')
})

test('a form from another site does nothing', async () => {
  const browser = new Browser({ origin })

  const reply = await browser.post('/login', 'name=alice&password=right+password', {
    'content-type': 'application/x-www-form-urlencoded',
    origin: 'https://evil.example',
  })

  assert.equal(reply.status, 403)
})

test('what a user typed is text on the page, never markup', async () => {
  const name = '<script>alert(1)</script>'
  const { reply } = await login(name, 'x')

  assert.ok(!reply.text.includes('<script'))
  assert.match(reply.headers.get('content-security-policy') ?? '', /default-src 'none'/)
})

test('the file of the users holds no password and opens again', async () => {
  const file = join(directory, 'users.json')

  assert.ok(!(await readFile(file, 'utf8')).includes('right password'))
  const again = await Users.open(file, 'ignored')
  assert.equal((await again.check(' Alice', 'right password'))?.name, 'alice')
  assert.equal(await again.check('alice', 'ignored'), undefined)
})

async function login(name: string, password: string): Promise<{ browser: Browser; reply: Reply }> {
  const browser = new Browser({ origin })
  return { browser, reply: await submit(browser, '/login', { name, password }) }
}

function submit(browser: Browser, path: string, fields: Readonly<Record<string, string>>): Promise<Reply> {
  const headers = { ...own(), 'content-type': 'application/x-www-form-urlencoded' }
  return browser.post(path, String(new URLSearchParams(fields)), headers)
}

async function approve(browser: Browser): Promise<Reply> {
  await browser.post('/countersign/start', {}, own())
  scripted.become('approved')
  return browser.post('/countersign/complete', {}, own())
}

function own(): Readonly<Record<string, string>> {
  return { origin, 'sec-fetch-site': 'same-origin' }
}
