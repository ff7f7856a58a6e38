// One device's connection: its states as a union, its frames handled one at a time and in order, whatever arrives meanwhile.
import type {
  ChallengeId,
  DeviceFrame,
  DeviceId,
  DeviceStateName,
  ErrorCode,
  ServerFrame,
} from '@countersign/protocol'
import { fromBase64Url, HEARTBEAT_SECONDS, parseDeviceFrame, toBase64Url } from '@countersign/protocol'
import type { WebSocket } from 'ws'
import type { DeviceSocket, Ports } from '../core/ports.js'
import type { Device } from '../core/records.js'
import { outwardCode } from '../core/refusal.js'
import { authenticateDevice } from '../flows/authenticate-device.js'
import { openChallenges } from '../flows/open-challenges.js'
import { newestNotices } from '../flows/phone-notices.js'
import { hearAnswer, hearReceived } from './challenge-frames.js'
import { offlineCodeFor } from './offline-code-frames.js'
import type { Held } from './own-frames.js'
import { answerOwnFrame, heldBy } from './own-frames.js'
import { pinFor } from './pin-frames.js'

/** Where a connection is. Each state has only what exists in it. */
export type SessionState =
  | { readonly name: 'greeting'; readonly nonce: Uint8Array; readonly expiresAtMs: number }
  | { readonly name: 'authenticating' }
  | {
      readonly name: 'authenticated'
      readonly deviceId: DeviceId
      readonly deviceState: DeviceStateName
      /** Of this socket's `hello`: what a device signs for this socket alone names it. */
      readonly nonce: Uint8Array
      readonly detach: () => void
    }
  | { readonly name: 'closed' }

type Authenticated = Extract<SessionState, { name: 'authenticated' }>

/** What all connections of a gateway share; one object, however many there are. */
export interface SessionContext {
  readonly ports: Ports
  /** Called once, when the device has proven who it is. */
  onAuthenticated(session: Session): void
}

/** Frames that may wait while one is handled; a device of ours sends at most three in a row. */
const WAITING_FRAMES_MAX = 16
/** Bad frames and wrong signatures of one connection, until it is closed. They count against nothing else. */
const FAULTS_MAX = 5
/** Frames of one connection between two heartbeats, answers that count left out: a person cannot cause a tenth of them. */
const FRAMES_PER_HEARTBEAT_MAX = 200
/** Unsent bytes of one connection: a phone that takes no more is gone, and will ask again. */
const UNSENT_MAX_BYTES = 262_144
/** RFC 6455 §7.4.1: the peer broke a rule of ours. The reason is the error code. */
const POLICY_VIOLATION = 1008
const UNSUPPORTED_DATA = 1003

export class Session implements DeviceSocket {
  readonly address: string
  readonly #context: SessionContext
  readonly socket: WebSocket
  #state: SessionState
  /** Frames that wait; undefined while none do, so that an idle connection holds no array. */
  #waiting: string[] | undefined
  #busy = false
  #faults = 0
  #lastAnswered: ChallengeId | undefined
  /** It asked for notices, so it knows the frame. */
  #wantsNotices = false
  #isTold = false
  /** Set at each sign of life, cleared at each heartbeat. */
  alive = true
  /** Frames since the last heartbeat. */
  frames = 0
  /** When the next heartbeat is due; kept by the gateway. */
  dueMs = 0

  /** Greets the device: the nonce it must sign, until a time. */
  constructor(context: SessionContext, socket: WebSocket, address: string, authSeconds: number) {
    const { vault, clock, random } = context.ports
    this.address = address
    this.#context = context
    this.socket = socket
    const nonce = random.bytes(32)
    const expiresAtMs = clock.nowMs() + authSeconds * 1000
    this.#state = { name: 'greeting', nonce, expiresAtMs }
    this.#send({
      type: 'hello',
      serverId: toBase64Url(vault.serverId),
      nonce: toBase64Url(nonce),
      expiresAtMs,
    })
  }

  get state(): SessionState {
    return this.#state
  }

  /** A message arrived. Order is kept: each is handled when the one before it is answered. */
  receive(data: string | undefined): void {
    this.alive = true
    this.frames += 1
    if (this.#state.name === 'closed') return
    if (data === undefined) {
      this.#refuseAndClose('frame_invalid', UNSUPPORTED_DATA)
      return
    }
    if (this.frames > FRAMES_PER_HEARTBEAT_MAX || (this.#waiting?.length ?? 0) >= WAITING_FRAMES_MAX) {
      this.#refuseAndClose('too_many_requests')
      return
    }
    if (this.#busy) {
      this.#waiting ??= []
      this.#waiting.push(data)
      return
    }
    this.#busy = true
    void this.#work(data)
  }

  /** The fabric brings a frame for this device. */
  deliver(frame: ServerFrame): void {
    const state = this.#state
    if (state.name !== 'authenticated') return
    if (frame.type === 'device') {
      this.#follow(state, frame.deviceState)
      return
    }
    // A refusal that no frame of the device caused: its account was suspended, and nothing more is said here.
    if (frame.type === 'refusal') {
      this.#refuseAndClose(frame.code)
      return
    }
    if (frame.type === 'notices' && !this.#wantsNotices) return
    // Until its pairing is confirmed a device learns nothing about the account.
    if (state.deviceState !== 'pending_confirm') this.#send(frame)
  }

  /** The fabric ends this connection. */
  close(reason: Parameters<DeviceSocket['close']>[0]): void {
    this.#refuseAndClose(reason)
  }

  /** The deadline to authenticate is over. */
  giveUp(): void {
    this.#refuseAndClose('socket_unauthenticated')
  }

  /** A heartbeat is due: who gave no sign of life since the last one is gone, whatever the operating system thinks. */
  beat(): void {
    if (!this.alive) {
      this.#context.ports.metrics.socket('silent')
      this.socket.terminate()
      return
    }
    this.alive = false
    this.frames = 0
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping()
  }

  /** The server is going to stop: the device leaves at the time it was told, and is served until then. */
  announceGoodbye(reconnectAfterMs: number): void {
    if (this.#isTold) return
    this.#isTold = true
    this.#send({ type: 'goodbye', reconnectAfterMs })
  }

  /** The server stops. */
  sayGoodbye(reconnectAfterMs: number): void {
    if (this.#state.name === 'closed') return
    // Who was told a time keeps it.
    this.announceGoodbye(reconnectAfterMs)
    this.#leave()
    // RFC 6455 and the IANA registry: 1012, service restart.
    this.socket.close(1012, 'draining')
  }

  /** The connection is gone, whoever ended it. */
  closed(): void {
    this.#leave()
  }

  async #work(first: string): Promise<void> {
    try {
      for (let data: string | undefined = first; data !== undefined; data = this.#waiting?.shift())
        if (!this.#isClosed()) await this.#handle(data)
    } catch (error) {
      this.#context.ports.log.error('socket_frame_failed', { error })
      this.#refuseAndClose('internal')
    }
    this.#waiting = undefined
    this.#busy = false
  }

  async #handle(data: string): Promise<void> {
    const frame = parseDeviceFrame(data)
    this.#context.ports.metrics.frame(frame === undefined ? 'bad' : 'good')
    if (frame === undefined) {
      this.#countFault('frame_invalid')
      return
    }
    const state = this.#state
    if (frame.type === 'ping') {
      this.#send({ type: 'pong', nowMs: this.#context.ports.clock.nowMs() })
      return
    }
    if (state.name === 'greeting') {
      if (frame.type === 'authenticate') await this.#authenticate(state, frame)
      else this.#refuseAndClose('socket_unauthenticated')
      return
    }
    if (state.name !== 'authenticated') return
    if (state.deviceState === 'pending_confirm') {
      this.#send({ type: 'refusal', code: 'device_not_confirmed' })
      return
    }
    await this.#serve(state, frame)
  }

  /** One attempt a connection: the nonce is spent by it, right or wrong. */
  async #authenticate(
    greeting: Extract<SessionState, { name: 'greeting' }>,
    frame: Extract<DeviceFrame, { type: 'authenticate' }>,
  ): Promise<void> {
    const { ports } = this.#context
    this.#state = { name: 'authenticating' }
    const result = await authenticateDevice(ports, {
      deviceId: frame.deviceId,
      signature: fromBase64Url(frame.signature) ?? new Uint8Array(0),
      nonce: greeting.nonce,
      expiresAtMs: greeting.expiresAtMs,
      host: new URL(ports.settings.publicUrl).host,
    })
    if (this.#isClosed()) return
    if (!result.ok) {
      ports.metrics.refused('socket', result.refusal.reason)
      ports.metrics.socket('refused')
      ports.log.info('socket_refused', { deviceId: frame.deviceId, address: this.address, ...result.refusal })
      this.#refuseAndClose(outwardCode(result.refusal))
      return
    }
    const held = await heldBy(ports, result.value)
    if (this.#isClosed()) return
    this.#welcome(result.value, greeting.nonce, held)
    // What is asked before every node knows where the phone is stands in the database by then; what is asked later is routed here.
    await ports.fabric.announced(result.value.id)
    if (result.value.state !== 'pending_confirm') await this.#sendOpen(result.value, 'pushed')
  }

  /** In one go without a pause: what is routed to the device from here on comes after its welcome. */
  #welcome(device: Device, nonce: Uint8Array, held: Held): void {
    const { ports } = this.#context
    this.#send({
      type: 'welcome',
      deviceState: device.state,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      keySetVersion: ports.vault.keySetVersion(),
      nowMs: ports.clock.nowMs(),
      nextCounter: device.counter + 1,
      address: this.address,
      ...held,
    })
    const detach = ports.fabric.attach(device.id, this)
    this.#state = { name: 'authenticated', deviceId: device.id, deviceState: device.state, nonce, detach }
    ports.metrics.socket('authenticated')
    this.#context.onAuthenticated(this)
  }

  async #serve(speaker: Authenticated, frame: DeviceFrame): Promise<void> {
    const { ports } = this.#context
    const { deviceId } = speaker
    switch (frame.type) {
      case 'received':
        return hearReceived(ports, deviceId, frame.challengeId)
      case 'answer': {
        const said = await hearAnswer(ports, deviceId, frame, this.address)
        if (said.type === 'receipt') this.#creditAnswer(frame.challengeId)
        if (said.type === 'refusal' && said.code === 'answer_invalid')
          this.#countFault(said.code, frame.challengeId)
        else this.#send(said)
        return
      }
      case 'pull': {
        const device = await ports.storage.read.devices.byId(deviceId)
        const open = device === undefined ? 0 : await this.#sendOpen(device, 'all')
        this.#send({ type: 'pulled', open })
        return
      }
      case 'notices':
        this.#wantsNotices = true
        return this.#send(await newestNotices(ports, deviceId))
      case 'ask_offline_code':
      case 'confirm_offline_code':
      case 'end_offline_code':
      case 'set_quiet_hours':
      case 'ask_quiet_hours':
      case 'set_biometrics':
      case 'set_pin':
      case 'set_push':
      case 'disown_notice':
        return this.#send(await answerOwnFrame(ports, speaker, frame))
      case 'authenticate':
        return this.#countFault('frame_invalid')
      case 'ping':
        return
      default:
        unreachable(frame)
    }
  }

  /** A first answer and the `received` before it were caused by an app, which has budgets of its own: they do not count. */
  #creditAnswer(challengeId: ChallengeId): void {
    if (challengeId === this.#lastAnswered) return
    this.#lastAnswered = challengeId
    this.frames = Math.max(0, this.frames - 2)
  }

  async #sendOpen(device: Device, which: 'pushed' | 'all'): Promise<number> {
    const frames = await openChallenges(this.#context.ports, device, which)
    for (const frame of frames) this.#send(frame)
    return frames.length
  }

  /** The device's own state changed: it is told, and a device that was just confirmed gets what waits for it. */
  #follow(state: Authenticated, deviceState: DeviceStateName): void {
    // The sweep looks back a little further than it must: what is known is not told again.
    if (deviceState === state.deviceState) return
    const isConfirmed = state.deviceState === 'pending_confirm' && deviceState === 'active'
    this.#state = { ...state, deviceState }
    if (isConfirmed) {
      void this.#confirmed(state.deviceId)
      return
    }
    this.#send({ type: 'device', deviceState })
    if (deviceState === 'revoked') this.#refuseAndClose('device_revoked')
  }

  /** Its pairing was confirmed: it hears that, what its welcome could not say before, and what waits for it. */
  async #confirmed(deviceId: DeviceId): Promise<void> {
    const { ports } = this.#context
    try {
      const device = await ports.storage.read.devices.byId(deviceId)
      if (device === undefined) return
      const { mayHaveOfflineCode } = await offlineCodeFor(ports, device)
      const { pin } = await pinFor(ports, device)
      // Suspended or removed while that was read: it has heard so, and this would be older news.
      if (this.#state.name !== 'authenticated' || this.#state.deviceState !== 'active') return
      this.#send({ type: 'device', deviceState: 'active', mayHaveOfflineCode, ...(pin && { pin }) })
      await this.#sendOpen(device, 'pushed')
    } catch (error) {
      // The device can still ask by a pull.
      ports.log.error('socket_frame_failed', { deviceId, error })
      this.#send({ type: 'device', deviceState: 'active' })
    }
  }

  #countFault(code: ErrorCode, challengeId?: ChallengeId): void {
    this.#faults += 1
    if (this.#faults >= FAULTS_MAX) {
      this.#refuseAndClose(code)
      return
    }
    this.#send({ type: 'refusal', code, ...(challengeId === undefined ? {} : { challengeId }) })
  }

  #refuseAndClose(code: ErrorCode, closeCode: number = POLICY_VIOLATION): void {
    if (this.#isClosed()) return
    this.#send({ type: 'refusal', code })
    this.#leave()
    this.socket.close(closeCode, code)
  }

  #send(frame: ServerFrame): void {
    if (this.#isClosed() || this.socket.readyState !== this.socket.OPEN) return
    if (this.socket.bufferedAmount > UNSENT_MAX_BYTES) {
      this.#leave()
      this.socket.terminate()
      return
    }
    this.socket.send(JSON.stringify(frame))
  }

  #isClosed(): boolean {
    return this.#state.name === 'closed'
  }

  #leave(): void {
    const state = this.#state
    this.#state = { name: 'closed' }
    this.#waiting = undefined
    if (state.name === 'authenticated') state.detach()
  }
}

function unreachable(frame: never): never {
  throw new Error('a frame without a place', { cause: frame })
}
