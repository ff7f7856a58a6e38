// Which phones show which challenge, noted in Redis for all nodes; proven, so that nobody but a node can say so.
import type { ChallengeId, DeviceId } from '@countersign/protocol'
import type { RedisLink } from './redis-link.js'
import type { SealedMessages } from './sealed-messages.js'

/** Noting and expiring are one, so that no note is left for ever by a node that dies between. */
const NOTE = `redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return redis.call('PEXPIRE', KEYS[1], ARGV[3])`

export class ShownNotes {
  readonly #link: RedisLink
  readonly #seals: SealedMessages
  readonly #prefix: string

  constructor(link: RedisLink, seals: SealedMessages, prefix: string) {
    this.#link = link
    this.#seals = seals
    this.#prefix = prefix
  }

  /** Times are those of the clock that nodes share. */
  async note(challengeId: ChallengeId, deviceId: DeviceId, untilMs: number, nowMs: number): Promise<void> {
    const text = `${untilMs}.${this.#seals.mac(`shown ${challengeId} ${deviceId} ${untilMs}`)}`
    const lifeMs = Math.max(1, untilMs - nowMs)
    await this.#link.ask(
      (redis) => redis.call('EVAL', NOTE, 1, this.#key(challengeId), deviceId, text, lifeMs),
      0,
    )
  }

  /** Until when some phone shows it, or this one; 0 when none does, or nobody can say. */
  async untilMs(challengeId: ChallengeId, deviceId: DeviceId | undefined): Promise<number> {
    const key = this.#key(challengeId)
    if (deviceId !== undefined) {
      const text = await this.#link.ask((redis) => redis.call('HGET', key, deviceId), null)
      return this.#untilMsOf(challengeId, deviceId, text)
    }
    // The account's phones: a handful. What a stranger adds is not read.
    const found = await this.#link.ask((redis) => redis.call('HRANDFIELD', key, PHONES_MAX, 'WITHVALUES'), [])
    if (!Array.isArray(found)) return 0
    let latest = 0
    for (let i = 0; i + 1 < found.length; i += 2)
      latest = Math.max(latest, this.#untilMsOf(challengeId, String(found[i]), found[i + 1]))
    return latest
  }

  #untilMsOf(challengeId: ChallengeId, deviceId: string, text: unknown): number {
    if (typeof text !== 'string') return 0
    const [until = '', mac = ''] = text.split('.')
    const isOurs = this.#seals.isMac(`shown ${challengeId} ${deviceId} ${until}`, mac)
    return isOurs ? Number(until) : 0
  }

  #key(challengeId: ChallengeId): string {
    return `${this.#prefix}shown:${challengeId}`
  }
}

/** Far more phones than one account may have. */
const PHONES_MAX = 64
