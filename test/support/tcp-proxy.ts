// A small TCP proxy that makes weather: delay, little bandwidth, stalls, cuts, half-open connections, refused ones.
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What happens to bytes on their way, in both directions, from now on. */
export interface Weather {
  /** Every byte arrives this much later; many may be on their way at once. */
  readonly delayMs: number
  /** In each direction of each connection. */
  readonly bytesPerSecond: number
  /** Connections stay, are even accepted, and not a byte arrives: what total packet loss looks like. What was sent arrives later. */
  readonly stalled: boolean
  /** New connections are reset at once; those that are open stay. */
  readonly refusing: boolean
}

export interface TcpProxy extends AsyncDisposable {
  readonly host: '127.0.0.1'
  readonly port: number
  /** Connections that are open now. */
  readonly connections: number
  /** Changes what is named and leaves the rest. */
  set(weather: Partial<Weather>): void
  /** Sunshine: no delay, no limit, nothing stalled, nothing refused. */
  clear(): void
  /** Resets every open connection, at both ends. New ones are accepted, unless it is `refusing`. */
  cut(): void
  /** The target's end of every open connection is gone, and the client's end hears nothing of it: what it writes is lost. */
  halfOpen(): void
  close(): Promise<void>
}

const SUNSHINE: Weather = {
  delayMs: 0,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  stalled: false,
  refusing: false,
}
/** A sender waits when this much is on its way, as it would for a full network. */
const ON_THE_WAY_MAX_BYTES = 1_048_576
const STALL_LOOK_MS = 5

/** Listens on a free port of loopback, or on `port`, and passes on to the target, which need not be there yet. */
export async function startTcpProxy(
  target: { readonly port: number; readonly host?: string },
  port = 0,
): Promise<TcpProxy> {
  let weather = SUNSHINE
  const pairs = new Set<readonly [Socket, Socket]>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (weather.refusing) {
      client.resetAndDestroy()
      return
    }
    const upstream = connect({ port: target.port, host: target.host ?? '127.0.0.1', allowHalfOpen: true })
    const pair = [client, upstream] as const
    pairs.add(pair)
    for (const [from, to] of [pair, [upstream, client] as const]) {
      from.setNoDelay(true)
      passOn(from, to, () => weather)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        pairs.delete(pair)
        to.destroy()
      })
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  // Sound: a server that listens on TCP has such an address.
  const { port: listening } = server.address() as AddressInfo

  const proxy: TcpProxy = {
    host: '127.0.0.1',
    port: listening,
    get connections() {
      return pairs.size
    },
    set(change) {
      weather = { ...weather, ...change }
    },
    clear() {
      weather = SUNSHINE
    },
    cut() {
      for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy()
      pairs.clear()
    },
    halfOpen() {
      for (const [client, upstream] of pairs) {
        // Nobody tells the client: it is read on, into nothing.
        upstream
          .removeAllListeners('close')
          .removeAllListeners('error')
          .on('error', () => undefined)
        client
          .removeAllListeners('data')
          .removeAllListeners('end')
          .on('data', () => undefined)
        client.resume()
        upstream.resetAndDestroy()
      }
    },
    async close() {
      proxy.cut()
      await new Promise((resolve) => server.close(resolve))
    },
    [Symbol.asyncDispose]: () => proxy.close(),
  }
  return proxy
}

function passOn(from: Socket, to: Socket, weather: () => Weather): void {
  let order: Promise<void> = Promise.resolve()
  let onTheWay = 0
  const later = (bytes: number, act: () => void): void => {
    const dueMs = performance.now() + weather().delayMs
    order = order.then(async () => {
      await pause(
        Math.max(0, dueMs - performance.now(), (bytes / weather().bytesPerSecond) * 1000) || undefined,
      )
      while (weather().stalled && !to.destroyed) await pause(STALL_LOOK_MS)
      if (!to.destroyed) act()
    })
  }
  from.on('data', (chunk: Buffer) => {
    onTheWay += chunk.length
    if (onTheWay > ON_THE_WAY_MAX_BYTES) from.pause()
    later(chunk.length, () => {
      to.write(chunk, () => {
        onTheWay -= chunk.length
        if (onTheWay <= ON_THE_WAY_MAX_BYTES) from.resume()
      })
    })
  })
  from.on('end', () => later(0, () => to.end()))
}
