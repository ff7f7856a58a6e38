// The link to Redis is up or down, and nobody ever waits for it longer than a bound: who asks while it is down gets an answer at once.
import { randomInt } from 'node:crypto'
import type { Log } from '../core/ports.js'
import { saidSeldom } from '../core/said-seldom.js'
import type { Hearing, RedisConnections } from './redis-connections.js'
import { openRedis } from './redis-connections.js'
import type { RedisAddress } from './redis-url.js'
import { within } from './within.js'

export interface LinkOptions {
  readonly address: RedisAddress
  readonly channel: string
  readonly log: Log
  heard(message: Buffer): void
  /** Rejects when what is said is not answered, or not heard by oneself. */
  beat(connections: RedisConnections): Promise<void>
  /** The link came up: what others should know is told again. */
  cameUp(): void
  readonly timing?: Partial<LinkTiming>
}

export interface LinkTiming {
  /** No flow waits longer for an answer. On a local network one takes less than a millisecond. */
  readonly replyMaxMs: number
  /** While the link is up, this often it is asked whether it still is. */
  readonly beatMs: number
  readonly beatReplyMaxMs: number
  /** After it went down it is tried again after this time; each time that it goes down soon again, after twice as long. */
  readonly retryMs: number
  readonly retryMaxMs: number
  /** Who stayed up for so long went down for a new reason. */
  readonly steadyMs: number
}

const defaultTiming: LinkTiming = {
  replyMaxMs: 150,
  beatMs: 2_000,
  beatReplyMaxMs: 1_000,
  retryMs: 100,
  retryMaxMs: 1_000,
  steadyMs: 10_000,
}

export class RedisLink {
  readonly #options: LinkOptions
  readonly #timing: LinkTiming
  readonly #tellUnfit = saidSeldom((times, cause: unknown) =>
    this.#options.log.warn('fabric_data_unfit', { cause: describe(cause), times }),
  )
  #connections: RedisConnections | undefined
  #state: 'up' | 'down' | 'closed' = 'down'
  /** Whether it was said that it is down. */
  #isDownSaid = false
  #upSinceMs = 0
  #retryMs: number
  #timer: NodeJS.Timeout | undefined
  #tending = false

  constructor(options: LinkOptions) {
    this.#options = options
    this.#timing = { ...defaultTiming, ...options.timing }
    this.#retryMs = this.#timing.retryMs
    this.#tendIn(0)
  }

  get state(): 'up' | 'down' {
    return this.#state === 'up' ? 'up' : 'down'
  }

  /** The answer of Redis, or `otherwise`: at once while the link is down, and after the bound when none comes. Never rejects. */
  async ask<T>(
    question: (connections: RedisConnections) => Promise<T>,
    otherwise: T,
    maxMs = this.#timing.replyMaxMs,
  ): Promise<T> {
    const connections = this.#connections
    if (this.#state !== 'up' || connections === undefined) return otherwise
    try {
      return await within(question(connections), maxMs, 'redis')
    } catch (cause) {
      if (isUnfit(cause)) this.#tellUnfit(cause)
      else this.#goDown(cause, connections)
      return otherwise
    }
  }

  close(): void {
    this.#state = 'closed'
    clearTimeout(this.#timer)
    this.#drop()
  }

  #tendIn(ms: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#tend(), ms)
    this.#timer.unref()
  }

  /** Opens what is not open, asks whether it works, and comes back. */
  async #tend(): Promise<void> {
    if (this.#tending || this.#state === 'closed') return
    this.#tending = true
    const connections = await this.#opened()
    if (connections !== undefined) await this.#beat(connections)
    this.#tending = false
    // It may have been closed while it was asked.
    if (this.#isClosed()) this.#drop()
    else this.#tendIn(this.#state === 'up' ? this.#timing.beatMs : this.#nextRetryMs())
  }

  async #opened(): Promise<RedisConnections | undefined> {
    if (this.#connections !== undefined) return this.#connections
    const { address, channel, heard } = this.#options
    let opened: RedisConnections | undefined
    const hearing: Hearing = {
      channel,
      heard,
      ended: () => this.#goDown(new Error('the connection ended'), opened),
    }
    try {
      opened = await openRedis(address, hearing)
      this.#connections = opened
    } catch (cause) {
      this.#goDown(cause, undefined)
    }
    return opened
  }

  async #beat(connections: RedisConnections): Promise<void> {
    try {
      await within(this.#options.beat(connections), this.#timing.beatReplyMaxMs, 'redis beat')
    } catch (cause) {
      this.#goDown(cause, connections)
      // It answered neither a question nor this: a new connection may.
      this.#drop()
      return
    }
    if (this.#state !== 'down' || connections !== this.#connections) return
    this.#state = 'up'
    this.#isDownSaid = false
    this.#upSinceMs = performance.now()
    this.#options.log.info('fabric_up', { redis: this.#options.address.kind, channel: this.#options.channel })
    this.#options.cameUp()
  }

  /** @param of the connections that failed; undefined: those that could not be opened. */
  #goDown(cause: unknown, of: RedisConnections | undefined): void {
    // News of connections that were given up already.
    if (of !== this.#connections || this.#isClosed()) return
    const wasUp = this.#state === 'up'
    this.#state = 'down'
    // Once, however often it is tried again.
    if (!this.#isDownSaid)
      this.#options.log.warn('fabric_down', { redis: this.#options.address.kind, cause: describe(cause) })
    this.#isDownSaid = true
    if (!wasUp) return
    if (performance.now() - this.#upSinceMs > this.#timing.steadyMs) this.#retryMs = this.#timing.retryMs
    if (!this.#tending) this.#tendIn(this.#nextRetryMs())
  }

  /** With chance, so that the nodes do not come as one. */
  #nextRetryMs(): number {
    const ms = this.#retryMs
    this.#retryMs = Math.min(ms * 2, this.#timing.retryMaxMs)
    return (ms * randomInt(50, 101)) / 100
  }

  #drop(): void {
    const given = this.#connections
    this.#connections = undefined
    given?.close()
  }

  #isClosed(): boolean {
    return this.#state === 'closed'
  }
}

/** Redis works, and what stands at this key is of another kind than ours: written by a stranger, or by another program with our prefix. */
export function isUnfit(cause: unknown): boolean {
  return cause instanceof Error && cause.message.startsWith('WRONGTYPE')
}

/** Only the sentence: errors of the driver carry the command, and that of logging in holds the password. */
function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'not an error'
}
