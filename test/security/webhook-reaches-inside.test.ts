// A webhook as a way into the network behind the server (server-side request forgery).
//
// Whoever may add a webhook names an address that the server then calls: the cloud's metadata service, a database, the server
// itself. The names lead there openly, by another spelling of the address, by a name that answers with a private address, by one
// that answers differently the second time, or by a redirect of an innocent address.
import assert from 'node:assert/strict'
import type { LookupAddress } from 'node:dns'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTcpServer } from 'node:net'
import { after, test } from 'node:test'
import type { HookAnswer, HookCall } from '@countersign/server/core/ports-webhooks'
import type { HookCourierSettings } from '@countersign/server/outgoing/webhook'
import { createHookCourier } from '@countersign/server/outgoing/webhook'

/** What stands for a machine inside: it counts who comes. */
const seen: string[] = []
const inside = createServer((request, response) => {
  seen.push(`${request.method} ${request.url}`)
  response.writeHead(request.url === '/redirect' ? 302 : 200, { location: '/elsewhere' })
  response.end('the secret of the inside')
})
await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve))
// Sound: it listens on a port.
const { port } = inside.address() as AddressInfo
after(() => inside.close())

const call = (url: string): HookCall => ({
  url,
  headers: { 'webhook-id': '1' },
  body: new Uint8Array([123, 125]),
})

function post(url: string, settings: Partial<HookCourierSettings> = {}): Promise<HookAnswer> {
  return createHookCourier({ allowPrivate: false, ...settings }).post(call(url))
}

const answering =
  (...addresses: readonly string[]) =>
  async (): Promise<readonly LookupAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

for (const host of [
  '127.0.0.1',
  '127.1',
  '0x7f.1',
  '2130706433',
  '017700000001',
  '0.0.0.0',
  '169.254.169.254',
  '10.0.0.1',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[fd00:ec2::254]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
])
  test(`https://${host} is refused when it is given and when it is called`, async () => {
    const url = `https://${host}:${port}/`
    assert.notEqual(createHookCourier({ allowPrivate: false }).whyNot(url), undefined)
    assert.equal((await post(url)).kind, 'failed')
    assert.deepEqual(seen, [])
  })

for (const url of [
  `http://example.com:${port}/`,
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://example.com/',
  'https://user:password@example.com/',
  'https://example.com/#fragment',
  'javascript:alert(1)',
  '//example.com/',
  '',
])
  test(`"${url}" is no address for a webhook`, async () => {
    assert.notEqual(createHookCourier({ allowPrivate: false }).whyNot(url), undefined)
    assert.equal((await post(url)).kind, 'failed')
  })

for (const addresses of [
  ['127.0.0.1'],
  ['169.254.169.254'],
  ['::1'],
  ['93.184.216.34', '127.0.0.1'],
  ['::ffff:10.0.0.1'],
])
  test(`a name that leads to ${addresses.join(' and ')} is not called`, async () => {
    const answer = await post(`https://innocent.example:${port}/`, { resolve: answering(...addresses) })
    assert.deepEqual(answer, { kind: 'failed', error: 'the name leads to a private address' })
    assert.deepEqual(seen, [])
  })

test('the address that was judged is the one that is called: a name that changes its mind is asked once', async () => {
  let asked = 0
  const answer = await post(`http://rebinding.example:${port}/`, {
    allowPrivate: true,
    async resolve() {
      asked += 1
      return [{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]
    },
  })
  assert.deepEqual(answer, { kind: 'answered', status: 200 })
  assert.equal(asked, 1)
  assert.deepEqual(seen.splice(0), ['POST /'])
})

test('localhost by name is judged by where it leads', async () => {
  assert.deepEqual(await post(`https://localhost:${port}/`), {
    kind: 'failed',
    error: 'the name leads to a private address',
  })
})

test('with webhooks.allowPrivate plain http goes to this machine, and to no other', async () => {
  const url = `http://127.0.0.1:${port}/hook`
  assert.deepEqual(await post(url, { allowPrivate: true }), { kind: 'answered', status: 200 })
  assert.deepEqual(seen.splice(0), ['POST /hook'])
  const courier = createHookCourier({ allowPrivate: true })
  assert.notEqual(courier.whyNot('http://10.0.0.1/'), undefined)
  assert.notEqual(courier.whyNot('http://93.184.216.34/'), undefined)
  assert.equal(courier.whyNot('https://10.0.0.1/'), undefined)
  const elsewhere = await post('http://somewhere.example/', {
    allowPrivate: true,
    resolve: answering('10.0.0.1'),
  })
  assert.deepEqual(elsewhere, { kind: 'failed', error: 'the name leads to a private address' })
})

test('a redirect is told and not followed', async () => {
  const url = `http://127.0.0.1:${port}/redirect`
  assert.deepEqual(await post(url, { allowPrivate: true }), { kind: 'answered', status: 302 })
  assert.deepEqual(seen.splice(0), ['POST /redirect'])
})

test('what the other side says is not repeated: not its words, not what is no HTTP', async () => {
  const speaker = createTcpServer((socket) => socket.end('SSH-2.0-secret-of-the-inside\r\n'))
  await new Promise<void>((resolve) => speaker.listen(0, '127.0.0.1', resolve))
  // Sound: it listens on a port.
  const at = speaker.address() as AddressInfo
  const answer = await post(`http://127.0.0.1:${at.port}/`, { allowPrivate: true })
  assert.equal(answer.kind, 'failed')
  assert.ok(!JSON.stringify(answer).includes('secret'))
  speaker.close()
})

test('a receiver that takes the connection and says nothing is left after the time for it', async () => {
  const held: Socket[] = []
  const silent = createTcpServer((socket) => held.push(socket))
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  // Sound: it listens on a port.
  const at = silent.address() as AddressInfo
  const answer = await post(`http://127.0.0.1:${at.port}/`, { allowPrivate: true, timeoutMs: 50 })
  assert.deepEqual(answer, { kind: 'failed', error: 'no answer within 50 ms' })
  for (const socket of held) socket.destroy()
  silent.close()
})

test('a receiver that sends its answer for ever is left once its status is known', async () => {
  const endless = createServer((_request, response) => {
    response.writeHead(200)
    const timer = setInterval(() => response.write('x'.repeat(65_536)), 1)
    response.on('close', () => clearInterval(timer))
  })
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve))
  // Sound: it listens on a port.
  const at = endless.address() as AddressInfo
  assert.deepEqual(await post(`http://127.0.0.1:${at.port}/`, { allowPrivate: true }), {
    kind: 'answered',
    status: 200,
  })
  endless.close()
})
