// Which nodes hold pages that wait for a challenge: a small set in Redis for each challenge, so that its news visit those nodes only.
import type { ChallengeId } from '@countersign/protocol'
import type { RedisLink } from './redis-link.js'
import type { NodeId } from './sealed-messages.js'
import { isNodeId } from './sealed-messages.js'

/** Longer than any challenge lives and is redeemed. */
const EXPIRES_MS = 900_000
/** A challenge has one page, or a few tabs, each at one node. A set that is larger was written by a stranger. */
const NODES_MAX = 16

/** Pages told at once, and how long that may take: no flow waits for it. */
const BATCH = 256
const TELL_MAX_MS = 2_000

/** Adding and expiring are one, so that no set is left for ever by a node that dies between. */
const JOIN = `redis.call('SADD', KEYS[1], ARGV[1]) return redis.call('PEXPIRE', KEYS[1], ARGV[2])`

export class WaitingNodes {
  readonly #link: RedisLink
  readonly #nodeId: NodeId
  readonly #prefix: string
  /** How many pages wait at this node. */
  readonly #pages = new Map<ChallengeId, number>()
  #tellingAll = false

  constructor(link: RedisLink, nodeId: NodeId, prefix: string) {
    this.#link = link
    this.#nodeId = nodeId
    this.#prefix = prefix
  }

  /** One more page waits here, until the returned function is called. What is decided before Redis knows is found by its first look. */
  join(challengeId: ChallengeId): () => void {
    const pages = this.#pages.get(challengeId) ?? 0
    this.#pages.set(challengeId, pages + 1)
    if (pages === 0) void this.#tell(challengeId)
    let left = false
    return () => {
      if (left) return
      left = true
      this.#leave(challengeId)
    }
  }

  /** The other nodes that hold pages of it; none when nobody can say. */
  async others(challengeId: ChallengeId): Promise<readonly NodeId[]> {
    const found = await this.#link.ask(
      (redis) => redis.call('SRANDMEMBER', this.#key(challengeId), NODES_MAX),
      [],
    )
    if (!Array.isArray(found)) return []
    return found.filter((id): id is NodeId => typeof id === 'string' && isNodeId(id) && id !== this.#nodeId)
  }

  /** Redis may have forgotten any of them: they are told again, some at a time. */
  async tellAll(): Promise<void> {
    if (this.#tellingAll) return
    this.#tellingAll = true
    const all = [...this.#pages.keys()]
    for (let at = 0; at < all.length; at += BATCH)
      await Promise.all(all.slice(at, at + BATCH).map((id) => this.#pages.has(id) && this.#tell(id)))
    this.#tellingAll = false
  }

  async #tell(challengeId: ChallengeId): Promise<void> {
    await this.#link.ask(
      (redis) => redis.call('EVAL', JOIN, 1, this.#key(challengeId), this.#nodeId, EXPIRES_MS),
      0,
      TELL_MAX_MS,
    )
  }

  #leave(challengeId: ChallengeId): void {
    const pages = (this.#pages.get(challengeId) ?? 1) - 1
    if (pages > 0) {
      this.#pages.set(challengeId, pages)
      return
    }
    this.#pages.delete(challengeId)
    void this.#link.ask((redis) => redis.call('SREM', this.#key(challengeId), this.#nodeId), 0)
  }

  #key(challengeId: ChallengeId): string {
    return `${this.#prefix}watch:${challengeId}`
  }
}
