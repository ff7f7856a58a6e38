// A way back that leads elsewhere: the link of a login on one phone names the path to return to, and a link is anybody's to write. A thief
// who began a login with a stolen password sends one whose path is another host's, or a redirect of the app's own ("/go?to=…"): a browser
// keeps the fragment across redirects, so the return code would be read at the thief's page. Only plain paths of the signed origin are
// gone back to, and the plugin writes no other into a link.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readApprovalFragment, returnAddress } from '@countersign/protocol'
import { TestServer } from '../support/test-server.js'
import type { DemoSite } from './demo-site.js'
import { openDemoSite } from './demo-site.js'
import { openedLink } from './link.js'

const CODE = 'AAAAAAAAAAAAAAAAAAAAAA'
const ELSEWHERE = [
  '//evil.example',
  '//evil.example/countersign',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/%09/evil.example',
  '/.//evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  '@evil.example/',
  '.evil.example/',
  ':80@evil.example/',
  '/go?to=https://evil.example',
  '/go;to=evil.example',
  '/go/https://evil.example/',
  '/go/https%3A%2F%2Fevil.example',
  '/logout?returnTo=//evil.example',
  '/countersign#x',
  '/countersign&back=//evil.example',
  '/countersign\u2028',
  '/ev\u0131l',
]

let server: TestServer
let site: DemoSite
before(async () => {
  server = await TestServer.start()
  site = await openDemoSite(server)
  await server.addAccount('alice')
})
after(async () => {
  await site.close()
  await server.stop()
})

test('[LK6] a link with such a path is no link, and leads nowhere', () => {
  for (const path of ELSEWHERE) {
    assert.equal(readApprovalFragment(`#approve=${CODE}.${CODE}&back=${path}`), undefined, path)
    assert.equal(returnAddress('https://shop.example.org', path, CODE), undefined, path)
  }
})

test('[LK6] a page cannot make the plugin write one: its own waiting page stands in', async () => {
  const thief = site.browser()
  await thief.signIn('alice')
  for (const page of [...ELSEWHERE, `/${'a'.repeat(300)}`, 7, null, ['/'], { path: '/' }]) {
    const started = await thief.call('start', { sameDevice: true, again: true, page })
    assert.equal(openedLink(started).back, '/countersign', String(page))
  }
  const started = await thief.call('start', { sameDevice: true, again: true, page: '/login/second' })
  assert.equal(openedLink(started).back, '/login/second')
})

test('[LK2] the link is the server’s own, with everything in its fragment', async () => {
  const browser = site.browser()
  await browser.signIn('alice')
  const started = await browser.call('start', { sameDevice: true, again: true, page: '/countersign' })
  const { origin, pathname, search } = new URL(started.json.match.href)
  assert.deepEqual([origin, pathname, search], [new URL(server.url).origin, '/authenticator/', ''])
})
