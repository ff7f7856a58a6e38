// A WebSocket whose other end is in the test: two queues flushed by hand, so that lost, late, doubled and reordered frames are plain steps.
import type { DeviceSocket, DeviceSocketConstructor } from '@countersign/client-sdk'
import type { DeviceFrame, ServerFrame } from '@countersign/protocol'
import { parseDeviceFrame } from '@countersign/protocol'

interface Listeners {
  readonly open: (() => void)[]
  readonly error: (() => void)[]
  readonly message: ((event: { readonly data: unknown }) => void)[]
  readonly close: ((event: { readonly reason: string }) => void)[]
}

/** One connection. `toServer` and `toDevice` hold what was sent and not yet delivered; a test may change them as it likes. */
export class SocketPair {
  readonly url: string
  readonly protocol: string
  toServer: DeviceFrame[] = []
  toDevice: unknown[] = []
  /** The device ended it. */
  closedByDevice = false
  #gone = false
  readonly #listeners: Listeners = { open: [], error: [], message: [], close: [] }

  constructor(url: string, protocol: string) {
    this.url = url
    this.protocol = protocol
  }

  /** The device's end, with the part of the WebSocket interface that a device uses. */
  readonly deviceEnd: DeviceSocket = {
    send: (text: string) => {
      // As a browser's: sending on a closed socket is silently nothing.
      if (this.#gone) return
      const frame = parseDeviceFrame(text)
      if (frame === undefined) throw new Error(`the device sent what is no frame: ${text}`)
      this.toServer.push(frame)
    },
    close: () => {
      this.closedByDevice = true
      this.#gone = true
    },
    addEventListener: (type: keyof Listeners, listener: (event: never) => void) => {
      // Sound: each list holds listeners of its own type, as the overloads of DeviceSocket demand of callers.
      const list = this.#listeners[type] as ((event: never) => void)[]
      list.push(listener)
    },
  }

  /** The server sends; nothing arrives before `flush`. */
  send(...frames: readonly ServerFrame[]): void {
    this.toDevice.push(...frames.map((frame) => JSON.stringify(frame)))
  }

  /** Everything on its way to the device arrives. */
  flush(): void {
    const messages = this.toDevice
    this.toDevice = []
    for (const data of messages) for (const listener of this.#listeners.message) listener({ data })
  }

  /** `send` and `flush` in one. */
  deliver(...frames: readonly ServerFrame[]): void {
    this.send(...frames)
    this.flush()
  }

  /** The network breaks: what is on its way is lost, and the device's end hears of it. */
  die(reason = ''): void {
    this.toServer = []
    this.toDevice = []
    this.#gone = true
    for (const listener of this.#listeners.close) listener({ reason })
  }

  /** Frames of one type that the device sent. */
  sent<T extends DeviceFrame['type']>(type: T): readonly Extract<DeviceFrame, { type: T }>[] {
    return this.toServer.filter((frame): frame is Extract<DeviceFrame, { type: T }> => frame.type === type)
  }
}

/** Every connection a device makes, oldest first. */
export class FakeNetwork {
  readonly pairs: SocketPair[] = []
  /** Makes every new connection fail at once, as without a network. */
  isDown = false

  /** To be passed to the device as its WebSocket. */
  get webSocket(): DeviceSocketConstructor {
    const open = (url: string, protocol: string): DeviceSocket => {
      if (this.isDown) throw new Error('no network')
      const pair = new SocketPair(url, protocol)
      this.pairs.push(pair)
      return pair.deviceEnd
    }
    // A constructor that returns an object gives that object to `new`.
    return function FakeWebSocket(url: string, protocol: string) {
      return open(url, protocol)
    } as unknown as DeviceSocketConstructor
  }

  get last(): SocketPair {
    const pair = this.pairs.at(-1)
    if (pair === undefined) throw new Error('the device has not connected')
    return pair
  }
}

/** Waits for work that runs on threads (hashes, signatures) by turns of the event loop, never by a clock. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 20_000; turn++) {
    if (holds()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error(`this never became true: ${what}`)
}
