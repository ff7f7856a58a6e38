// One device over a fake network: its clock is an hour wrong, its events are kept, and `online()` brings it to its welcome.
import type {
  BiometricSigner,
  DeviceEvent,
  DeviceKey,
  OfflineCodeStore,
  OpenRequest,
  Pairing,
  PairingStore,
} from '@countersign/client-sdk'
import { Device, memoryKeystore, memoryPairingStore } from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import type { ServerFrame } from '@countersign/protocol'
import { START_MS } from './clock.js'
import type { ChallengeFrame } from './fake-server.js'
import { FakeServer } from './fake-server.js'
import { seededRandom } from './seeded-random.js'
import type { SocketPair } from './socket-pair.js'
import { FakeNetwork, until } from './socket-pair.js'
import { TimerClock } from './timer-clock.js'

/** No test may depend on the phone's clock being right. */
const PHONE_IS_WRONG_BY_MS = 3_600_000

export interface WorldOptions {
  readonly pairing?: Partial<Pairing>
  readonly store?: PairingStore
  readonly phoneIsWrongByMs?: number
  readonly seed?: number
  /** Instead of the seeded one. */
  readonly random?: () => number
  readonly offlineCodes?: OfflineCodeStore
  readonly biometrics?: BiometricSigner
}

export class ClientWorld {
  readonly clock: TimerClock
  readonly server: FakeServer
  readonly network = new FakeNetwork()
  readonly store: PairingStore
  readonly key: DeviceKey
  readonly device: Device
  readonly events: DeviceEvent[] = []
  /** Ends a back-off, as the browser's `online` event does. */
  wake: () => void = () => undefined

  private constructor(clock: TimerClock, server: FakeServer, key: DeviceKey, options: WorldOptions) {
    this.clock = clock
    this.server = server
    this.key = key
    this.store = options.store ?? memoryPairingStore()
    const seeded = seededRandom(options.seed ?? 1)
    this.device = new Device({
      pairing: server.pairing(options.pairing),
      store: this.store,
      key,
      ...(options.offlineCodes === undefined ? {} : { offlineCodes: options.offlineCodes }),
      ...(options.biometrics === undefined ? {} : { biometrics: options.biometrics }),
      clock,
      verify: nodeVerify,
      webSocket: this.network.webSocket,
      fetch: server.fetch,
      random: options.random ?? (() => seeded.below(1_000_000) / 1_000_000),
      wakeSignal: (onWake) => {
        this.wake = onWake
        return () => {
          this.wake = () => undefined
        }
      },
      onEvent: (event) => this.events.push(event),
    })
  }

  static async create(options: WorldOptions = {}): Promise<ClientWorld> {
    const wrongByMs = options.phoneIsWrongByMs ?? PHONE_IS_WRONG_BY_MS
    const clock = new TimerClock(START_MS + wrongByMs)
    const server = new FakeServer(() => clock.nowMs() - wrongByMs)
    return new ClientWorld(clock, server, await memoryKeystore().create('k1'), options)
  }

  /** Starts if need be, and welcomes the newest connection. */
  async online(welcome: Parameters<FakeServer['welcome']>[0] = {}): Promise<SocketPair> {
    const before = this.network.pairs.length
    if (this.device.connection === 'stopped') {
      this.device.start()
      await until('the device dials', () => this.network.pairs.length > before)
    }
    const pair = this.network.last
    await this.authenticate(pair)
    pair.deliver(this.server.welcome(welcome))
    await until('the device is welcomed', () => this.device.connection !== 'connecting')
    return pair
  }

  /** Says hello and takes the answer off the wire. */
  async authenticate(pair: SocketPair, hello: ServerFrame = this.server.hello()): Promise<void> {
    pair.deliver(hello)
    await until('the device authenticates', () => pair.sent('authenticate').length === 1)
    pair.toServer = []
  }

  /** The connection broke: time passes until the device is on a new one, welcomed. */
  async reconnect(welcome: Parameters<FakeServer['welcome']>[0] = {}): Promise<SocketPair> {
    await until('the device has noticed', () => this.device.connection === 'offline')
    this.wake()
    return this.online(welcome)
  }

  /** Delivers a challenge and waits until it is shown. */
  async show(pair: SocketPair, frame: ChallengeFrame = this.server.challengeFrame()): Promise<OpenRequest> {
    pair.deliver(frame)
    const find = (): OpenRequest | undefined =>
      this.device.requests.find((request) => request.challengeId === frame.challengeId)
    await until('the request is shown', () => find() !== undefined && pair.sent('received').length > 0)
    pair.toServer = pair.toServer.filter((each) => each.type !== 'received')
    const request = find()
    if (request === undefined) throw new Error('the request is gone')
    return request
  }

  /** Events of one type so far. */
  of<T extends DeviceEvent['type']>(type: T): readonly Extract<DeviceEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<DeviceEvent, { type: T }> => event.type === type)
  }

  /** Reasons of everything that was refused so far. */
  get refused(): readonly string[] {
    return this.of('refused').map((event) => event.reason)
  }

  /** How often the device told where its connection is. */
  get states(): readonly string[] {
    return this.of('connection').map((event) => event.connection)
  }
}
