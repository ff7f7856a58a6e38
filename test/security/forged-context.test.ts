// Forged context: a thief makes the phone show the owner's own address and browser, so that a strange request looks familiar. What
// the phone shows comes signed from the server, and the server has it from the app; so the question is whom the app believes.
// X-Forwarded-For counts only where the operator named a proxy; from anyone else it is words.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { countersign } from '@countersign/web-plugin/express'
import express from 'express'
import session from 'express-session'
import { questionOf } from '../support/raw-device.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'
import type { DemoSite } from './demo-site.js'
import { Browser, openDemoSite } from './demo-site.js'
import { Phone } from './phone.js'

const FORGED = {
  'x-forwarded-for': '198.51.100.77',
  forwarded: 'for=198.51.100.77',
  'x-real-ip': '198.51.100.77',
  'x-forwarded-host': 'bank.example',
  'x-forwarded-proto': 'https',
}

let server: TestServer
let site: DemoSite
let phone: Phone
before(async () => {
  server = await TestServer.start()
  await server.addAccount('alice')
  phone = await Phone.paired(server)
  site = await openDemoSite(server)
})
after(async () => {
  phone.close()
  await site.close()
  await server.stop()
})

/** What the person reads on the phone about the newest request. */
async function read() {
  await phone.pull()
  return questionOf(await phone.shown(phone.rung.at(-1) ?? '')).context
}

test('a stranger’s X-Forwarded-For changes nothing that the phone shows', async () => {
  const thief = site.browser(FORGED)
  await thief.signIn('alice')
  await thief.call('start')

  const shown = await read()
  assert.deepEqual(
    [shown.appName, shown.origin, shown.userId, shown.address, shown.browser],
    ['Demo', site.origin, 'alice', '127.0.0.1', 'Firefox on Linux'],
  )
  await phone.deny(phone.rung.at(-1) ?? '')
})

test('from a proxy that the operator named it is believed, and only about the proxy’s own peer', async () => {
  const app = express()
  app.set('trust proxy', 'loopback')
  app.use(session({ secret: 'test', resave: false, saveUninitialized: false }))
  app.use(
    countersign({
      serverUrl: server.url,
      serverId: toBase64Url(server.ports.vault.serverId),
      ...(await server.addApp('Proxied', ['http://proxied.example'])),
      origin: 'http://proxied.example',
      subject: () => ({ userId: 'alice' }),
    }).routes,
  )
  const listening = createServer(app)
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo // sound: it listens on TCP
  for (const [forwarded, expected] of [
    ['203.0.113.9', '203.0.113.9'],
    ['198.51.100.77, 203.0.113.9', '203.0.113.9'],
    ['198.51.100.77, <script>', '<script>'],
  ] as const) {
    const headers = { 'x-forwarded-for': forwarded }
    await new Browser(`http://127.0.0.1:${port}`, 'http://proxied.example', headers).call('start')
    assert.equal((await read()).address, expected)
    await phone.deny(phone.rung.at(-1) ?? '')
  }
  listening.closeAllConnections()
  listening.close()
})

test('[CH1] the phone shows what the app gave and the server signed: text for text, under the app’s own name', async () => {
  const { apiKey } = await server.addApp('Payroll', ['https://payroll.example', 'https://other.example'])
  const context = { address: '2001:db8::1', browser: 'Konqueror on BeOS' }
  await server.requestApproval(apiKey, { context })

  const shown = await read()
  assert.deepEqual(
    [shown.appName, shown.origin, shown.userId, shown.address, shown.browser, shown.place],
    ['Payroll', 'https://payroll.example', 'alice', '2001:db8::1', 'Konqueror on BeOS', ''],
  )
  await phone.deny(phone.rung.at(-1) ?? '')
})

test('[CB5] an app cannot name itself otherwise, nor write what would look like something else', async () => {
  const { apiKey } = await server.addApp('Honest', ['https://honest.example'])
  const good = { address: '203.0.113.7', browser: 'Firefox on Windows' }
  const bad: readonly Readonly<Record<string, unknown>>[] = [
    { context: { ...good, appName: 'Bank' } },
    { context: { ...good, origin: 'https://bank.example' } },
    { context: { ...good, place: 'Berlin' } },
    { appName: 'Bank' },
    { context: { ...good, browser: 'Firefox\u202eswodniW' } },
    { context: { ...good, browser: 'Firefox\nApp: Bank' } },
    { context: { ...good, browser: 'Firefox\u001b[2J' } },
    { context: { ...good, address: '203.0.113.7\u2028Trusted' } },
    { context: { ...good, browser: 'x'.repeat(129) } },
    { context: { ...good, address: '1'.repeat(46) } },
    { userId: 'alice\u200f' },
  ]
  for (const more of bad)
    assertProblem(
      await server.call('POST', '/v1/challenges', { apiKey, body: approvalBody(more) }),
      422,
      'body_invalid',
    )
})

test('limits per address count the peer, so a forged header buys no new guesses', async () => {
  const own = await TestServer.start()
  const guess = (n: number) =>
    own.call('GET', '/v1/watch', {
      headers: { authorization: 'Watch wrong', 'x-forwarded-for': `198.51.100.${n}` },
    })
  for (let n = 0; n < 60; n += 1) assertProblem(await guess(n), 401, 'unauthorized')
  assertProblem(await guess(61), 429, 'too_many_requests')
  await own.stop()

  // Behind a configured proxy each client has limits of its own, and a client's own entry is not the one that counts.
  const proxied = await TestServer.start({ config: { proxies: ['127.0.0.1', '::1'] } })
  const through = (forwarded: string) =>
    proxied.call('GET', '/v1/watch', {
      headers: { authorization: 'Watch wrong', 'x-forwarded-for': forwarded },
    })
  for (let n = 0; n < 60; n += 1) await through(`198.51.100.${n}, 203.0.113.9`)
  assertProblem(await through('198.51.100.99, 203.0.113.9'), 429, 'too_many_requests')
  assertProblem(await through('203.0.113.10'), 401, 'unauthorized')
  await proxied.stop()
})
