// A stranger opens many connections and sends on each a byte now and then, so that none is ever finished ("Slowloris"), and none of the
// server's places is left for others. Each request's head has ten seconds; who was told to go does not stay by sending on.
import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { test } from 'node:test'
import { createListener, listen } from '@countersign/server/http/listener'
import { until } from '../support/until.js'

test('whoever sends no HTTP, or none in time, is answered and cut off, also when they go on sending and never close', async (t) => {
  const server = createListener(undefined, (_request, response) => response.end('served'))
  const port = await listen(server, '127.0.0.1', 0)
  // Node says so ten seconds after a head that never ends began; here at once.
  server.on('connection', (socket) =>
    setTimeout(() => server.emit('clientError', new Error('slow'), socket), 100),
  )
  // Half open on purpose: it hears the end and stays.
  const sockets: readonly Socket[] = Array.from({ length: 20 }, () =>
    connect({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => undefined),
  )
  const said: string[] = []
  for (const socket of sockets) socket.on('data', (text) => said.push(String(text)))
  const drip = setInterval(() => {
    for (const socket of sockets) if (!socket.destroyed) socket.write('x')
  }, 20)
  t.after(() => {
    clearInterval(drip)
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  for (const [at, socket] of sockets.entries())
    socket.write(at % 2 === 0 ? 'this is not HTTP\r\n\r\n' : 'GET / HTTP/1.1\r\nHost: x\r\nX: ')

  await until(() => said.length > 0)
  assert.match(said[0] ?? '', /^HTTP\/1\.1 400 /)
  await until(() => new Promise((resolve) => server.getConnections((_error, count) => resolve(count === 0))))
})
