// Phones on networks that are slow, that stall, that are cut, and whose far end is gone without a word; and clients who send a byte at a time.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { DeviceSocketConstructor } from '@countersign/client-sdk'
import { WebSocket } from 'ws'
import type { TcpProxy } from '../support/tcp-proxy.js'
import { startTcpProxy } from '../support/tcp-proxy.js'
import { compare } from './ledger.js'
import { crew, Load } from './load.js'
import type { Row, Scale } from './rows.js'
import { sqliteSite } from './site.js'

interface Weather {
  readonly done: string
  readonly act: (proxy: TcpProxy, ms: number) => Promise<void>
}

const weathers: readonly Weather[] = [
  {
    done: 'phones 200 ms and 8 kB/s away',
    async act(proxy, ms) {
      proxy.set({ delayMs: 200, bytesPerSecond: 8_000 })
      await delay(ms)
      proxy.clear()
    },
  },
  {
    done: 'phones hear nothing, their connections stay',
    async act(proxy, ms) {
      proxy.set({ stalled: true })
      await delay(ms)
      proxy.clear()
    },
  },
  {
    done: 'phones cut off, and refused',
    async act(proxy, ms) {
      proxy.set({ refusing: true })
      proxy.cut()
      await delay(ms)
      proxy.clear()
    },
  },
  {
    done: 'the server’s end of each phone’s connection is gone, the phone is not told',
    async act(proxy) {
      proxy.halfOpen()
    },
  },
]

/** One after the other on the same phones. */
export async function badNetworks(scale: Scale): Promise<readonly Row[]> {
  const site = await sqliteSite()
  const proxy = await startTcpProxy({ port: Number(new URL(site.url).port) })
  const rows: Row[] = []
  try {
    const options = { ...crew(scale), webSocket: through(proxy) }
    for (const [at, { done, act }] of weathers.entries()) {
      const load = await Load.open(site, { ...options, seed: 20 + at })
      load.begin()
      await load.more(scale === 'full' ? 100 : 10)
      await act(proxy, scale === 'full' ? 10_000 : 1_000)
      const overMs = Date.now()
      const healedMs = await load.firstSince(overMs)
      await load.more(scale === 'full' ? 100 : 10)
      await load.end()
      const count = await compare(site.ports, load)
      rows.push({ fault: 'bad network', done, count, seen: `first login ${healedMs} ms after it was over` })
    }
    return rows
  } finally {
    await proxy.close()
    await site.end()
  }
}

/** The phone means the server it was paired with; the network brings it there by way of the proxy. */
export function through(proxy: TcpProxy): DeviceSocketConstructor {
  return class extends WebSocket {
    constructor(url: string, protocol: string) {
      const target = new URL(url)
      const { host } = target
      target.port = String(proxy.port)
      super(target, protocol, { headers: { host } })
    }
  }
}

/** Connections that send one byte of a request's head now and then, from an address that is not the others’. */
export async function slowClients(scale: Scale): Promise<readonly Row[]> {
  const connections = scale === 'full' ? 2_000 : 100
  const site = await sqliteSite()
  const { hostname: host, port } = new URL(site.url)
  const sockets = Array.from({ length: connections }, () =>
    // It hears the server's goodbye, and goes on all the same.
    connect({ host, port: Number(port), localAddress: '127.0.0.99', allowHalfOpen: true })
      .on('error', () => undefined)
      .resume(),
  )
  const head = 'POST /v1/challenges HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nX: '
  for (const socket of sockets) socket.write(head)
  const drip = setInterval(() => {
    for (const socket of sockets) if (!socket.destroyed) socket.write('x')
  }, 1_000)
  try {
    const load = await Load.open(site, { ...crew(scale), seed: 30 })
    load.begin()
    await delay(scale === 'full' ? 20_000 : 1_000)
    await load.more(20)
    await load.end()
    const count = await compare(site.ports, load)
    const held = sockets.filter(({ destroyed }) => !destroyed).length
    if (scale === 'full') assert.equal(held, 0, 'slow requests are let go after ten seconds')
    const seen = `${held} of them still connected at the end`
    return [{ fault: 'slow clients', done: `${connections} requests, a byte a second`, count, seen }]
  } finally {
    clearInterval(drip)
    for (const socket of sockets) socket.destroy()
    await site.end()
  }
}
