// Where devices are: which of them this node holds, told to Redis so that other nodes find them, and kept there while it lasts.
import { setTimeout as pause } from 'node:timers/promises'
import type { DeviceId } from '@countersign/protocol'
import type { RedisConnections } from './redis-connections.js'
import type { RedisLink } from './redis-link.js'
import { isUnfit } from './redis-link.js'
import type { NodeId, SealedMessages } from './sealed-messages.js'
import { isNodeId } from './sealed-messages.js'

export interface PresenceOptions {
  readonly link: RedisLink
  readonly nodeId: NodeId
  readonly prefix: string
  readonly seals: SealedMessages
  /** Milliseconds by the clock of Redis, which all nodes share. */
  sharedNowMs(): number
  /** The device was at that node before it came here. */
  tellReplaced(nodeId: NodeId, news: Replaced): void
  /** Redis had forgotten what it was told: so it may have forgotten more. */
  onForgotten(): void
}

/** A device whose node died is thought to be there for so long; whoever sends it something finds out at once. */
const EXPIRES_MS = 180_000
/** In this time each device is told anew once: two of three may be lost. */
const REFRESH_ROUND_S = 60
/** A small node tells more often than it must: it then notices within a few seconds that Redis forgot. */
const REFRESH_A_SECOND_MIN = 16
/** At once, so that ten thousand phones that reconnect do not make one long queue. */
const BATCH = 256
/** Of a batch; no flow waits for it. */
const BATCH_MAX_MS = 2_000
/** A socket that is told of this late may have been replaced meanwhile: then the stamps decide, not the order of arrival. */
const PROMPT_MS = 1_000

const SETTLED_LOOK_MS = 5

/** One socket of this node. */
interface Held {
  /** When it was attached; of two nodes that hold the same device, the greater one is right. */
  stamp: number
  told: boolean
  readonly onReplaced: (sure: boolean) => void
  /** Whoever waits until others know. */
  waiting: (() => void)[] | undefined
}

/** News for the node that a device was at before. */
export interface Replaced {
  readonly deviceId: DeviceId
  /** Since when it is elsewhere. */
  readonly stamp: number
  readonly sure: boolean
}

/** Where a device is, as Redis has it. */
export interface Place {
  readonly nodeId: NodeId
  readonly stamp: number
  /** As it stands there. */
  readonly text: string
}

/** Removes the key while it is ours. */
const RELEASE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`

export class Presence {
  readonly #options: PresenceOptions
  readonly #held = new Map<DeviceId, Held>()
  /** To be told: those that came, and those that left with the stamp they had. */
  readonly #came = new Set<DeviceId>()
  readonly #left = new Map<DeviceId, number>()
  #telling = false
  #refreshed: IterableIterator<DeviceId> | undefined

  constructor(options: PresenceOptions) {
    this.#options = options
  }

  /**
   * This node holds a socket of the device, until the returned function is called.
   * @param onReplaced called when the device turned out to be at another node since, and this socket is its old one: `sure`, or by
   * what clocks say.
   */
  attach(deviceId: DeviceId, onReplaced: (sure: boolean) => void): () => void {
    const held: Held = { stamp: this.#options.sharedNowMs(), told: false, onReplaced, waiting: undefined }
    this.#held.set(deviceId, held)
    this.#came.add(deviceId)
    this.#tellSoon()
    return () => {
      if (this.#held.get(deviceId) !== held) return
      this.#held.delete(deviceId)
      this.#came.delete(deviceId)
      if (held.told) this.#left.set(deviceId, held.stamp)
      release(held)
      this.#tellSoon()
    }
  }

  /** Resolves once other nodes can find the device, or cannot be told now. */
  async told(deviceId: DeviceId): Promise<void> {
    const held = this.#held.get(deviceId)
    if (held === undefined || held.told || this.#options.link.state === 'down') return
    await new Promise<void>((resolve) => {
      held.waiting ??= []
      held.waiting.push(resolve)
    })
  }

  /** The device is at another node since `stamp`: a socket here that is older than that has had its time. */
  replaced({ deviceId, stamp, sure }: Replaced): void {
    const held = this.#held.get(deviceId)
    if (held !== undefined && held.stamp < stamp) held.onReplaced(sure)
  }

  /** The node that holds the device, if it is another one. */
  async find(deviceId: DeviceId): Promise<Place | undefined> {
    const text = await this.#options.link.ask((redis) => redis.call('GET', this.#key(deviceId)), null)
    const place = this.#placeOf(deviceId, text)
    return place?.nodeId === this.#options.nodeId ? undefined : place
  }

  /** Nobody heard at that place: it is forgotten, unless it changed. */
  async forget(deviceId: DeviceId, { text }: Place): Promise<void> {
    await this.#options.link.ask((redis) => redis.call('EVAL', RELEASE, 1, this.#key(deviceId), text), 0)
  }

  /** All devices of this node are told again: Redis may have forgotten any of them. */
  tellAll(): void {
    for (const deviceId of this.#held.keys()) this.#came.add(deviceId)
    this.#tellSoon()
  }

  /** Called once a second: some of the devices are told anew, each about once a minute. */
  refresh(): void {
    if (this.#options.link.state === 'down') return
    const many = Math.max(REFRESH_A_SECOND_MIN, Math.ceil(this.#held.size / REFRESH_ROUND_S))
    for (let i = 0; i < Math.min(many, this.#held.size); i += 1) {
      this.#refreshed ??= this.#held.keys()
      const next = this.#refreshed.next()
      if (next.done) this.#refreshed = undefined
      else this.#came.add(next.value)
    }
    this.#tellSoon()
  }

  /** Resolves when everything is told that is not told yet, or cannot be told in time. */
  async settled(maxMs: number): Promise<void> {
    const endMs = performance.now() + maxMs
    while (this.#isTelling() && performance.now() < endMs) await pause(SETTLED_LOOK_MS)
  }

  #isTelling(): boolean {
    return this.#options.link.state === 'up' && (this.#telling || this.#came.size + this.#left.size > 0)
  }

  #tellSoon(): void {
    if (this.#telling || this.#came.size + this.#left.size === 0) return
    this.#telling = true
    // After this turn: phones that come together are told together.
    setImmediate(() => void this.#tell())
  }

  async #tell(): Promise<void> {
    while (this.#options.link.state === 'up' && this.#came.size + this.#left.size > 0) {
      const left = take(this.#left.keys(), BATCH)
      const came = take(this.#came.keys(), BATCH - left.length)
      const gone = left.map((deviceId) => [deviceId, this.#left.get(deviceId) ?? 0] as const)
      for (const deviceId of left) this.#left.delete(deviceId)
      for (const deviceId of came) this.#came.delete(deviceId)
      const done = await this.#options.link.ask(
        async (redis) => {
          await Promise.all([
            ...gone.map(([deviceId, stamp]) => this.#release(redis, deviceId, stamp)),
            ...came.map((deviceId) => this.#claim(redis, deviceId)),
          ])
          return true
        },
        false,
        BATCH_MAX_MS,
      )
      if (done) continue
      // Told when the link is up again. What left expires by itself if it is not.
      for (const deviceId of came) if (this.#held.has(deviceId)) this.#came.add(deviceId)
      for (const [deviceId, stamp] of gone) if (!this.#held.has(deviceId)) this.#left.set(deviceId, stamp)
    }
    this.#telling = false
    if (this.#options.link.state === 'down') for (const held of this.#held.values()) release(held)
    else this.#tellSoon()
  }

  async #release(redis: RedisConnections, deviceId: DeviceId, stamp: number): Promise<void> {
    try {
      await redis.call('EVAL', RELEASE, 1, this.#key(deviceId), this.#textOf(deviceId, stamp))
    } catch (cause) {
      if (!isUnfit(cause)) throw cause
    }
  }

  async #claim(redis: RedisConnections, deviceId: DeviceId): Promise<void> {
    const held = this.#held.get(deviceId)
    if (held === undefined) return
    const isPrompt = !held.told && this.#options.sharedNowMs() - held.stamp < PROMPT_MS
    try {
      await (isPrompt ? this.#arrive(redis, deviceId, held) : this.#remain(redis, deviceId, held))
    } catch (cause) {
      if (!isUnfit(cause)) throw cause
      // A stranger's work: gone with it, and the next refresh writes what is true.
      await redis.call('DEL', this.#key(deviceId))
    }
    release(held)
  }

  /** It has just come: wherever it was before, now it is here. */
  async #arrive(redis: RedisConnections, deviceId: DeviceId, held: Held): Promise<void> {
    const before = this.#placeOf(deviceId, await this.#write(redis, deviceId, held))
    held.told = true
    if (before === undefined || before.nodeId === this.#options.nodeId) return
    // By the order in which Redis heard of them this one is the later, whatever their clocks said.
    if (before.stamp >= held.stamp) {
      held.stamp = before.stamp + 1
      await this.#write(redis, deviceId, held)
    }
    this.#options.tellReplaced(before.nodeId, { deviceId, stamp: held.stamp, sure: true })
  }

  /** It was here before: is it still known to be? */
  async #remain(redis: RedisConnections, deviceId: DeviceId, held: Held): Promise<void> {
    const wasTold = held.told
    const text = await redis.call('GETEX', this.#key(deviceId), 'PX', EXPIRES_MS)
    if (text === this.#textOf(deviceId, held.stamp)) return
    const there = this.#placeOf(deviceId, text)
    if (there !== undefined && there.nodeId !== this.#options.nodeId && there.stamp > held.stamp) {
      held.onReplaced(false)
      return
    }
    await this.#write(redis, deviceId, held)
    held.told = true
    if (there !== undefined && there.nodeId !== this.#options.nodeId)
      this.#options.tellReplaced(there.nodeId, { deviceId, stamp: held.stamp, sure: false })
    if (text === null && wasTold) this.#options.onForgotten()
  }

  /** What stood there before. */
  #write(redis: RedisConnections, deviceId: DeviceId, { stamp }: Held): Promise<unknown> {
    return redis.call('SET', this.#key(deviceId), this.#textOf(deviceId, stamp), 'PX', EXPIRES_MS, 'GET')
  }

  #key(deviceId: DeviceId): string {
    return `${this.#options.prefix}at:${deviceId}`
  }

  /** Proven, so that nobody but a node can say where a device is. */
  #textOf(deviceId: DeviceId, stamp: number): string {
    const { nodeId, seals } = this.#options
    return `${nodeId}.${stamp}.${seals.mac(`at ${deviceId} ${nodeId} ${stamp}`)}`
  }

  #placeOf(deviceId: DeviceId, text: unknown): Place | undefined {
    if (typeof text !== 'string') return undefined
    const [nodeId = '', stampText = '', mac = ''] = text.split('.')
    if (!isNodeId(nodeId) || !/^[0-9]{1,15}$/.test(stampText)) return undefined
    if (!this.#options.seals.isMac(`at ${deviceId} ${nodeId} ${stampText}`, mac)) return undefined
    return { nodeId, stamp: Number(stampText), text }
  }
}

function release(held: Held): void {
  for (const resolve of held.waiting ?? []) resolve()
  held.waiting = undefined
}

function take<T>(from: Iterable<T>, max: number): readonly T[] {
  const taken: T[] = []
  for (const each of from) {
    if (taken.length >= max) break
    taken.push(each)
  }
  return taken
}
