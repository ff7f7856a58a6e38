// The reference: a bare `ws` server that sends every message back, and nothing else. Prints its port.
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
})
server.on('listening', () => process.stdout.write(`${server.address().port}\n`))
