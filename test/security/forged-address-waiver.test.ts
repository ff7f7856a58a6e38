// A forged address: where an office network needs no second factor, whoever makes the app believe in an office address needs none.
// The server believes the address that the app tells, since it never sees the browser ([WV7]). So it is the app that must know whom
// to believe: express takes X-Forwarded-For only from the proxies that `trust proxy` names. From anyone else it is words.
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { countersign } from '@countersign/web-plugin/express'
import express from 'express'
import session from 'express-session'
import { policyBody } from '../support/policies.js'
import { setPolicies } from '../support/policy-world.js'
import { approvalBody, TestServer } from '../support/test-server.js'
import { Browser } from './demo-site.js'

const OFFICE = '10.20.0.0/16'
const ORIGIN = 'http://app.example'
let server: TestServer
before(async () => {
  server = await TestServer.start()
  await server.addAccount('alice')
  await setPolicies(server, [policyBody({ says: { requirement: 'off' }, when: { networks: [OFFICE] } })])
})
after(() => server.stop())

/** An app that accepts waivers, behind this idea of its proxies. */
async function appTrusting(proxies: string | false, name: string) {
  const app = express()
  app.set('trust proxy', proxies)
  app.use(session({ secret: 'test', resave: false, saveUninitialized: false }))
  app.use(
    countersign({
      serverUrl: server.url,
      serverId: toBase64Url(server.ports.vault.serverId),
      ...(await server.addApp(name, [ORIGIN])),
      origin: ORIGIN,
      acceptWaivers: true,
      subject: () => ({ userId: 'alice' }),
    }).routes,
  )
  const listening = createServer(app)
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo // sound: it listens on TCP
  return {
    start: async (headers: Readonly<Record<string, string>>): Promise<string> =>
      (await new Browser(`http://127.0.0.1:${port}`, ORIGIN, headers).call('start')).json.state,
    close: () => {
      listening.closeAllConnections()
      listening.close()
    },
  }
}

test('[WV7] a stranger’s X-Forwarded-For from the office gets no waiver at an app that trusts no proxy', async (t) => {
  const app = await appTrusting(false, 'Direct')
  t.after(app.close)
  for (const header of ['x-forwarded-for', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'forwarded'])
    assert.equal(
      await app.start({ [header]: header === 'forwarded' ? 'for=10.20.0.7' : '10.20.0.7' }),
      'pending',
    )
})

test('[WV7] behind a proxy that the app trusts, the address that the proxy saw decides, not what the stranger put before it', async (t) => {
  const app = await appTrusting('loopback', 'Proxied')
  t.after(app.close)
  assert.equal(await app.start({ 'x-forwarded-for': '10.20.0.7, 203.0.113.9' }), 'pending')
  assert.equal(await app.start({ 'x-forwarded-for': '203.0.113.9, 10.20.0.7' }), 'passed')
})

test('what is no address, or several, is in no network', async () => {
  const { apiKey } = await server.addApp('Plain')
  const forged = [
    '10.20.0.7:443',
    '10.20.0.7, 10.20.0.8',
    ' 10.20.0.7',
    '10.20.7',
    '010.20.0.7',
    '0x0a140007',
    '169082887',
  ]
  const more = ['10.20.0.7%eth0', '::10.20.0.7', '[::ffff:10.20.0.7]', 'office', '', '10.20.0.7/16']
  for (const address of [...forged, ...more]) {
    const body = approvalBody({ mayWaive: true, context: { address, browser: `asks as ${address}` } })
    const { status, json } = await server.call('POST', '/v1/challenges', { apiKey, body })
    if (status === 429) continue
    assert.equal(json.decision, undefined, address)
  }
})

test('[WV7] an app’s own key can claim any address: what it is told is recorded, and the waiver names it', async () => {
  const { apiKey } = await server.addApp('Careless')
  const body = approvalBody({
    mayWaive: true,
    context: { address: '10.20.0.7', browser: 'Firefox on Linux' },
  })
  const { json } = await server.call('POST', '/v1/challenges', { apiKey, body })
  assert.equal(json.because, 'trusted_network')
  const claims = JSON.parse(Buffer.from(json.statement.split('.')[1], 'base64url').toString())
  assert.equal(claims.address, '10.20.0.7')
  const entries = await server.ports.storage.read.audit.page({ action: 'login.waived' }, undefined, 100)
  assert.ok(entries.entries.some(({ entry }) => entry.facts['address'] === '10.20.0.7'))
})
