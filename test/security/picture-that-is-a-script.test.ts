// A picture that is a script: whoever may set a logo puts a file there that browsers run: an SVG with a script, an HTML page that is
// called a picture, a file that is a picture and a page at once. It is served from the server's own origin, where the console's
// cookie is. So only bytes that are a PNG or WebP from end to end are taken, and what is served can do nothing.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { AppId } from '@countersign/protocol'
import { publicBranding } from '@countersign/protocol'
import { logoSaved } from '@countersign/protocol/admin'
import { adminOf } from '../support/admin-token.js'
import { tinyPng, tinyWebp } from '../support/pictures.js'
import { assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
let admin: Awaited<ReturnType<typeof adminOf>>
let appId: string
before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
  admin = await adminOf(server)
  appId = (await server.addApp()).appId
})
after(() => server.stop())

const places = (): readonly string[] => ['/admin/v1/branding/logo', `/admin/v1/apps/${appId}/logo`]
const put = (path: string, body: Uint8Array | string, type = 'image/png') =>
  admin('PUT', path, { body, headers: { 'content-type': type } })
const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("/admin/v1/accounts")</script></svg>'

test('a script is no picture, whatever it is called', async () => {
  const hostile = [
    text(SVG),
    text('<!doctype html><script>1</script>'),
    new Uint8Array(Buffer.concat([tinyPng(), text(SVG)])),
    new Uint8Array(Buffer.concat([text('GIF89a'), tinyPng()])),
    tinyPng().slice(0, 40),
    tinyPng(5000, 5000),
    new Uint8Array(0),
  ]
  for (const path of places())
    for (const body of hostile)
      for (const type of ['image/png', 'image/webp'])
        assertProblem(await put(path, body, type), 422, 'body_invalid')
})

test('another type, or more than 64 kB, is refused before the bytes are looked at', async () => {
  for (const path of places()) {
    for (const type of ['image/svg+xml', 'text/html', 'application/octet-stream', 'image/pngx'])
      assertProblem(await put(path, tinyPng(), type), 415, 'content_type_unsupported')
    assertProblem(await put(path, new Uint8Array(65_537)), 413, 'body_too_large')
  }
})

test('what is served says what it is by its bytes, and can run nothing', async () => {
  for (const path of places()) {
    // Called a PNG, and a WebP all the same.
    const saved = logoSaved.parse((await put(path, tinyWebp(), 'image/png')).json)
    const served = await fetch(server.url + new URL(saved.logoUrl).pathname + new URL(saved.logoUrl).search)
    assert.equal(served.status, 200)
    assert.deepEqual(new Uint8Array(await served.arrayBuffer()), tinyWebp())
    assert.equal(served.headers.get('content-type'), 'image/webp')
    assert.equal(served.headers.get('x-content-type-options'), 'nosniff')
    assert.match(served.headers.get('content-security-policy') ?? '', /default-src 'none'; sandbox/)
    assert.equal(served.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal(served.headers.get('access-control-allow-origin'), '*')
    assert.equal(served.headers.get('cross-origin-resource-policy'), 'cross-origin')
  }
})

test('a new logo has a new address; an old or made-up version is kept for minutes only', async () => {
  const first = logoSaved.parse((await put('/admin/v1/branding/logo', tinyPng())).json)
  const branding = publicBranding.parse((await server.call('GET', '/v1/branding')).json)
  assert.equal(branding.logoUrl, first.logoUrl)
  assert.equal(branding.name, 'ACME')
  const guessed = await server.call('GET', '/v1/branding/logo?v=1')
  assert.equal(guessed.headers.get('cache-control'), 'public, max-age=300')
})

test('no logo, no app, a deleted app: the same answer', async () => {
  assert.equal((await admin('DELETE', '/admin/v1/branding/logo')).status, 204)
  assert.equal((await admin('DELETE', '/admin/v1/branding/logo')).status, 204)
  const other = await server.addApp('Other')
  await put(`/admin/v1/apps/${other.appId}/logo`, tinyPng())
  assert.equal((await admin('DELETE', `/admin/v1/apps/${other.appId}`)).status, 204)
  const gone = [
    '/v1/branding/logo',
    `/v1/apps/${other.appId}/logo`,
    '/v1/apps/00000000-0000-7000-8000-000000000000/logo',
    '/v1/apps/..%2F..%2Fserver/logo',
    '/v1/apps/server/logo',
  ]
  for (const path of gone) assertProblem(await server.call('GET', path), 404, 'not_found')
  assertProblem(await put(`/admin/v1/apps/${other.appId}/logo`, tinyPng()), 404, 'not_found')
})

test('only who may changes looks', async () => {
  const reader = await adminOf(server, ['apps:read', 'settings:read'])
  for (const path of places()) {
    const reply = await reader('PUT', path, { body: tinyPng(), headers: { 'content-type': 'image/png' } })
    assertProblem(reply, 403, 'forbidden')
  }
  const found = await server.ports.storage.read.logos.of(`app:${appId as AppId}`)
  assert.equal(found?.type, 'image/webp')
})
