// The life of a device's socket: connect, authenticate, heartbeat, back-off, goodbye, replaced, revoked. Leaves what frames mean to the device.
import type { DeviceFrame, DeviceStateName, ErrorCode, PinHeld, ServerFrame } from '@countersign/protocol'
import {
  FRAME_MAX_BYTES,
  parseServerFrame,
  SOCKET_AUTH_SECONDS,
  SOCKET_PATH,
  SOCKET_PROTOCOL,
} from '@countersign/protocol'
import { BACK_OFF_MAX_MS, backOffMs } from './back-off.js'
import type { DeviceClock, DeviceSocket, DeviceSocketConstructor } from './environment.js'
import type { ConnectionState, RefusedReason } from './events.js'

export type Hello = Extract<ServerFrame, { type: 'hello' }>
type Welcome = Extract<ServerFrame, { type: 'welcome' }>
/** Frames whose meaning is not the connection's business. */
export type DocumentFrame = Exclude<
  ServerFrame,
  { type: 'hello' | 'welcome' | 'device' | 'pong' | 'goodbye' }
>

export interface ConnectionOptions {
  readonly serverUrl: string
  readonly webSocket: DeviceSocketConstructor
  readonly clock: DeviceClock
  readonly random: () => number
  /** The frame that answers a `hello`; undefined when this server must not get one. */
  readonly authenticate: (hello: Hello) => Promise<DeviceFrame | undefined>
  readonly onWelcome: (welcome: Welcome) => void
  /** The server told its time. */
  readonly onServerTime: (nowMs: number) => void
  /** A pairing that was confirmed on this connection: what its welcome could not say yet. */
  readonly onMayHaveOfflineCode: (isAllowed: boolean) => void
  readonly onPin: (pin: PinHeld) => void
  readonly onDeviceState: (state: DeviceStateName) => void
  readonly onState: (state: ConnectionState, detail: ConnectionDetail) => void
  readonly onRefused: (reason: RefusedReason) => void
  readonly onDocument: (frame: DocumentFrame) => Promise<void>
  readonly onFault: (error: unknown) => void
}

export interface ConnectionDetail {
  readonly retryInMs?: number
  readonly serverCode?: ErrorCode
}

/** A ping without any answer for so long means that the socket is dead; slow phone networks take several seconds. */
const SILENT_AFTER_PING_MS = 10_000
/** When the person looks at the app again, a socket that the phone froze must be found out sooner. */
const SILENT_AFTER_WAKE_MS = 5_000
/** Part of the heartbeat interval at which a ping goes out: "at least every" leaves room for late timers. */
const PING_EARLY = 0.8
/** The interval comes unsigned: a wrong one must not switch the heartbeat off. */
const HEARTBEAT_MAX_SECONDS = 60
/** A connection that lived so long was a success; a server that drops everyone at once must not reset the back-off. */
const STABLE_AFTER_MS = 10_000
/** More frames waiting to be verified than any honest server sends at once. */
const INBOX_MAX = 64
/** One odd frame may be a newer server's; a stream of them is not worth its battery. */
const MALFORMED_MAX = 16

/** One socket: its own timers, and whether the server welcomed it. Dropped as a whole. */
interface Link {
  readonly socket: DeviceSocket
  welcomedAtMs: number | undefined
  greeted: boolean
  inbox: number
  malformed: number
  serverCode: ErrorCode | undefined
  cancelDeadline: () => void
  cancelPing: () => void
  cancelSilence: () => void
  /** While an answer to a ping is awaited: how long. */
  silentUntilMs: number | undefined
}

type Phase =
  | { readonly name: 'stopped' | 'replaced' | 'revoked' }
  | { readonly name: 'waiting'; readonly cancel: () => void }
  | { readonly name: 'linked'; readonly link: Link }

const nothing = (): void => undefined

export class Connection {
  readonly #options: ConnectionOptions
  #phase: Phase = { name: 'stopped' }
  #state: ConnectionState = 'stopped'
  #attempts = 0
  /** Frames are verified one after the other, so that they take effect in the order they came. */
  #inbox: Promise<void> = Promise.resolve()
  /** After `goodbye`: the server named the time of the next try. */
  #goodbyeUntilMs: number | undefined

  constructor(options: ConnectionOptions) {
    this.#options = options
  }

  get state(): ConnectionState {
    return this.#state
  }

  start(): void {
    if (this.#phase.name === 'stopped') this.#connect()
  }

  stop(): void {
    if (this.#phase.name === 'waiting') this.#phase.cancel()
    if (this.#phase.name === 'linked') this.#drop(this.#phase.link)
    this.#attempts = 0
    this.#goodbyeUntilMs = undefined
    this.#end('stopped')
  }

  /** After `replaced`: connects again, which replaces the other one. */
  takeOver(): void {
    if (this.#phase.name === 'replaced') this.#connect()
  }

  /** The network may be back, or a person looks: no more waiting, and a silent socket is found out. */
  wake(): void {
    if (this.#phase.name === 'waiting') {
      this.#phase.cancel()
      this.#connect()
    } else if (this.#phase.name === 'linked' && this.#phase.link.welcomedAtMs !== undefined) {
      this.#ping(this.#phase.link, SILENT_AFTER_WAKE_MS)
    }
  }

  /** False: there is no welcomed socket to send on. True promises nothing: the receipt does. */
  send(frame: DeviceFrame): boolean {
    if (this.#phase.name !== 'linked' || this.#phase.link.welcomedAtMs === undefined) return false
    return this.#write(this.#phase.link, frame)
  }

  #connect(): void {
    let socket: DeviceSocket
    this.#goodbyeUntilMs = undefined
    try {
      const url = `${this.#options.serverUrl.replace(/^http/, 'ws')}${SOCKET_PATH}`
      socket = new this.#options.webSocket(url, SOCKET_PROTOCOL)
    } catch {
      this.#waitAndConnect(undefined)
      return
    }
    const link: Link = {
      socket,
      welcomedAtMs: undefined,
      greeted: false,
      inbox: 0,
      malformed: 0,
      serverCode: undefined,
      cancelDeadline: this.#options.clock.after(SOCKET_AUTH_SECONDS * 1_000, () => this.#lose(link)),
      cancelPing: nothing,
      cancelSilence: nothing,
      silentUntilMs: undefined,
    }
    this.#phase = { name: 'linked', link }
    this.#tell('connecting')
    socket.addEventListener('message', (event) => this.#hear(link, event.data))
    socket.addEventListener('close', (event) => this.#closed(link, event.reason))
    // An error is always followed by a close (WHATWG WebSockets §4); without a listener `ws` would throw.
    socket.addEventListener('error', nothing)
  }

  #isCurrent(link: Link): boolean {
    return this.#phase.name === 'linked' && this.#phase.link === link
  }

  #hear(link: Link, data: unknown): void {
    if (!this.#isCurrent(link)) return
    link.cancelSilence()
    link.cancelSilence = nothing
    link.silentUntilMs = undefined
    const fits = typeof data === 'string' && data.length <= FRAME_MAX_BYTES
    const frame = fits ? parseServerFrame(data) : undefined
    if (frame === undefined) {
      this.#options.onRefused('frame_malformed')
      if (++link.malformed > MALFORMED_MAX) this.#lose(link)
      return
    }
    if (++link.inbox > INBOX_MAX) {
      this.#lose(link)
      return
    }
    this.#inOrder(async () => {
      link.inbox--
      await this.#handle(link, frame)
    })
  }

  #inOrder(work: () => Promise<void> | void): void {
    this.#inbox = this.#inbox.then(work).catch((error: unknown) => this.#options.onFault(error))
  }

  async #handle(link: Link, frame: ServerFrame): Promise<void> {
    if (frame.type === 'challenge' || frame.type === 'receipt') {
      // Signed: as true when its socket died meanwhile. A stopped device shows nothing.
      if (this.#phase.name !== 'stopped') await this.#options.onDocument(frame)
      return
    }
    if (!this.#isCurrent(link)) return
    switch (frame.type) {
      case 'hello':
        return this.#answerHello(link, frame)
      case 'welcome':
        return this.#welcomed(link, frame)
      case 'device':
        if (link.welcomedAtMs === undefined) return
        if (frame.mayHaveOfflineCode !== undefined)
          this.#options.onMayHaveOfflineCode(frame.mayHaveOfflineCode)
        if (frame.pin !== undefined) this.#options.onPin(frame.pin)
        this.#enter(frame.deviceState)
        return
      case 'pong':
        return this.#options.onServerTime(frame.nowMs)
      case 'goodbye':
        return this.#goodbye(link, frame.reconnectAfterMs)
      case 'refusal':
        if (frame.challengeId === undefined && this.#endsHere(link, frame.code)) return
        link.serverCode = frame.code
        return this.#options.onDocument(frame)
      case 'pulled':
      case 'notices':
      case 'offline_code':
      case 'offline_code_state':
      case 'account_stopped':
      case 'pin_state':
      case 'quiet_hours':
      case 'push_state':
      case 'biometrics_state':
        return this.#options.onDocument(frame)
    }
  }

  async #answerHello(link: Link, hello: Hello): Promise<void> {
    // [SA1]: one hello a socket, so that no nonce is signed twice.
    if (link.greeted) return this.#lose(link)
    link.greeted = true
    const answer = await this.#options.authenticate(hello)
    if (!this.#isCurrent(link)) return
    if (answer === undefined) return this.#lose(link)
    this.#write(link, answer)
  }

  #welcomed(link: Link, welcome: Welcome): void {
    if (!link.greeted || link.welcomedAtMs !== undefined) {
      this.#lose(link)
      return
    }
    link.cancelDeadline()
    link.welcomedAtMs = this.#options.clock.nowMs()
    this.#options.onServerTime(welcome.nowMs)
    this.#options.onWelcome(welcome)
    this.#schedulePing(link, Math.min(welcome.heartbeatSeconds, HEARTBEAT_MAX_SECONDS) * 1_000 * PING_EARLY)
    this.#enter(welcome.deviceState)
  }

  #enter(deviceState: DeviceStateName): void {
    this.#options.onDeviceState(deviceState)
    if (deviceState === 'revoked') this.#leave('revoked')
    else this.#tell(deviceState === 'pending_confirm' ? 'waiting_confirmation' : 'online')
  }

  #schedulePing(link: Link, intervalMs: number): void {
    link.cancelPing = this.#options.clock.after(intervalMs, () => {
      this.#ping(link, SILENT_AFTER_PING_MS)
      if (this.#isCurrent(link)) this.#schedulePing(link, intervalMs)
    })
  }

  #ping(link: Link, silentAfterMs: number): void {
    this.#write(link, { type: 'ping' })
    if (!this.#isCurrent(link)) return
    const untilMs = this.#options.clock.nowMs() + silentAfterMs
    // Whoever looks at the phone again and again must not put off that a dead socket is found out.
    if (link.silentUntilMs !== undefined && link.silentUntilMs <= untilMs) return
    link.cancelSilence()
    link.silentUntilMs = untilMs
    link.cancelSilence = this.#options.clock.after(silentAfterMs, () => this.#lose(link))
  }

  /** The socket stays open for receipts still on their way; the next one is opened at the time the server named. */
  #goodbye(link: Link, reconnectAfterMs: number): void {
    const waitMs = Math.min(reconnectAfterMs, BACK_OFF_MAX_MS)
    this.#goodbyeUntilMs = this.#options.clock.nowMs() + waitMs
    link.cancelDeadline()
    link.cancelDeadline = this.#options.clock.after(waitMs, () => {
      if (!this.#isCurrent(link)) return
      this.#drop(link)
      this.#connect()
    })
  }

  #endsHere(link: Link, said: string): boolean {
    if (!this.#isCurrent(link)) return false
    if (said === 'socket_replaced') this.#leave('replaced')
    else if (said === 'device_revoked') this.#enter('revoked')
    else return false
    return true
  }

  #closed(link: Link, reason: string): void {
    // What was heard before the close takes effect before it.
    this.#inOrder(() => {
      if (this.#isCurrent(link) && !this.#endsHere(link, reason)) this.#lose(link)
    })
  }

  #lose(link: Link): void {
    if (!this.#isCurrent(link)) return
    this.#drop(link)
    const { welcomedAtMs } = link
    if (welcomedAtMs !== undefined && this.#options.clock.nowMs() - welcomedAtMs >= STABLE_AFTER_MS)
      this.#attempts = 0
    this.#waitAndConnect(link.serverCode)
  }

  #waitAndConnect(serverCode: ErrorCode | undefined): void {
    const goodbyeMs = this.#goodbyeUntilMs
    const retryInMs =
      goodbyeMs === undefined
        ? backOffMs(this.#attempts++, this.#options.random)
        : Math.max(0, goodbyeMs - this.#options.clock.nowMs())
    const cancel = this.#options.clock.after(retryInMs, () => this.#connect())
    this.#phase = { name: 'waiting', cancel }
    this.#tell('offline', serverCode === undefined ? { retryInMs } : { retryInMs, serverCode })
  }

  #leave(end: 'replaced' | 'revoked'): void {
    if (this.#phase.name === 'linked') this.#drop(this.#phase.link)
    this.#end(end)
  }

  #end(name: 'stopped' | 'replaced' | 'revoked'): void {
    this.#phase = { name }
    this.#tell(name)
  }

  /** Ends the socket without waiting for it: the close of a dead one can take minutes. */
  #drop(link: Link): void {
    link.cancelDeadline()
    link.cancelPing()
    link.cancelSilence()
    try {
      link.socket.close(1000)
    } catch {
      // It never opened: nothing to close.
    }
  }

  #write(link: Link, frame: DeviceFrame): boolean {
    try {
      link.socket.send(JSON.stringify(frame))
      return true
    } catch {
      this.#lose(link)
      return false
    }
  }

  #tell(state: ConnectionState, detail: ConnectionDetail = {}): void {
    if (state === this.#state && detail.retryInMs === undefined) return
    this.#state = state
    this.#options.onState(state, detail)
  }
}
