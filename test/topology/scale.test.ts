// What docker-compose.yml starts with the profile `scale`, as processes of this machine: nobody here knows of more than one address.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { caddyMissing } from '../support/caddy.js'
import { missingPostgres } from '../support/postgres.js'
import { redisMissing } from '../support/redis.js'
import type { Reply } from './https-call.js'
import { call, watch } from './https-call.js'
import { Site } from './site.js'
import type { Terminal } from './terminal-phone.js'

const APP_ADDRESS = '203.0.113.7'
/** Requests of browsers and apps while a server goes. */
const EVERY_MS = 25
/** Twice `health_interval`, and as long as `fail_duration`: by then the proxy knows who is there. */
const NOTICED_MS = 2_000
/** A machine with too much to do may take far longer, and that is no fault of anybody's. */
const PATIENCE_MS = 30_000

describe('two servers behind Caddy', { skip: caddyMissing() || missingPostgres() || redisMissing() }, () => {
  let site: Site
  let phone: Terminal
  let apiKey: string

  before(async () => {
    site = await Site.open()
    await site.command('account', 'add', 'alice')
    const app = await site.command('app', 'add', 'Shop', '--origin', 'https://shop.example.org')
    apiKey = String(app['apiKey'])
    const { link, ticketId } = await site.command('pair', 'alice', '--no-wait')
    phone = site.phone(String(link))
    const { confirmation } = await phone.event('paired')
    await site.command('pair', 'confirm', String(ticketId), '--confirmation', String(confirmation))
  })
  after(() => site?.close())

  const post = (path: string, body: unknown): Promise<Reply> =>
    call(site.url + path, { method: 'POST', body, headers: { authorization: `Bearer ${apiKey}` } })

  /** Asked, shown, picked, told to the page, redeemed: gives what the page was told. */
  async function logIn(): Promise<readonly string[]> {
    const appNonce = randomBytes(32).toString('base64url')
    const context = { address: APP_ADDRESS, browser: 'Firefox on Windows' }
    const body = { userId: 'alice', purpose: 'login', appNonce, context }
    let asked = await post('/v1/challenges', body)
    // A request that meets a server as it dies is lost with it, and nobody but the app may ask again.
    for (
      const untilMs = Date.now() + PATIENCE_MS;
      asked.status >= 502 && Date.now() < untilMs;
      await delay(EVERY_MS)
    )
      asked = await post('/v1/challenges', body)
    assert.equal(asked.status, 201, JSON.stringify(asked.json))
    const { challengeId, watchToken, match } = asked.json
    const seen = watching(watchToken)
    const request = await phone.event('request', { challengeId })
    assert.equal(request['address'], APP_ADDRESS)
    phone.type({ challengeId, ...pick(request, match.symbolId) })
    const states = await seen
    const redeemed = await post(`/v1/challenges/${challengeId}/redeem`, { appNonce })
    assert.equal(redeemed.status, 200, JSON.stringify(redeemed.json))
    return states
  }

  /** A page that looks until it knows the end, over as many streams as it takes. */
  async function watching(watchToken: string): Promise<readonly string[]> {
    const states: string[] = []
    for (;;) {
      for await (const state of watch(site.url, watchToken)) {
        states.push(state)
        if (state === 'approved') return states
      }
    }
  }

  test('a login goes through TLS, WebSocket and event stream, whichever server each of them meets', async () => {
    for (let times = 0; times < 4; times += 1) assert.equal((await logIn()).at(-1), 'approved')
  })

  test('the address that a server sees is that of who came to the proxy, whatever they say of themselves', async () => {
    await site.command('admin', 'add', 'alice', '--role', 'owner')
    const { status, json } = await call(`${site.url}/admin/v1/session/start`, {
      method: 'POST',
      body: { userId: 'alice' },
      headers: {
        ...{ origin: site.url, 'countersign-request': '1' },
        ...{ 'x-forwarded-for': '198.51.100.66', forwarded: 'for=198.51.100.66' },
      },
      from: '127.0.0.2',
    })
    assert.equal(status, 201, JSON.stringify(json))
    const request = await phone.event('request', { challengeId: json.challengeId })
    assert.equal(request['address'], '127.0.0.2')
    phone.type({ challengeId: json.challengeId, deny: true })
    await phone.event('decided', { challengeId: json.challengeId })
  })

  test('a server that is told to stop goes without one request failing, and its phones come to the other', async () => {
    const faults: string[] = []
    let going = true
    const asking = (async () => {
      for (; going; await delay(EVERY_MS)) {
        const { status } = await call(`${site.url}/v1/server`).catch((error: Error) => ({
          status: error.message,
        }))
        if (status !== 200) faults.push(String(status))
      }
    })()
    assert.equal(await site.server(0).stop(), 0)
    assert.equal((await logIn()).at(-1), 'approved')
    await site.start(0)
    await delay(NOTICED_MS)
    going = false
    await asking
    assert.deepEqual(faults, [])
  })

  test('a server that dies takes no login with it that comes after', async () => {
    await site.server(1).kill()
    assert.equal((await logIn()).at(-1), 'approved')
    await site.start(1)
    await delay(NOTICED_MS)
    assert.equal((await logIn()).at(-1), 'approved')
  })

  test('what servers write has no password in it', () => {
    const written = site.lines.join('\n')
    for (const password of site.passwords) assert.ok(!written.includes(password), written)
  })

  test('what came with the image is served: the authenticator, the console, and a page of the API', async () => {
    for (const path of ['/authenticator/', '/console/', '/docs'])
      assert.equal((await call(site.url + path)).status, 200, path)
  })
})

function pick(request: Readonly<Record<string, unknown>>, symbolId: number): { readonly choose: string } {
  // Sound: as `countersign device run --json` prints it; a wrong shape fails the test.
  const options = request['options'] as readonly { readonly id: number; readonly slug: string }[]
  const right = options.find(({ id }) => id === symbolId)
  assert.ok(right, 'the phone shows what the page shows')
  return { choose: right.slug }
}
