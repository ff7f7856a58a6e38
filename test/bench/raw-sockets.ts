// Clients of the bare `ws` server: one that measures echoes, and many that are silent.
import { performance } from 'node:perf_hooks'
import { WebSocket } from 'ws'

/** Milliseconds that each message of this size took to the other process and back. */
export async function echo(port: number, count: number, bytes: number): Promise<readonly number[]> {
  const socket = await open(port)
  const message = 'x'.repeat(bytes)
  const samples: number[] = []
  for (let i = 0; i < count; i += 1) {
    const back = new Promise((resolve) => socket.once('message', resolve))
    const startMs = performance.now()
    socket.send(message)
    await back
    samples.push(performance.now() - startMs)
  }
  socket.close()
  return samples
}

/** Opens so many and resolves when all are open; they stay open as long as this process. */
export async function openRawSockets(port: number, count: number): Promise<number> {
  for (let i = 0; i < count; i += 50)
    await Promise.all(Array.from({ length: Math.min(50, count - i) }, () => open(port)))
  return count
}

function open(port: number): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}
