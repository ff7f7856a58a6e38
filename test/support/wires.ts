// Connections between devices of the SDK and sessions of the real server that a test delays and cuts: nothing moves until it says so.
import type { DeviceSocket, DeviceSocketConstructor } from '@countersign/client-sdk'
import type { Ports } from '@countersign/server/core/ports'
import { Session } from '@countersign/server/socket/session'
import type { WebSocket } from 'ws'

type Listener = (event: { readonly data: unknown; readonly reason: string }) => void

/** Longer than any schedule: whoever does not authenticate is not what these tests are about. */
const AUTH_SECONDS = 600

/** One connection, as TCP gives it: in order, or cut. */
class Wire {
  /** What is on its way, and not there yet. */
  toServer: string[] = []
  toDevice: string[] = []
  isCut = false
  readonly session: Session
  readonly #listeners = new Map<string, Listener[]>()

  constructor(ports: Ports, address: string) {
    const serverEnd = {
      OPEN: 1,
      readyState: 1,
      bufferedAmount: 0,
      send: (text: string) => this.toDevice.push(text),
      // The refusal before it is on its way; then the line is dead for both.
      close: (_code: number, reason: string) => {
        this.flushToDevice()
        this.cut(reason)
      },
      terminate: () => this.cut(),
      ping: () => undefined,
    }
    const context = { ports, onAuthenticated: () => undefined }
    // Sound: of a WebSocket a session uses these members, and no other.
    this.session = new Session(context, serverEnd as unknown as WebSocket, address, AUTH_SECONDS)
  }

  readonly deviceEnd: DeviceSocket = {
    send: (text: string) => {
      if (!this.isCut) this.toServer.push(text)
    },
    close: () => this.cut(),
    addEventListener: (type: string, listener: (event: never) => void) => {
      // Sound: each kind of event is given what its listeners take.
      const list = [...(this.#listeners.get(type) ?? []), listener as Listener]
      this.#listeners.set(type, list)
    },
  }

  flushToServer(): boolean {
    const texts = this.toServer
    this.toServer = []
    for (const text of texts) this.session.receive(text)
    return texts.length > 0
  }

  flushToDevice(): boolean {
    const texts = this.toDevice
    this.toDevice = []
    for (const data of texts) this.#tell('message', data)
    return texts.length > 0
  }

  /** What is on its way is lost; both ends hear of it. */
  cut(reason = ''): void {
    if (this.isCut) return
    this.isCut = true
    this.toServer = []
    this.toDevice = []
    this.session.closed()
    this.#tell('close', undefined, reason)
  }

  #tell(type: string, data: unknown, reason = ''): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data, reason })
  }
}

/** The network between phones and a server. */
export class Wires {
  /** No new connection comes about. */
  isDown = false
  /** What is sent in this direction stays on its way. */
  readonly held = { toServer: false, toDevice: false }
  /** Every text that ever reached the server: what somebody who reads along could play again. */
  readonly heard: string[] = []
  readonly #ports: Ports
  #wires: readonly Wire[] = []

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** To be passed to a device as its WebSocket. */
  webSocketFrom(address: string): DeviceSocketConstructor {
    const dial = (): DeviceSocket => {
      if (this.isDown) throw new Error('no network')
      const wire = new Wire(this.#ports, address)
      this.#wires = [...this.#wires, wire]
      return wire.deviceEnd
    }
    // A constructor that returns an object gives that object to `new`.
    return function FakeWebSocket() {
      return dial()
    } as unknown as DeviceSocketConstructor
  }

  /** Arrives at the server on the newest line, as if the phone had sent it. */
  inject(text: string): void {
    this.#wires.at(-1)?.session.receive(text)
  }

  cutAll(): void {
    for (const wire of this.#wires) wire.cut()
    this.#wires = []
  }

  /** Moves what is on its way and not held, until nothing moves any more and nobody is at work. */
  async settle(): Promise<void> {
    for (let idle = 0; idle < IDLE_TURNS; idle++) {
      if (this.#move()) idle = 0
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #move(): boolean {
    this.#wires = this.#wires.filter(({ isCut }) => !isCut)
    let moved = false
    for (const wire of this.#wires) {
      if (!this.held.toServer) {
        this.heard.push(...wire.toServer)
        moved = wire.flushToServer() || moved
      }
      if (!this.held.toDevice) moved = wire.flushToDevice() || moved
    }
    return moved
  }
}

/** Turns of the event loop without anything moving: hashes and signatures come back from their threads within a few. */
const IDLE_TURNS = 12
