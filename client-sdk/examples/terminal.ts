// The example device in a terminal: `terminal.ts <folder> <pairing link>` pairs, `terminal.ts <folder>` rings. Node 20 and the package ws.
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline'
import type { Device, DeviceCrypto, OpenRequest } from '@countersign/client-sdk'
import { fileKeystore, filePairingStore, nodeVerify } from '@countersign/client-sdk/node'
import { WebSocket } from 'ws'
import type { Place, Screen } from './device.js'
import { decide, pair, start, wordsOf } from './device.js'

const [folder = './device', link] = process.argv.slice(2)

/** Three functions of whatever library the platform trusts. */
const crypto: DeviceCrypto = {
  sha256: async (bytes) => createHash('sha256').update(bytes).digest(),
  hmacSha256: async (secret, bytes) => createHmac('sha256', secret).update(bytes).digest(),
  randomBytes: (length) => randomBytes(length),
}
const place: Place = {
  keystore: fileKeystore(folder),
  store: filePairingStore(folder),
  webSocket: WebSocket,
  verify: nodeVerify,
  crypto,
}

const lines = createInterface({ input: stdin })
let onLine = (_: string): void => undefined
lines.on('line', (line) => onLine(line.trim()))
const tell = (words: string): void => void stdout.write(`${words}\n`)

const screen: Screen = {
  tell,
  agree: (question) => {
    tell(`${question} y/n`)
    return new Promise((resolve) => {
      onLine = (line) => resolve(line === 'y')
    })
  },
  ring(device: Device, request: OpenRequest) {
    for (const words of wordsOf(request)) tell(words)
    onLine = (line) => void decide(device, request, line).then((state) => tell(`answered: ${state}`))
  },
  withdraw: (_, state) => tell(`over: ${state}`),
}

if (link === undefined) {
  const devices = await start(place, screen)
  lines.on('close', () => {
    for (const device of devices) device.stop()
  })
} else {
  await pair(place, screen, link)
  lines.close()
}
