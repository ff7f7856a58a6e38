// Bodies that no client of ours sends: each is refused early, with a problem that says what was expected and repeats nothing.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start()
  await server.addAccount()
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

const post = (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  server.call('POST', '/v1/challenges', { apiKey, body, headers })

test('malformed JSON', async () => {
  for (const text of ['', '{', '{"userId":', '[1,]', '{"a":1}}', 'null x', "{'userId':'alice'}"])
    assertProblem(await post(text), 400, 'body_malformed')
})

test('bytes that are not UTF-8', async () => {
  const body = new Uint8Array([...Buffer.from('{"userId":"'), 0xff, 0xfe, ...Buffer.from('"}')])
  assertProblem(await post(body), 400, 'body_malformed')
})

test('JSON that is no object', async () => {
  for (const text of ['null', '[]', '"alice"', '7', 'true']) {
    const problem = assertProblem(await post(text), 422, 'body_invalid')
    assert.deepEqual(problem.fault, { path: '', expected: 'object' })
  }
})

test('a wrong value is named by its path, and never repeated', async () => {
  const cases: readonly (readonly [Record<string, unknown>, string, RegExp])[] = [
    [{ userId: undefined }, 'userId', /^string$/],
    [{ userId: 'secret value' }, 'userId', /^text like/],
    [{ userId: 7 }, 'userId', /^string$/],
    [{ userId: 'a'.repeat(300) }, 'userId', /^at most 254/],
    [{ purpose: 'transfer' }, 'purpose', /^one of login, stepUp, transaction$/],
    [{ appNonce: 'AAAA' }, 'appNonce', /base64url of 32 bytes/],
    [{ context: { address: '203.0.113.7' } }, 'context.browser', /^string$/],
    [{ context: { address: 'x'.repeat(46), browser: 'b' } }, 'context.address', /^at most 45/],
    [{ context: { address: 'a', browser: 'line\u2028break' } }, 'context.browser', /without control/],
    [{ context: { address: 'a', browser: 'e\u0301' } }, 'context.browser', /NFC/],
  ]
  for (const [change, path, expected] of cases) {
    const reply = await post(approvalBody(change))
    const problem = assertProblem(reply, 422, 'body_invalid')
    assert.equal(problem.fault?.path, path)
    assert.match(problem.fault?.expected ?? '', expected)
    assert.doesNotMatch(reply.text, /secret value/)
  }
})

test('unknown keys, at any depth', async () => {
  const top = assertProblem(await post(approvalBody({ symbolId: 3 })), 422, 'body_invalid')
  assert.deepEqual(top.fault, { path: 'symbolId', expected: 'no such key' })
  const context = { address: 'a', browser: 'b', admin: true }
  const nested = assertProblem(await post(approvalBody({ context })), 422, 'body_invalid')
  assert.deepEqual(nested.fault, { path: 'context.admin', expected: 'no such key' })
  const long = assertProblem(await post(approvalBody({ ['k'.repeat(9_000)]: 1 })), 422, 'body_invalid')
  assert.equal(long.fault?.path.length, 64)
})

test('keys that reach for the prototype', async () => {
  const good = JSON.stringify(approvalBody())
  for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
    const problem = assertProblem(
      await post(`{"${key}":{"admin":true},${good.slice(1)}`),
      422,
      'body_invalid',
    )
    assert.deepEqual(problem.fault, { path: key, expected: 'no such key' })
  }
  const instead = assertProblem(await post('{"__proto__":{"userId":"alice"}}'), 422, 'body_invalid')
  assert.equal(instead.fault?.path, 'userId')
  assert.equal(({} as Record<string, unknown>)['admin'], undefined)
})

test('a body of 17 kB, announced or not', async () => {
  const large = JSON.stringify(approvalBody({ userId: 'a'.repeat(17_000) }))
  assertProblem(await post(large), 413, 'body_too_large')
  const reply = await raw([
    `POST /v1/challenges HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${apiKey}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ...Array.from({ length: 20 }, () => `400\r\n${' '.repeat(1024)}\r\n`),
    '0\r\n\r\n',
  ])
  assert.match(reply, /^HTTP\/1\.1 413 /)
  assert.match(reply, /"code":"body_too_large"/)
  // Of this one nothing came but its length: what follows on the connection would be the body, not the next request.
  const unsent = await raw([
    `POST /v1/challenges HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${apiKey}\r\nContent-Type: application/json\r\nContent-Length: 17000\r\n\r\n`,
  ])
  assert.match(unsent, /^HTTP\/1\.1 413 [\s\S]*\r\nconnection: close\r\n/i)
})

test('a body of exactly 16 kB is read', async () => {
  const text = JSON.stringify(approvalBody())
  const reply = await post(text + ' '.repeat(16_384 - text.length))
  assert.equal(reply.status, 201, reply.text)
})

test('a content type that is not JSON, or in another charset', async () => {
  const text = JSON.stringify(approvalBody())
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json; charset=utf-16',
    'application/json; charset=utf-8; x=y',
    'text/json',
  ])
    assertProblem(await post(text, { 'content-type': type }), 415, 'content_type_unsupported')
  for (const type of [
    'application/json',
    'Application/JSON; charset=UTF-8',
    'application/json;charset="utf-8"',
  ])
    assert.equal((await post(JSON.stringify(approvalBody()), { 'content-type': type })).status, 201)
})

test('a compressed body', async () => {
  const body = new Uint8Array(gzipSync(JSON.stringify(approvalBody())))
  assertProblem(await post(body, { 'content-encoding': 'gzip' }), 415, 'content_type_unsupported')
})

test('what is not HTTP at all', async () => {
  assert.match(await raw(['\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03']), /^HTTP\/1\.1 400 Bad Request/)
})

test('a path that is not valid percent-encoding is nothing', async () => {
  assertProblem(await server.call('GET', '/v1/challenges/%E0%A4%A', { apiKey }), 404, 'not_found')
  for (const path of ['/%E0%A4%A', '/docs/%E0%A4%A', '/authenticator/%E0%A4%A'])
    assertProblem(await server.call('GET', path), 404, 'not_found')
})

/** Sends text as it stands and reads until the server closes or has answered. */
function raw(parts: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), 'localhost')
    let answer = ''
    socket.on('data', (data) => {
      answer += data.toString('latin1')
      if (answer.includes('\r\n\r\n')) socket.end()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', (error: NodeJS.ErrnoException) => (answer === '' ? reject(error) : resolve(answer)))
    for (const part of parts) socket.write(part, 'latin1')
  })
}
