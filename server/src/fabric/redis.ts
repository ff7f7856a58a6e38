// The fabric of many nodes: what each holds is told to Redis, what concerns another node's devices and pages is sent to that node.
//
// All of it is built on the fabric of one process, which answers alone whenever Redis does not: devices of this node are reached, pages
// of this node are told, limits hold for this node. Decision 0041 says what heals the rest.
import { randomBytes } from 'node:crypto'
import type { ChallengeId, ChallengeStatus, DeviceId, ServerFrame } from '@countersign/protocol'
import type { Clock, DeviceSocket, Fabric, Log } from '../core/ports.js'
import { saidSeldom } from '../core/said-seldom.js'
import type { Others } from './beats.js'
import { Beats } from './beats.js'
import { createMemoryFabric } from './memory.js'
import type { NodeMessage } from './messages.js'
import { parseNodeMessage } from './messages.js'
import type { Place } from './presence.js'
import { Presence } from './presence.js'
import type { RedisConnections } from './redis-connections.js'
import type { LinkTiming } from './redis-link.js'
import { RedisLink } from './redis-link.js'
import type { RedisAddress } from './redis-url.js'
import type { NodeId } from './sealed-messages.js'
import { SealedMessages } from './sealed-messages.js'
import { allowedByAll } from './shared-rates.js'
import { ShownNotes } from './shown-notes.js'
import { WaitingNodes } from './waiting-nodes.js'

export interface RedisFabricOptions {
  readonly address: RedisAddress
  /** Before every key and channel, e.g. `countersign:`. */
  readonly prefix: string
  /** What all nodes of this server have in common and nobody else knows: 32 bytes for each purpose. */
  keyOf(purpose: string): Uint8Array
  readonly clock: Clock
  readonly log: Log
  readonly timing?: Partial<LinkTiming>
}

/** At most this long a route that was just looked up is believed: a send follows its look-up at once. */
const ROUTE_MAX_MS = 1_000
const ROUTES_MAX = 4_096
const REFRESH_EVERY_MS = 1_000
/** Ten thousand phones are told again in about a second. */
const TELLING_ALL_MS = 5_000
/** Whoever asks once a second how the fabric is notices. */
const DOUBTFUL_MS = 2_500
/** The last words of a node that stops: its devices are forgotten at once instead of when they expire. */
const FAREWELL_MAX_MS = 1_000

/** Connects in the background: it is there at once, and works alone until Redis answers. */
export function createRedisFabric(options: RedisFabricOptions): Fabric {
  return new RedisFabric(options)
}

class RedisFabric implements Fabric {
  readonly #nodeId: NodeId = randomBytes(16).toString('hex')
  readonly #options: RedisFabricOptions
  readonly #local: Fabric
  readonly #seals: SealedMessages
  readonly #beats: Beats
  readonly #link: RedisLink
  readonly #presence: Presence
  readonly #waiting: WaitingNodes
  readonly #shown: ShownNotes
  readonly #refreshing: NodeJS.Timeout
  /** Where devices were found a moment ago. */
  readonly #routes = new Map<DeviceId, { readonly place: Place; readonly untilMs: number }>()
  /** As they were when Redis last said. */
  #others: Others = { otherDevices: 0, otherNodes: 0 }
  /** Whoever can write to Redis can send a hundred thousand a second, and fill a disk with what is said of them. */
  readonly #tellRefused = saidSeldom((times, isOurs: boolean) =>
    this.#options.log.warn('fabric_message_refused', { isOurs, times }),
  )
  #doubtfulUntilMs = 0
  #forgottenMs = Number.NEGATIVE_INFINITY

  constructor(options: RedisFabricOptions) {
    const { clock, prefix } = options
    const nodeId = this.#nodeId
    this.#options = options
    this.#local = createMemoryFabric(clock)
    this.#seals = new SealedMessages(nodeId, options.keyOf)
    this.#beats = new Beats(clock, nodeId, prefix)
    const link = new RedisLink({
      ...options,
      channel: this.#channelOf(nodeId),
      heard: (bytes) => this.#hear(bytes),
      beat: (redis) => this.#beat(redis),
      cameUp: () => this.#tellAll(),
    })
    this.#link = link
    this.#waiting = new WaitingNodes(link, nodeId, prefix)
    this.#shown = new ShownNotes(link, this.#seals, prefix)
    this.#presence = new Presence({
      link,
      nodeId,
      prefix,
      seals: this.#seals,
      sharedNowMs: () => this.#beats.sharedNowMs(),
      tellReplaced: (to, news) => void this.#tell(to, { type: 'replaced', ...news }),
      onForgotten: () => this.#forgotten(),
    })
    this.#refreshing = setInterval(() => this.#presence.refresh(), REFRESH_EVERY_MS).unref()
  }

  /** Also for a moment after Redis forgot: what was sent meanwhile found nobody, and whoever looks after that must notice. */
  state(): 'up' | 'down' {
    return performance.now() < this.#doubtfulUntilMs ? 'down' : this.#link.state
  }

  attach(deviceId: DeviceId, socket: DeviceSocket): () => void {
    const detachHere = this.#local.attach(deviceId, socket)
    const leave = this.#presence.attach(deviceId, (sure) => {
      detach()
      // A phone that is told that it was replaced stays away. One that is told that this server stops comes again, and is the later one.
      socket.close(sure ? 'socket_replaced' : 'draining')
    })
    const detach = (): void => {
      detachHere()
      leave()
    }
    return detach
  }

  announced(deviceId: DeviceId): Promise<void> {
    return this.#presence.told(deviceId)
  }

  here(deviceIds: readonly DeviceId[]): readonly DeviceId[] {
    return this.#local.here(deviceIds)
  }

  async present(deviceIds: readonly DeviceId[]): Promise<readonly DeviceId[]> {
    const here = new Set(this.#local.here(deviceIds))
    const found = await Promise.all(
      deviceIds.map(async (id) => here.has(id) || (await this.#look(id)) !== undefined),
    )
    return deviceIds.filter((_, i) => found[i])
  }

  async connected(): Promise<number> {
    const here = await this.#local.connected()
    return here + (await this.#hearOfOthers(here)).otherDevices
  }

  async nodes(): Promise<number> {
    return 1 + (await this.#hearOfOthers(await this.#local.connected())).otherNodes
  }

  async send(deviceId: DeviceId, frame: ServerFrame): Promise<void> {
    if (this.#local.here([deviceId]).length > 0) await this.#local.send(deviceId, frame)
    else await this.#route(deviceId, frame, false)
  }

  watch(challengeId: ChallengeId, onStatus: (status: ChallengeStatus) => void): () => void {
    const stop = this.#local.watch(challengeId, onStatus)
    const leave = this.#waiting.join(challengeId)
    return () => {
      stop()
      leave()
    }
  }

  async publish(challengeId: ChallengeId, status: ChallengeStatus): Promise<void> {
    const others = this.#tellOthers(challengeId, status)
    // Pages of this node first, and whatever becomes of the others.
    try {
      await this.#local.publish(challengeId, status)
    } finally {
      await others
    }
  }

  async noteShown(challengeId: ChallengeId, deviceId: DeviceId, untilMs: number): Promise<void> {
    await this.#local.noteShown(challengeId, deviceId, untilMs)
    const nowMs = this.#beats.sharedNowMs()
    const lifeMs = untilMs - this.#options.clock.nowMs()
    await this.#shown.note(challengeId, deviceId, nowMs + lifeMs, nowMs)
  }

  async wasShown(challengeId: ChallengeId, deviceId?: DeviceId): Promise<boolean> {
    if (await this.#local.wasShown(challengeId, deviceId)) return true
    return (await this.#shown.untilMs(challengeId, deviceId)) > this.#beats.sharedNowMs()
  }

  async allow(key: string, limit: number, windowSeconds: number): Promise<boolean> {
    const event = { key, limit, windowMs: windowSeconds * 1000, nowMs: this.#beats.sharedNowMs() }
    const byAll = await allowedByAll(this.#link, this.#seals, this.#options.prefix, event)
    return byAll ?? this.#local.allow(key, limit, windowSeconds)
  }

  async close(): Promise<void> {
    clearInterval(this.#refreshing)
    await this.#presence.settled(FAREWELL_MAX_MS)
    await this.#link.ask((redis) => this.#beats.leave(redis), undefined)
    this.#link.close()
    await this.#local.close()
  }

  /** Where the device is, if another node holds it. */
  async #look(deviceId: DeviceId): Promise<Place | undefined> {
    const place = await this.#presence.find(deviceId)
    this.#routes.delete(deviceId)
    // That it is nowhere is believed for this moment only: it may be connecting now.
    if (place === undefined) return undefined
    this.#routes.set(deviceId, { place, untilMs: performance.now() + ROUTE_MAX_MS })
    if (this.#routes.size > ROUTES_MAX) {
      const [oldest = deviceId] = this.#routes.keys()
      this.#routes.delete(oldest)
    }
    return place
  }

  async #route(deviceId: DeviceId, frame: ServerFrame, followed: boolean): Promise<void> {
    const route = this.#routes.get(deviceId)
    const isFresh = route !== undefined && route.untilMs > performance.now() && !followed
    const place = isFresh ? route.place : await this.#look(deviceId)
    if (place === undefined) return
    const heard = await this.#tell(place.nodeId, { type: 'frame', deviceId, frame, followed })
    if (heard !== 0) return
    // Its node is dead. A phone that comes back says where it is by itself.
    this.#routes.delete(deviceId)
    await this.#presence.forget(deviceId, place)
  }

  async #tellOthers(challengeId: ChallengeId, status: ChallengeStatus): Promise<void> {
    const nodes = await this.#waiting.others(challengeId)
    await Promise.all(nodes.map((id) => this.#tell(id, { type: 'status', challengeId, status })))
  }

  /** How many heard it; undefined: nobody can say. */
  #tell(to: NodeId, message: NodeMessage): Promise<number | undefined> {
    const channel = this.#channelOf(to)
    return this.#link.ask<number | undefined>(
      (redis) => redis.publish(channel, this.#seals.seal(channel, JSON.stringify(message))),
      undefined,
    )
  }

  #hear(bytes: Buffer): void {
    const text = this.#seals.open(this.#channelOf(this.#nodeId), bytes)
    const message = text === undefined ? undefined : parseNodeMessage(text)
    if (message === undefined) {
      this.#tellRefused(text !== undefined)
      return
    }
    this.#obey(message).catch((cause: unknown) =>
      this.#options.log.error('fabric_message_failed', { type: message.type, cause: String(cause) }),
    )
  }

  async #obey(message: NodeMessage): Promise<void> {
    switch (message.type) {
      case 'frame':
        if (this.#local.here([message.deviceId]).length > 0)
          await this.#local.send(message.deviceId, message.frame)
        // It left while the frame was on its way: once it is followed.
        else if (!message.followed) await this.#route(message.deviceId, message.frame, true)
        return
      case 'status':
        await this.#local.publish(message.challengeId, message.status)
        return
      case 'replaced':
        this.#presence.replaced(message)
        return
      case 'beat':
        this.#beats.heard(message.beat)
        return
      default:
        unreachable(message)
    }
  }

  async #beat(redis: RedisConnections): Promise<void> {
    const { known, ...others } = await this.#beats.say(redis, await this.#local.connected())
    this.#others = others
    const channel = this.#channelOf(this.#nodeId)
    await this.#beats.hearsItself((beat) =>
      redis.publish(channel, this.#seals.seal(channel, JSON.stringify({ type: 'beat', beat }))),
    )
    // It was flushed, or restarted, or another server has taken its place.
    if (!known && this.#link.state === 'up') this.#forgotten()
  }

  async #hearOfOthers(devicesHere: number): Promise<Others> {
    this.#others = await this.#link.ask((redis) => this.#beats.say(redis, devicesHere), this.#others)
    return this.#others
  }

  #forgotten(): void {
    // Told again already: what is missing now is what that has not come to.
    if (performance.now() - this.#forgottenMs < TELLING_ALL_MS) return
    this.#forgottenMs = performance.now()
    this.#doubtfulUntilMs = performance.now() + DOUBTFUL_MS
    this.#options.log.warn('fabric_forgot', { redis: this.#options.address.kind })
    this.#tellAll()
  }

  #tellAll(): void {
    this.#presence.tellAll()
    void this.#waiting.tellAll()
  }

  #channelOf(id: NodeId): string {
    return `${this.#options.prefix}node:${id}`
  }
}

function unreachable(message: never): never {
  throw new Error('a message without a place', { cause: message })
}
