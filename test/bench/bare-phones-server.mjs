// The reference: bare `ws` that greets whoever connects, verifies one signature and welcomes; no keys of its own, no database. Prints its port.
import { generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto'
import { WebSocketServer } from 'ws'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const message = Buffer.alloc(190, 7)
const signature = sign(null, message, privateKey)

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
server.on('connection', (socket) => {
  const nonce = randomBytes(32).toString('base64url')
  socket.send(JSON.stringify({ type: 'hello', nonce, expiresAtMs: Date.now() + 10_000 }))
  socket.on('message', (data) => {
    if (JSON.parse(data.toString()).type !== 'authenticate') return
    if (!verify(null, message, publicKey, signature)) throw new Error('a good signature was refused')
    // As long as the real one.
    socket.send(JSON.stringify({ type: 'welcome', nextCounter: 1, rest: 'w'.repeat(200) }))
  })
})
server.on('listening', () => process.stdout.write(`${server.address().port}\n`))
