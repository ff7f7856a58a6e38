// The server as a process: says where it listens, answers, and ends in good order when told to.
import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { freePort } from '../support/free-port.js'
import type { Place } from './terminal.js'
import { readyPlace } from './terminal.js'

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))

function serveProcess(place: Place, ...more: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--conditions=source', '--import', 'tsx', main, 'serve', ...more], {
    env: { ...process.env, ...place.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

test('serve --json says on its first line where it listens, and SIGTERM ends it with 0', async (t) => {
  const place = await readyPlace(t)
  const server = serveProcess(place, '--json')
  t.after(() => server.kill('SIGKILL'))
  assert.ok(server.stdout)
  const [line] = await once(createInterface({ input: server.stdout }), 'line')
  const listening = JSON.parse(line) as Readonly<Record<string, unknown>>
  assert.deepEqual(Object.keys(listening), ['event', 'url', 'port', 'serverId'])
  assert.equal(listening['url'], `http://localhost:${place.port}`)

  const ready = await fetch(`http://localhost:${place.port}/readyz`)
  assert.equal(ready.status, 200)
  const info = (await (await fetch(`http://localhost:${place.port}/v1/server`)).json()) as {
    serverId: string
  }
  assert.equal(info.serverId, listening['serverId'])

  server.kill('SIGTERM')
  assert.deepEqual(await once(server, 'exit'), [0, null])
})

test('a port that is taken ends serve with 4 and says what to do', async (t) => {
  const place = await readyPlace(t)
  const first = place.start('serve', '--json')
  t.after(async () => {
    first.stop()
    await first.ended
  })
  await first.event('listening')
  // With another database: a second server on the same one is another fault.
  const { code, error } = await place.runWith({ COUNTERSIGN_STORAGE_URL: 'memory:' }, 'serve')
  assert.equal(code, 4)
  assert.match(error, /another program listens at localhost port \d+\nnext: /)
})

test('a command works beside a running server, on the same database', async (t) => {
  const place = await readyPlace(t)
  const server = place.start('serve', '--json')
  t.after(async () => {
    server.stop()
    await server.ended
  })
  await server.event('listening')
  assert.equal((await place.run('account', 'add', 'alice')).code, 0)
  const app = await place.run('app', 'add', 'Shop', '--origin', 'https://shop.example.org', '--json')
  const authorised = async (key: unknown): Promise<number> => {
    const path = '/v1/challenges/0193e0f2-7a1c-4b2d-8c3e-4f5a6b7c8d9e'
    const headers = { Authorization: `Bearer ${key}` }
    return (await fetch(`http://localhost:${place.port}${path}`, { headers })).status
  }
  assert.equal(await authorised(app.json['apiKey']), 404)
  const rotated = await place.run('app', 'rotate-key', 'Shop', '--overlap', '0s', '--json')
  assert.equal(await authorised(app.json['apiKey']), 401)
  assert.equal(await authorised(rotated.json['apiKey']), 404)
})

test('a second server on the same file ends with 4, and says that one of them must go', async (t) => {
  const place = await readyPlace(t)
  const first = place.start('serve', '--json')
  t.after(async () => {
    first.stop()
    await first.ended
  })
  await first.event('listening')
  const port = String(await freePort('localhost'))
  const second = await place.runWith({ COUNTERSIGN_LISTEN_PORT: port }, 'serve')
  assert.equal(second.code, 4)
  assert.match(second.error, /another server serves this database already/)
  assert.match(second.error, /next: stop the other one/)
})

test('a port for figures that is taken ends serve with 4 and names the setting', async (t) => {
  const place = await readyPlace(t)
  const stranger = createServer()
  const port = await new Promise<number>((resolve) =>
    stranger.listen(0, '127.0.0.1', () => {
      const address = stranger.address()
      resolve(address !== null && typeof address === 'object' ? address.port : 0)
    }),
  )
  t.after(() => stranger.close())
  const said = await place.runWith({ COUNTERSIGN_METRICS_PORT: String(port) }, 'serve')
  assert.equal(said.code, 4)
  assert.match(said.error, /metrics\.port.*EADDRINUSE/)
  assert.match(said.error, /next: .*COUNTERSIGN_METRICS_PORT/)
})
