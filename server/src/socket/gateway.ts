// The door for devices: upgrades, caps, the deadline to authenticate, the heartbeat, and the farewell; one timer for all of it.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import {
  FRAME_MAX_BYTES,
  HEARTBEAT_SECONDS,
  SOCKET_AUTH_SECONDS,
  SOCKET_PROTOCOL,
} from '@countersign/protocol'
import type { RawData, WebSocket } from 'ws'
import { WebSocketServer } from 'ws'
import { PassingTime } from '../core/passing-time.js'
import type { Ports } from '../core/ports.js'
import type { SessionContext } from './session.js'
import { Session } from './session.js'
import { isOurHost, refuseUpgrade, upgradeFault } from './upgrade.js'

/** Bounds of the gateway. Given by the constructor so that tests need neither wait nor fill it. */
export interface GatewayLimits {
  /** All sockets of this process. */
  readonly sockets: number
  /** Sockets of one address: phones of a company share one. Authenticated ones are bounded by the devices that exist. */
  readonly socketsPerAddress: number
  /** Sockets of one address that have not authenticated yet: what a stranger can hold open. */
  readonly strangersPerAddress: number
  readonly authSeconds: number
  readonly heartbeatSeconds: number
}

const defaultLimits: GatewayLimits = {
  sockets: 50_000,
  socketsPerAddress: 10_000,
  strangersPerAddress: 128,
  authSeconds: SOCKET_AUTH_SECONDS,
  heartbeatSeconds: HEARTBEAT_SECONDS,
}

export interface GatewayOptions {
  readonly ports: Ports
  readonly allowedOrigins: readonly string[]
  /** Groups client addresses for the caps (an IPv6 network counts as one). */
  readonly addressOf: (request: IncomingMessage) => string
  /** Whether a proxy is in front, which may have rewritten Host. */
  readonly behindProxy: boolean
  readonly limits?: Partial<GatewayLimits>
}

export class Gateway {
  readonly #options: GatewayOptions
  readonly #limits: GatewayLimits
  readonly #context: SessionContext
  readonly #server = new WebSocketServer({
    noServer: true,
    // Compression would hold 64 kB and more per socket, and frames are signed and short.
    perMessageDeflate: false,
    maxPayload: FRAME_MAX_BYTES,
    clientTracking: false,
    handleProtocols: () => SOCKET_PROTOCOL,
  })
  /** Every open socket, the one whose heartbeat is due soonest first: each goes to the end when it was served. */
  readonly #sessions = new Map<WebSocket, Session>()
  /** Those that have not authenticated, oldest first, which is the order in which their deadlines pass. */
  readonly #strangers = new Set<WebSocket>()
  readonly #perAddress = new Map<string, { sockets: number; strangers: number }>()
  readonly #listeners = this.#sharedListeners()
  readonly #time = new PassingTime()
  #draining = false

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#context = { ports: options.ports, onAuthenticated: (session) => this.#promote(session) }
  }

  get size(): number {
    return this.#sessions.size
  }

  /** For the `upgrade` event of the http server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { ports, allowedOrigins, addressOf, behindProxy } = this.#options
    const { publicUrl } = ports.settings
    const address = addressOf(request)
    const fault =
      upgradeFault(request, { publicUrl, allowedOrigins }) ??
      (behindProxy || isOurHost(request, publicUrl) ? undefined : 'origin_forbidden') ??
      (this.#draining ? 'draining' : undefined) ??
      (this.#hasPlaceFor(address) ? undefined : 'too_many_requests')
    if (fault !== undefined) {
      if (fault === 'origin_forbidden')
        ports.log.warn('socket_origin_refused', {
          address,
          origin: request.headers.origin,
          host: request.headers.host,
          expected: publicUrl,
        })
      ports.metrics.socket('turned_away')
      refuseUpgrade(socket, fault, publicUrl)
      return
    }
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket, address))
  }

  /** Called about once a second by one timer for all: ends overdue strangers, pings whoever is due, drops the dead. */
  tick(): void {
    const clockMs = this.#options.ports.clock.nowMs()
    const nowMs = this.#time.at(clockMs)
    for (const socket of this.#strangers) {
      const session = this.#sessions.get(socket)
      if (session?.state.name === 'greeting' && this.#mayGoOn(session.state.expiresAtMs - clockMs)) break
      if (session?.state.name === 'greeting') session.giveUp()
      // It was refused at the last tick or before, and does not even finish the closing handshake.
      else if (session?.state.name === 'closed') socket.terminate()
    }
    for (const [socket, session] of this.#sessions) {
      if (session.dueMs > nowMs) break
      this.#sessions.delete(socket)
      this.#sessions.set(socket, session)
      session.dueMs = nowMs + this.#limits.heartbeatSeconds * 1000
      session.beat()
    }
  }

  /**
   * The server is going to stop: no new sockets, and every device is told when to leave for another server, each a little
   * different. Until then it is served, so that no request waits for its phone meanwhile.
   */
  announce(reconnectAfterMs: () => number): void {
    this.#draining = true
    for (const session of this.#sessions.values()) session.announceGoodbye(reconnectAfterMs())
  }

  /** The server stops: every device is told when to come back, each a little different, so that they do not come as one. */
  drain(reconnectAfterMs: () => number): void {
    this.#draining = true
    for (const session of this.#sessions.values()) session.sayGoodbye(reconnectAfterMs())
  }

  /** Ends what has not closed by itself. */
  terminate(): void {
    for (const socket of this.#sessions.keys()) socket.terminate()
  }

  /** A stranger with more time left than anybody is given met a clock that was set back since. */
  #mayGoOn(leftMs: number): boolean {
    return leftMs > 0 && leftMs <= this.#limits.authSeconds * 1000
  }

  #hasPlaceFor(address: string): boolean {
    const { sockets, socketsPerAddress, strangersPerAddress } = this.#limits
    const count = this.#perAddress.get(address)
    if (this.#sessions.size >= sockets) return false
    return count === undefined || (count.sockets < socketsPerAddress && count.strangers < strangersPerAddress)
  }

  #accept(socket: WebSocket, address: string): void {
    const { ports } = this.#options
    const { authSeconds, heartbeatSeconds } = this.#limits
    const count = this.#perAddress.get(address) ?? { sockets: 0, strangers: 0 }
    this.#perAddress.set(address, count)
    count.sockets += 1
    count.strangers += 1
    const session = new Session(this.#context, socket, address, authSeconds)
    session.dueMs = this.#time.at(ports.clock.nowMs()) + heartbeatSeconds * 1000
    this.#sessions.set(socket, session)
    ports.metrics.socket('opened')
    this.#strangers.add(socket)
    socket.on('message', this.#listeners.onMessage)
    socket.on('pong', this.#listeners.onPong)
    // ws closes after an error by itself, with the code that fits; 'close' follows.
    socket.on('error', this.#listeners.onError)
    socket.on('close', this.#listeners.onClose)
  }

  #promote(session: Session): void {
    if (!this.#strangers.delete(session.socket)) return
    const count = this.#perAddress.get(session.address)
    if (count !== undefined) count.strangers -= 1
  }

  #forget(socket: WebSocket): void {
    const session = this.#sessions.get(socket)
    if (session === undefined) return
    this.#promote(session)
    this.#sessions.delete(socket)
    session.closed()
    const count = this.#perAddress.get(session.address)
    if (count === undefined) return
    count.sockets -= 1
    if (count.sockets === 0) this.#perAddress.delete(session.address)
  }

  /** The same four listeners for all sockets, which ws calls with the socket as `this`: an idle one holds no closure. */
  #sharedListeners(): SharedListeners {
    const sessions = this.#sessions
    const forget = (socket: WebSocket): void => this.#forget(socket)
    return {
      onMessage(data, isBinary) {
        // Without fragments of another type asked for, ws hands over one Buffer.
        sessions.get(this)?.receive(isBinary ? undefined : data.toString())
      },
      onPong() {
        const session = sessions.get(this)
        if (session !== undefined) session.alive = true
      },
      onError() {},
      onClose() {
        forget(this)
      },
    }
  }
}

interface SharedListeners {
  onMessage(this: WebSocket, data: RawData, isBinary: boolean): void
  onPong(this: WebSocket): void
  onError(this: WebSocket): void
  onClose(this: WebSocket): void
}
