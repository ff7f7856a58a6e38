// The process that floods: strangers and one bad phone, as fast as it can, from an address of its own, until it is told to stop.
import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { DeviceFrame } from '@countersign/protocol'
import { SOCKET_PATH, SOCKET_PROTOCOL, toBase64Url } from '@countersign/protocol'
import { WebSocket } from 'ws'

export type Flood = 'bad signatures' | 'oversized frames' | 'unauthenticated sockets' | 'bad keys'

const [kind = '', url = '', address = ''] = process.argv.slice(2)
/** Attackers at once, each with one connection at a time. */
const ATTACKERS = 64
let done = 0

process.on('message', () => {
  process.send?.(done)
  process.exit()
})
process.on('disconnect', () => process.exit())

// Sound: floods.ts starts this with one of them; an unknown one finds no attack and ends.
const attack = attacks()[kind as Flood]
await Promise.all(Array.from({ length: ATTACKERS }, () => again(attack)))

async function again(act: () => Promise<void>): Promise<void> {
  for (;;) {
    done += 1
    await act().catch(() => delay(10))
  }
}

function attacks(): Readonly<Record<Flood, () => Promise<void>>> {
  return {
    'bad signatures': () => talk((socket) => socket.send(JSON.stringify(badAuthentication()))),
    'oversized frames': () => talk((socket) => socket.send('x'.repeat(1_000_000))),
    // Held open and silent, as long as the server lets it.
    'unauthenticated sockets': () => talk(() => undefined),
    'bad keys': async () => {
      const response = await fetch(`${url}/v1/challenges`, {
        method: 'POST',
        headers: { authorization: `Bearer cs_${randomUUID()}`, 'content-type': 'application/json' },
        body: '{}',
      })
      await response.arrayBuffer()
    },
  }
}

/** Connects, does its worst at the greeting, and resolves when the server has closed. */
function talk(worst: (socket: WebSocket) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws') + SOCKET_PATH, SOCKET_PROTOCOL, {
      localAddress: address,
    })
    socket.on('message', () => worst(socket))
    socket.on('close', () => resolve())
    socket.on('error', reject)
  })
}

function badAuthentication(): DeviceFrame {
  // Sound: a random UUID, as device ids are.
  const deviceId = randomUUID() as Extract<DeviceFrame, { type: 'authenticate' }>['deviceId']
  return { type: 'authenticate', deviceId, signature: toBase64Url(randomBytes(64)) }
}
