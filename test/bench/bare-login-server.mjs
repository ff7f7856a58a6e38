// The reference: the messages of a login with bare `http` and `ws` and one verification; no keys of its own, no database. Prints its port.
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const message = Buffer.alloc(217, 7)
const signature = sign(null, message, privateKey)
// As long as the real ones: asked 300 bytes, challenge 1,200, receipt 400, assertion 3,000.
const asked = JSON.stringify({ asked: 'a'.repeat(290) })
const redeemed = JSON.stringify({ assertion: 'r'.repeat(2_980) })
const challenge = JSON.stringify({ type: 'challenge', body: 'c'.repeat(1_170) })
const receipt = JSON.stringify({ type: 'receipt', body: 'r'.repeat(370) })
const phones = new Map()

const server = createServer((request, response) => {
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (part) => {
    text += part
  })
  request.on('end', () => {
    const { phone, redeem } = JSON.parse(text)
    const body = redeem ? redeemed : asked
    response.setHeader('content-type', 'application/json')
    response.setHeader('content-length', body.length)
    response.end(body)
    if (!redeem) setImmediate(() => phones.get(phone)?.send(challenge))
  })
})
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
sockets.on('connection', (socket, request) => {
  phones.set(Number(request.url.slice(1)), socket)
  socket.on('message', (data) => {
    if (JSON.parse(data.toString()).type !== 'answer') return
    if (!verify(null, message, publicKey, signature)) throw new Error('a good signature was refused')
    socket.send(receipt)
  })
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`))
