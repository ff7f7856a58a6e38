// Every two seconds a node says that it is there and how many devices it holds, and hears of the others, of the time, and of itself.
import type { Clock } from '../core/ports.js'
import type { RedisConnections } from './redis-connections.js'
import type { NodeId } from './sealed-messages.js'

/**
 * One hash for all nodes: `devices:time` each. ARGV: this node, its devices, after how many milliseconds a silent node is forgotten.
 * Answers whether this node was known, the devices of the others, how many they are, and the time.
 */
const BEAT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('HEXISTS', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. string.format('%.0f', now))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
local others, nodes = 0, 0
local all = redis.call('HGETALL', KEYS[1])
for i = 1, #all, 2 do
  local devices, at = string.match(all[i + 1], '^(%d+):(%d+)$')
  -- Of a time to come or more than any server holds: a stranger wrote it.
  if at == nil or #devices > 9 or math.abs(now - tonumber(at)) > tonumber(ARGV[3]) then redis.call('HDEL', KEYS[1], all[i])
  elseif all[i] ~= ARGV[1] then others, nodes = others + tonumber(devices), nodes + 1 end
end
return {known, others, nodes, string.format('%.0f', now)}`

/** Twenty beats: whoever misses so many is dead, or cut off. */
const FORGOTTEN_AFTER_MS = 40_000

/** What is known of the other nodes. */
export interface Others {
  readonly otherDevices: number
  readonly otherNodes: number
}

export interface Beat extends Others {
  /** False: Redis had not heard of this node, or forgot it. */
  readonly known: boolean
}

export class Beats {
  readonly #clock: Clock
  readonly #nodeId: NodeId
  readonly #key: string
  /** What the clock of Redis is ahead of ours. */
  #aheadMs = 0
  #said = 0
  readonly #unheard = new Map<number, () => void>()

  constructor(clock: Clock, nodeId: NodeId, prefix: string) {
    this.#clock = clock
    this.#nodeId = nodeId
    this.#key = `${prefix}nodes`
  }

  /** By the clock of Redis, as far as it is known: nodes whose clocks differ mean the same moment. */
  sharedNowMs(): number {
    return this.#clock.nowMs() + this.#aheadMs
  }

  /** Says how many devices this node holds. */
  async say(redis: RedisConnections, devices: number): Promise<Beat> {
    const askedMs = this.#clock.nowMs()
    const answer = await redis.call('EVAL', BEAT, 1, this.#key, this.#nodeId, devices, FORGOTTEN_AFTER_MS)
    const [known, otherDevices, otherNodes, atMs] = Array.isArray(answer) ? answer : []
    const ahead = Number(atMs) - (askedMs + this.#clock.nowMs()) / 2
    if (!Number.isFinite(ahead)) throw new Error('redis: a beat was answered with something else')
    this.#aheadMs = Math.round(ahead)
    return { known: known === 1, otherDevices: Number(otherDevices), otherNodes: Number(otherNodes) }
  }

  /** Resolves when what `send` sends to this node is heard by it. */
  async hearsItself(send: (beat: number) => Promise<unknown>): Promise<void> {
    this.#said += 1
    const beat = this.#said
    // Those before it are lost: nobody waits for them.
    this.#unheard.clear()
    const heard = new Promise<void>((resolve) => this.#unheard.set(beat, resolve))
    await send(beat)
    await heard
  }

  heard(beat: number): void {
    this.#unheard.get(beat)?.()
    this.#unheard.delete(beat)
  }

  /** The node stops. */
  async leave(redis: RedisConnections): Promise<void> {
    await redis.call('HDEL', this.#key, this.#nodeId)
  }
}
