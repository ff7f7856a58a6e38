// Sends what waits to be sent, lane by lane: tried again with growing pauses, and kept as dead when nothing helps.
import type { Ports } from '../core/ports.js'
import type { Outgoing, OutgoingKind, OutgoingLane } from '../core/ports-outgoing.js'
import { outgoingPlace } from '../core/ports-outgoing.js'
import { pauseAfter } from '../core/webhook.js'
import { pauseWebhook } from './deliver-webhook.js'

/** What came of one attempt. `final`: no further attempt can succeed. `error` is shown to admins: words without secrets. */
export type Delivered =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly error: string; readonly final: boolean }

/** Makes one attempt. `content` is what was sealed when it was added. */
export type Carrier = (ports: Ports, item: Outgoing, content: Uint8Array) => Promise<Delivered>

/** A kind without a carrier waits. */
export type Carriers = Readonly<Partial<Record<OutgoingKind, Carrier>>>

/** One lane under way at once: four slow receivers are no burden, forty connections to one would be. */
const AT_ONCE = 4
/** Longer than any attempt takes, in milliseconds: if the process dies meanwhile, it is tried again after that. */
const LEASE_MS = 60_000
/** What may wait for one webhook: a day of a busy server. Beyond it nobody is going to read it. */
const WAITING_MAX = 50_000
const PURGE_EVERY_MS = 60_000
const DAY_MS = 86_400_000
const SENT_KEPT_MS = 7 * DAY_MS
const DEAD_KEPT_MS = 30 * DAY_MS
const COUNTS_KEPT_MINUTES = 400 * 1_440
const ROWS_PER_PURGE = 500

export class OutgoingRound {
  readonly #ports: Ports
  readonly #carriers: Carriers
  /** Lanes under way, by their name. */
  readonly #busy = new Map<string, Promise<void>>()
  #purgedMs = Number.NEGATIVE_INFINITY

  constructor(ports: Ports, carriers: Carriers) {
    this.#ports = ports
    this.#carriers = carriers
  }

  /** Starts every lane that is not under way, and does not wait for it: one that is slow holds up no other. */
  async tick(): Promise<void> {
    for (const lane of await this.#lanes()) {
      const carrier = this.#carriers[lane.kind]
      if (carrier === undefined) continue
      const name = lane.kind === 'mail' ? 'mail' : lane.webhookId
      if (this.#busy.has(name)) continue
      const work = this.#runLane(lane, carrier)
        .catch((error: unknown) => this.#ports.log.error('outgoing_failed', { lane: name, error }))
        .finally(() => this.#busy.delete(name))
      this.#busy.set(name, work)
    }
    await this.#purge()
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#busy.values())
  }

  async #lanes(): Promise<readonly OutgoingLane[]> {
    const webhooks = await this.#ports.storage.read.webhooks.all()
    const active = webhooks.filter(({ state }) => state === 'active')
    return [{ kind: 'mail' }, ...active.map(({ id }) => ({ kind: 'webhook', webhookId: id }) as const)]
  }

  /** A few at once, and on while they arrive: where all of them failed, the rest waits for the next tick. */
  async #runLane(lane: OutgoingLane, carrier: Carrier): Promise<void> {
    const { storage, clock } = this.#ports
    for (;;) {
      const due = await storage.read.outgoing.due(lane, clock.nowMs(), AT_ONCE)
      if (due.length === 0) return
      const delivered = await Promise.all(due.map((item) => this.#attempt(item, carrier)))
      if (delivered.includes(true)) continue
      await this.#giveUpIfHopeless(lane)
      return
    }
  }

  /** Whether it arrived. */
  async #attempt(item: Outgoing, carrier: Carrier): Promise<boolean> {
    const { storage, clock } = this.#ports
    const { id, attempts } = item
    const about = { one: `outgoing ${id}` }
    const until = clock.nowMs() + LEASE_MS
    const claimed = await storage.transaction(({ outgoing }) => outgoing.claim(id, attempts, until), about)
    if (!claimed) return false
    const tried = attempts + 1
    const outcome = await this.#carry(item, carrier)
    const nowMs = clock.nowMs()
    if (outcome.kind === 'delivered') {
      await storage.transaction(({ outgoing }) => outgoing.sent(id, tried, nowMs), about)
      return true
    }
    const { error, final } = outcome
    const pause = final ? undefined : pauseAfter(tried, this.#ports.random.below(100))
    if (pause !== undefined)
      await storage.transaction(({ outgoing }) => outgoing.postpone(id, tried, nowMs + pause, error), about)
    else {
      await storage.transaction(({ outgoing }) => outgoing.bury(id, tried, error, nowMs), about)
      this.#ports.log.warn('outgoing_dead', { outgoingId: id, kind: item.kind, subject: item.subject, error })
    }
    return false
  }

  async #carry(item: Outgoing, carrier: Carrier): Promise<Delivered> {
    const content = this.#contentOf(item)
    if (content === undefined)
      return { kind: 'failed', error: 'its content cannot be opened with this server’s keys', final: true }
    return carrier(this.#ports, item, content)
  }

  #contentOf({ id, sealedContent }: Outgoing): Uint8Array | undefined {
    if (sealedContent === undefined) return undefined
    try {
      return this.#ports.vault.unseal(sealedContent, outgoingPlace(id))
    } catch (error) {
      this.#ports.log.error('outgoing_unreadable', { outgoingId: id, error })
      return undefined
    }
  }

  async #giveUpIfHopeless(lane: OutgoingLane): Promise<void> {
    if (lane.kind !== 'webhook') return
    if ((await this.#ports.storage.read.outgoing.waiting(lane)) > WAITING_MAX)
      await pauseWebhook(this.#ports, lane.webhookId, 'too much waits for it')
  }

  async #purge(): Promise<void> {
    const nowMs = this.#ports.clock.nowMs()
    if (nowMs - this.#purgedMs < PURGE_EVERY_MS) return
    this.#purgedMs = nowMs
    await this.#ports.storage.transaction(
      async ({ outgoing, counts }) => {
        await outgoing.purge(nowMs - SENT_KEPT_MS, nowMs - DEAD_KEPT_MS, ROWS_PER_PURGE)
        await counts.purge(Math.floor(nowMs / 60_000) - COUNTS_KEPT_MINUTES, ROWS_PER_PURGE)
      },
      { one: 'old outgoing' },
    )
  }
}
