// Calls of the console over a real port: the headers that the server demands, faults as values, one more try after a lost answer.
import assert from 'node:assert/strict'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { after, before, test } from 'node:test'
import { createApi } from '@countersign/console/api/client'
import { faultText, sentenceOf } from '@countersign/console/api/fault-text'
import { createAsking } from '@countersign/console/approval/asking'
import { errorCodes } from '@countersign/protocol'

type Answering = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let base: string
let answer: Answering = (_request, response) => response.end()
const seen: IncomingMessage[] = []
before(async () => {
  server = createServer((request, response) => {
    seen.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  base = `http://127.0.0.1:${address.port}/admin/v1`
})
after(() => server.close())

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

test('a reading carries its query without what is empty', async () => {
  answer = (_request, response) => json(response, 200, { items: [] })
  const answered = await createApi(base).get('/accounts', {
    q: 'a b',
    state: '',
    cursor: undefined,
    limit: 5,
  })
  assert.deepEqual(answered, { ok: true, value: { items: [] } })
  assert.equal(seen.at(-1)?.url, '/admin/v1/accounts?q=a+b&limit=5')
})

test('a change says that it comes from the page, which revision it is for, and that it is one request', async () => {
  answer = (_request, response) => json(response, 200, { revision: 8 })
  await createApi(base).send('PATCH', '/accounts/1', { notes: 'x' }, { revision: 7 })
  const patch = seen.at(-1)
  assert.equal(patch?.headers['countersign-request'], '1')
  assert.equal(patch?.headers['if-match'], '"r7"')
  assert.equal(patch?.headers['content-type'], 'application/json')
  assert.equal(patch?.headers['idempotency-key'], undefined)
  await createApi(base).send('POST', '/accounts', {})
  await createApi(base).send('POST', '/accounts', {})
  const [first, second] = seen.slice(-2).map(({ headers }) => headers['idempotency-key'])
  assert.match(String(first), /^[0-9a-f]{32}$/)
  assert.notEqual(first, second)
})

test('an answer that was lost is asked for once more, under the same key', async () => {
  let calls = 0
  answer = (request, response) => {
    calls += 1
    if (calls === 1) request.socket.destroy()
    else json(response, 201, { id: 'made' })
  }
  const answered = await createApi(base).send('POST', '/groups', { name: 'staff' })
  assert.deepEqual(answered, { ok: true, value: { id: 'made' } })
  const keys = seen.slice(-2).map(({ headers }) => headers['idempotency-key'])
  assert.equal(keys[0], keys[1])
})

test('a problem is a fault by its code; what is not ours is unreadable; no answer is unreachable', async () => {
  const api = createApi(base)
  answer = (_request, response) =>
    json(response, 422, {
      type: 't',
      title: 't',
      status: 422,
      code: 'body_invalid',
      fault: { path: 'emails.0', expected: 'a mail address' },
    })
  const refused = await api.send('POST', '/accounts', {})
  assert.ok(!refused.ok)
  assert.deepEqual([refused.fault.code, refused.fault.at?.path], ['body_invalid', 'emails.0'])
  answer = (_request, response) => void response.writeHead(502).end('<html>bad gateway</html>')
  const proxy = await api.get('/accounts')
  assert.ok(!proxy.ok && proxy.fault.code === 'unreadable')
  answer = (request) => void request.socket.destroy()
  const gone = await api.get('/accounts')
  assert.ok(!gone.ok && gone.fault.code === 'unreachable')
})

test('whoever is not signed in any more is noticed at any call', async () => {
  let signedOut = 0
  answer = (_request, response) => json(response, 401, { code: 'unauthorized' })
  const onSignedOut = (): void => {
    signedOut += 1
  }
  await createApi(base, { onSignedOut }).get('/accounts')
  assert.equal(signedOut, 1)
})

test('a change that needs the phone is made once more by itself, as a new change, once the phone has approved', async () => {
  let approved = false
  answer = (_request, response) =>
    approved
      ? json(response, 201, { id: 'made' })
      : json(response, 403, { type: 't', title: 't', status: 403, code: 'approval_needed' })
  const api = createApi(base, {
    approve: async () => {
      approved = true
      return true
    },
  })
  const before = seen.length
  assert.deepEqual(await api.send('POST', '/totps', { name: 'Aegis' }), { ok: true, value: { id: 'made' } })
  const keys = seen.slice(before).map(({ headers }) => headers['idempotency-key'])
  assert.equal(keys.length, 2)
  assert.notEqual(keys[0], keys[1], 'the refusal is kept under the first key')
})

test('a change that the phone did not approve is not made, and says so', async () => {
  answer = (_request, response) =>
    json(response, 403, { type: 't', title: 't', status: 403, code: 'approval_needed' })
  const before = seen.length
  for (const api of [createApi(base, { approve: async () => false }), createApi(base)]) {
    const refused = await api.send('DELETE', '/totps/1')
    assert.ok(!refused.ok && refused.fault.code === 'approval_needed')
  }
  assert.equal(seen.length - before, 2)
})

test('changes that wait for the phone at the same time share one approval, and the next asks anew', async () => {
  const opened: (string | undefined)[] = []
  const asking = createAsking((open) => opened.push(open))
  const both = Promise.all([asking.approve('any'), asking.approve('any')])
  asking.settle(true)
  assert.deepEqual(await both, [true, true])
  const third = asking.approve('passkey')
  asking.settle(false)
  assert.equal(await third, false)
  assert.deepEqual(opened, ['any', undefined, 'passkey', undefined])
})

test('every fault has a sentence in both languages that names a next step or says what happened', () => {
  const codes = [...Object.keys(errorCodes), 'unreachable', 'unreadable'] as (keyof typeof errorCodes)[]
  for (const code of codes)
    for (const text of [faultText.en, faultText.de]) {
      const fault = {
        code,
        status: 0,
        at: undefined,
        detail: undefined,
        retryAfterSeconds: 7,
        requestId: undefined,
      }
      assert.match(sentenceOf(fault, text), /^\p{Lu}.+7 (?:seconds|Sekunden)\.$/u)
    }
})
