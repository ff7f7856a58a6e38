// Open redirect and page injection: a link to the real login page carries a target of the attacker's, and the person who has just
// proven who they are is sent there; or a name, a user agent or an address carries markup, and runs as script in the login
// page, in the documentation or in the authenticator. Targets are paths of this app; every text is text, and where a
// mistake slipped in, the page's policy would still not run it.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { toBase64Url } from '@countersign/protocol'
import { countersign } from '@countersign/web-plugin/express'
import { questionOf } from '../support/raw-device.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'
import type { DemoSite } from './demo-site.js'
import { choiceOn, openDemoSite } from './demo-site.js'
import { Phone } from './phone.js'

const MARKUP = `<img src=x onerror=alert(1)>"'&`
/** The five that HTML takes for its own; as elements or attributes they must not arrive. */
const ALIVE = /<img|onerror=alert\(1\)>"/

let server: TestServer
let site: DemoSite
let phone: Phone
before(async () => {
  server = await TestServer.start({ config: { name: `ACME ${MARKUP}` } })
  await server.addAccount('alice')
  phone = await Phone.paired(server)
  site = await openDemoSite(server, `Demo ${MARKUP}`)
})
after(async () => {
  phone.close()
  await site.close()
  await server.stop()
})

test('after the login only a path of this app is opened, whatever was asked for before it', async () => {
  const targets = [
    '//evil.example/',
    '/\\evil.example/',
    '/%2F%2Fevil.example/',
    '/.//evil.example/',
    '/account/..//evil.example/',
    '/%0d%0aLocation:%20https://evil.example/',
  ]
  for (const target of targets) {
    const browser = site.browser()
    await browser.signIn('alice')
    // As the wire has it: `fetch` would tidy the path up before it is sent.
    await rawGet(target, browser.cookie)
    const started = await browser.call('start')
    await phone.pull()
    await phone.approve(phone.rung.at(-1) ?? '', choiceOn(started))
    const { json } = await browser.call('complete')

    assert.equal(json.state, 'passed', target)
    const opened = new URL(json.redirectTo, site.origin)
    assert.equal(opened.origin, site.origin, `${target} → ${json.redirectTo}`)
  }
})

test('redirects before the login lead to this app, whatever Host, path or forwarded header says', async () => {
  for (const [path, headers] of [
    ['/', { host: 'evil.example' }],
    ['//evil.example', {}],
    ['/', { 'x-forwarded-host': 'evil.example', 'x-forwarded-prefix': '//evil.example' }],
    ['/countersign', { host: 'evil.example' }],
    ['/login?next=//evil.example', {}],
  ] as const) {
    const location = /\r\nlocation: (.*)\r\n/i.exec(await rawGet(path, '', headers))?.[1]
    if (location !== undefined) assert.match(location, /^\/(?:login|link|countersign)$/, path)
  }
})

test('a target that HTTP forbids, a tab or a line break in the path, never reaches the app', async () => {
  for (const path of ['/\t/evil.example', '/\n/evil.example', '/\r/evil.example', '/ /evil.example'])
    assert.match(await rawGet(path), /^HTTP\/1\.1 400 /, JSON.stringify(path))
})

test('settings of the plugin that lead elsewhere, or to script, are refused at start', () => {
  const settings = {
    serverUrl: server.url,
    serverId: toBase64Url(server.ports.vault.serverId),
    apiKey: site.apiKey,
    appId: '019aa5c2-7d1e-7c3b-9a54-3f0a6d1b2c4e',
    origin: site.origin,
    subject: () => undefined,
  }
  for (const target of [
    '//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\\evil.example',
    '',
  ])
    for (const name of ['afterLogin', 'loginAt'])
      assert.throws(() => countersign({ ...settings, [name]: target }), new RegExp(`${name}: `), target)
  countersign({ ...settings, afterLogin: '/home?tab=1#top', loginAt: '/sign-in' })
})

test('a server’s and an app’s name are text on every page, under a policy that runs nothing inline', async () => {
  for (const path of ['/', '/docs', '/authenticator/']) {
    const page = await server.call('GET', path)
    assert.doesNotMatch(page.text, ALIVE, path)
    assertStrict(page.headers.get('content-security-policy') ?? '', path)
  }
  const browser = site.browser()
  await browser.signIn('alice')
  for (const path of ['/login', '/countersign', '/link', '/account', '/nothing-here']) {
    const page = await browser.get(path)
    assert.doesNotMatch(page.text, ALIVE, path)
    const policy = page.headers.get('content-security-policy')
    if (page.status !== 303) assertStrict(policy ?? '', path)
  }
})

test('a user agent with markup is a plain word on the phone, and nothing of it comes back in a page', async () => {
  const signedIn = site.browser()
  await signedIn.signIn('alice')
  const { cookie } = signedIn
  for (const agent of [MARKUP, '"><script>alert(1)</script> Firefox/140', 'Firefox/1 <b>', '‮evil']) {
    const headers = { 'user-agent': encodeURI(agent) === agent ? agent : agent.replace(/[^ -~]/g, '') }
    const browser = Object.assign(site.browser(headers), { cookie })
    const started = await browser.call('start', { again: true })
    await phone.pull()
    const { browser: shown } = questionOf(await phone.shown(phone.rung.at(-1) ?? '')).context
    assert.ok(!/script|onerror/.test(shown), shown)
    assert.doesNotMatch(started.text, ALIVE)
    await phone.deny(phone.rung.at(-1) ?? '')
  }
})

test('what a form sends back is escaped: names, wrong passwords, IDs', async () => {
  const browser = site.browser()
  assert.doesNotMatch((await browser.signIn(MARKUP, MARKUP)).text, ALIVE)
  await browser.signIn('bob')
  assert.doesNotMatch((await browser.submit('/link', { userId: MARKUP })).text, ALIVE)
  assert.doesNotMatch((await browser.get('/link')).text, ALIVE)
})

test('an error repeats nothing that could be markup, and is never shown as a page', async () => {
  const { apiKey } = await server.addApp('Errors', ['https://errors.example'])
  const body = { ...approvalBody(), [MARKUP]: 1 }
  const reply = await server.call('POST', '/v1/challenges', { apiKey, body })
  assertProblem(reply, 422, 'body_invalid')
  assert.equal(reply.headers.get('x-content-type-options'), 'nosniff')
  for (const path of [`/${encodeURIComponent(MARKUP)}`, `/v1/challenges/${encodeURIComponent(MARKUP)}`]) {
    const missing = await server.call('GET', path, { apiKey })
    assert.doesNotMatch(missing.text, ALIVE)
    assert.equal(missing.headers.get('content-type'), 'application/problem+json')
  }
})

test('nothing in the authenticator, the element or the pages parses markup out of text', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const parsing =
    /\b(?:innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|createContextualFragment|DOMParser|document\.write|srcdoc|eval\(|new Function)\b/
  for (const folder of [
    'client-sdk/authenticator/src',
    'client-sdk/src',
    'web-plugin/src',
    'web-plugin/demo/src',
    'server/src/http',
  ])
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }))
      if (/\.tsx?$/.test(file))
        assert.doesNotMatch(readFileSync(join(root, folder, file), 'utf8'), parsing, join(folder, file))
})

/** No inline script, no inline style, no frame around it, no other base. */
function assertStrict(policy: string, where: string): void {
  assert.match(policy, /default-src 'none'/, where)
  assert.match(policy, /frame-ancestors 'none'/, where)
  assert.match(policy, /base-uri 'none'/, where)
  assert.doesNotMatch(policy, /unsafe-|script-src[^;]*(?:data:|https?:|\*)/, where)
}

/** A GET of exactly these bytes, as no well-meaning client would send them; the whole reply. */
function rawGet(path: string, cookie = '', headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { port } = new URL(site.origin)
  const all = { host: `localhost:${port}`, accept: 'text/html', connection: 'close', cookie, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`),
    )
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(text))
  })
}
