// What every route has in common: headers, methods, CORS, unknown paths, faults of our own, and the pages people read.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { errorCodes } from '@countersign/protocol'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
before(async () => {
  server = await TestServer.start()
})
after(() => server.stop())

test('every answer carries the security headers, errors included, and none says what it is made with', async () => {
  for (const path of ['/v1/server', '/v1/keyset', '/v1/nothing', '/healthz', '/docs', '/']) {
    const { headers } = await server.call('GET', path)
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'/)
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
    assert.match(headers.get('request-id') ?? '', /^[0-9a-f]{12}-[0-9a-z]+$/)
    assert.equal(headers.get('x-powered-by'), null)
    assert.equal(headers.get('etag'), null)
    assert.equal(headers.get('server'), null)
    // Over plain http it would be ignored, and a mistake could not be taken back.
    assert.equal(headers.get('strict-transport-security'), null)
  }
})

test('no two requests have the same id', async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, async () => (await server.call('GET', '/healthz')).headers.get('request-id')),
  )
  assert.equal(new Set(ids).size, 20)
})

test('a server that browsers reach by https says so for two years', async () => {
  const own = await TestServer.start({ config: { publicUrl: 'https://id.example.org' } })
  try {
    const port = own.log.find(({ event }) => event === 'server_started')?.fields['port']
    const response = await fetch(`http://localhost:${port}/v1/server`)
    assert.equal(response.headers.get('strict-transport-security'), 'max-age=63072000')
  } finally {
    await own.stop()
  }
})

test('unknown paths and wrong methods', async () => {
  for (const path of ['/v1', '/v2/server', '/admin', '/v1/device', '/.env', '/v1/challenges/a/b'])
    assertProblem(await server.call('GET', path), 404, 'not_found')
  const post = await server.call('POST', '/v1/keyset', { body: {} })
  assertProblem(post, 405, 'method_not_allowed')
  assert.equal(post.headers.get('allow'), 'GET, HEAD')
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH']) {
    const reply = await server.call(method, '/v1/challenges')
    assertProblem(reply, 405, 'method_not_allowed')
    assert.equal(reply.headers.get('allow'), 'POST')
  }
})

test('HEAD answers like GET, without a body', async () => {
  const reply = await server.call('HEAD', '/v1/server')
  assert.equal(reply.status, 200)
  assert.ok(Number(reply.headers.get('content-length')) > 0)
  assert.equal(reply.text, '')
})

test('who the server is, and its keys', async () => {
  const { json } = await server.call('GET', '/v1/server')
  assert.equal(json.name, 'ACME')
  assert.deepEqual(json.protocols, ['countersign.v1'])
  assert.match(json.version, /^\d+\.\d+\.\d+/)
  assert.equal(Buffer.from(json.serverId, 'base64url').length, 32)
  const keySet = (await server.call('GET', '/v1/keyset')).json
  assert.deepEqual(Object.keys(keySet).sort(), ['body', 'rootKey', 'signature'])
})

test('pages of any origin may use what another server’s authenticator needs, and nothing else', async () => {
  for (const [method, path] of [
    ['GET', '/v1/keyset'],
    ['GET', '/v1/server'],
    ['POST', '/v1/pairings/look-up'],
    ['POST', '/v1/pairings/accept'],
  ] as const) {
    const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': method }
    const preflight = await server.call('OPTIONS', path, { headers })
    assert.equal(preflight.status, 204)
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*')
    assert.equal(preflight.headers.get('access-control-allow-methods'), method)
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'Content-Type')
    const reply = await server.call(method, path, {
      headers: { origin: 'https://elsewhere.example' },
      ...(method === 'POST' ? { body: {} } : {}),
    })
    // A refusal can be read too: the phone shows why.
    assert.equal(reply.headers.get('access-control-allow-origin'), '*')
    assert.equal(reply.headers.get('access-control-allow-credentials'), null)
    assert.equal(reply.headers.get('cross-origin-resource-policy'), 'cross-origin')
  }
  for (const path of ['/v1/challenges', '/healthz', '/']) {
    const reply = await server.call('OPTIONS', path, { headers: { origin: 'https://elsewhere.example' } })
    assert.equal(reply.headers.get('access-control-allow-origin'), null)
  }
})

test('a fault of ours tells the outside an id and the log what it was', async () => {
  const storage = createMemoryStorage()
  const broken = {
    ...storage,
    read: {
      ...storage.read,
      apps: { ...storage.read.apps, key: () => Promise.reject(new Error('disk on fire at /var/lib/x')) },
    },
  }
  const own = await TestServer.start({ overrides: { ports: { storage: broken } } })
  try {
    const reply = await own.call('POST', '/v1/challenges', {
      apiKey: `cs_0123456789abcdef_${'A'.repeat(43)}`,
      body: {},
    })
    const problem = assertProblem(reply, 500, 'internal')
    assert.doesNotMatch(reply.text, /disk|fire|var/)
    const line = own.log.find(({ event }) => event === 'request_failed')
    assert.equal(line?.fields['requestId'], problem.requestId)
    assert.match(String(line?.fields['error']), /disk on fire/)
  } finally {
    await own.stop()
  }
})

test('the OpenAPI document names every operation, every reference leads somewhere', async () => {
  const { json, text } = await server.call('GET', '/v1/openapi.json')
  assert.equal(json.openapi, '3.1.0')
  assert.equal(json.servers[0].url, server.url)
  const paths = Object.keys(json.paths).sort()
  const operations = paths.flatMap((path) => Object.keys(json.paths[path]))
  assert.deepEqual(
    paths.filter((path) => /^\/v1\/(?:challenges|keyset|pairings|server|watch)/.test(path)),
    [
      '/v1/challenges',
      '/v1/challenges/{id}',
      '/v1/challenges/{id}/cancel',
      '/v1/challenges/{id}/redeem',
      '/v1/keyset',
      '/v1/pairings/accept',
      '/v1/pairings/look-up',
      '/v1/server',
      '/v1/watch',
    ],
  )
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
    assert.ok(json.components.schemas[name ?? ''], `${name} is missing`)
  const ids = [...text.matchAll(/"operationId": "(\w+)"/g)].map(([, id]) => id)
  assert.equal(new Set(ids).size, operations.length)
  const body = json.components.schemas.RequestApproval
  assert.equal(body.additionalProperties, false)
  assert.deepEqual(body.properties.purpose.enum, ['login', 'stepUp', 'transaction'])
})

test('every group that an operation names is one of the document', async () => {
  const { json } = await server.call('GET', '/v1/openapi.json')
  const names = json.tags.map(({ name }: { readonly name: string }) => name)
  for (const [path, methods] of Object.entries<Record<string, { readonly tags: string[] }>>(json.paths))
    for (const { tags } of Object.values(methods)) assert.ok(names.includes(tags[0]), `${path}: ${tags[0]}`)
})

test('the page for people is rendered from it: every operation and every code, no script, no inline style', async () => {
  const { status, text, headers } = await server.call('GET', '/docs')
  assert.equal(status, 200)
  assert.equal(headers.get('content-type'), 'text/html; charset=utf-8')
  assert.doesNotMatch(text, /<script|style="|<style|\son\w+=|javascript:/i)
  for (const code of Object.keys(errorCodes)) assert.ok(text.includes(`id="${code}"`), code)
  assert.match(text, /curl -sS http:\/\/localhost:\d+\/v1\/challenges/)
  const style = await server.call('GET', '/docs.css')
  assert.equal(style.headers.get('content-type'), 'text/css; charset=utf-8')
})

test('a server’s name is text on its pages, never markup', async () => {
  const own = await TestServer.start({ config: { name: '<b onclick=x>"&' } })
  try {
    for (const path of ['/', '/docs']) {
      const { text } = await own.call('GET', path)
      assert.doesNotMatch(text, /<b onclick/)
      assert.match(text, /&lt;b onclick=x&gt;&quot;&amp;/)
    }
  } finally {
    await own.stop()
  }
})

test('the authenticator: its policy, hashed files for ever, everything else asked for again', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-pwa-'))
  t.after(() => rmSync(dir, { recursive: true }))
  mkdirSync(join(dir, 'assets'))
  writeFileSync(join(dir, 'index.html'), '<!doctype html><title>app</title>')
  writeFileSync(join(dir, 'sw.js'), '')
  writeFileSync(join(dir, '.env'), 'SECRET=1')
  writeFileSync(join(dir, 'assets', 'index-B1x_9-zQ.js'), '')
  const own = await TestServer.start({ config: { 'authenticator.dir': dir } })
  try {
    const index = await own.call('GET', '/authenticator/')
    assert.equal(index.status, 200)
    assert.match(index.text, /<title>app/)
    const policy = index.headers.get('content-security-policy') ?? ''
    assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/)
    assert.match(policy, /connect-src 'self' https: wss: http:\/\/localhost:\*/)
    assert.doesNotMatch(policy, /unsafe/)
    assert.match(policy, /require-trusted-types-for 'script'; trusted-types countersign-worker$/)
    assert.equal(index.headers.get('cache-control'), 'no-cache')
    const hashed = await own.call('GET', '/authenticator/assets/index-B1x_9-zQ.js')
    assert.equal(hashed.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal((await own.call('GET', '/authenticator/sw.js')).headers.get('cache-control'), 'no-cache')
    const bare = await own.call('GET', '/authenticator')
    assert.equal(bare.status, 308)
    assert.equal(bare.headers.get('location'), '/authenticator/')
    for (const path of [
      '/authenticator/.env',
      '/authenticator/..%2f..%2fetc%2fpasswd',
      '/authenticator/no.js',
    ])
      assertProblem(await own.call('GET', path), 404, 'not_found')
  } finally {
    await own.stop()
  }
})

test('the console, the page for oneself and that of invitations: their policy, and their files only', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'countersign-console-'))
  t.after(() => rmSync(dir, { recursive: true }))
  for (const page of ['console', 'me', 'invite', 'set-up']) {
    mkdirSync(join(dir, page, 'assets'), { recursive: true })
    writeFileSync(join(dir, page, 'index.html'), `<!doctype html><title>${page}</title>`)
  }
  writeFileSync(join(dir, 'console', 'assets', 'console-B1x_9-zQ.js'), '')
  const own = await TestServer.start({ config: { 'console.dir': dir } })
  try {
    for (const page of ['console', 'me', 'invite', 'set-up']) {
      const index = await own.call('GET', `/${page}/`)
      assert.equal(index.status, 200)
      assert.match(index.text, new RegExp(`<title>${page}`))
      const policy = index.headers.get('content-security-policy') ?? ''
      assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/)
      assert.match(policy, /connect-src 'self';/)
      assert.match(
        policy,
        /frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'$/,
      )
      assert.doesNotMatch(policy, /unsafe|https?:|\*/)
      assert.equal((await own.call('GET', `/${page}`)).headers.get('location'), `/${page}/`)
    }
    const hashed = await own.call('GET', '/console/assets/console-B1x_9-zQ.js')
    assert.equal(hashed.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assertProblem(await own.call('GET', '/console/..%2fme%2findex.html'), 404, 'not_found')
  } finally {
    await own.stop()
  }
})

test('a console that is not built says what to do', async () => {
  const own = await TestServer.start({ config: { 'console.dir': join(tmpdir(), 'no-such-directory') } })
  try {
    for (const page of ['console', 'me', 'invite', 'set-up']) {
      const reply = await own.call('GET', `/${page}/`)
      assert.equal(reply.status, 503)
      assert.match(reply.text, /npm run build/)
    }
  } finally {
    await own.stop()
  }
})

test('an authenticator that is not built says what to do', async () => {
  const own = await TestServer.start({ config: { 'authenticator.dir': join(tmpdir(), 'no-such-directory') } })
  try {
    const reply = await own.call('GET', '/authenticator/')
    assert.equal(reply.status, 503)
    assert.match(reply.text, /npm run build/)
  } finally {
    await own.stop()
  }
})

test('behind TLS of its own the authenticator may not reach plain addresses', async () => {
  const { authenticatorPolicy } = await import('@countersign/server/http/security-headers')
  assert.doesNotMatch(authenticatorPolicy(false), /http:\/\/|ws:\/\//)
})
