// The pages that wait for an outcome: each costs one entry here and one at the fabric, and no timer, worker or connection of its own.
import type { ServerResponse } from 'node:http'
import type { ChallengeId, ChallengeStatus } from '@countersign/protocol'
import { PassingTime } from '../core/passing-time.js'
import type { Ports } from '../core/ports.js'
import { statusForWatcher } from '../flows/challenge-status.js'
import { sendJson } from './reply.js'

/** Bounds of the room. Given by the constructor so that tests need not fill it. */
export interface RoomLimits {
  /** All pages of this process: each holds a socket, about 20 kB. */
  readonly pages: number
  /** Pages of one challenge: one browser has one login page, or a few tabs of it. */
  readonly pagesPerChallenge: number
  /** A first second look, in case the state changed between the first and the subscription. */
  readonly firstLookMs: number
  /** Later looks heal a message that the fabric lost; the same beat keeps proxies from closing the stream. */
  readonly laterLookMs: number
  /** Later looks while nodes may not reach each other: then they are how a page hears at all. */
  readonly anxiousLookMs: number
  /** Looks per tick, so that thousands of pages that came together do not ask the database together. */
  readonly looksPerTick: number
}

const defaultLimits: RoomLimits = {
  pages: 20_000,
  pagesPerChallenge: 8,
  firstLookMs: 1_000,
  laterLookMs: 15_000,
  anxiousLookMs: 2_000,
  looksPerTick: 100,
}

/** What a page waits for: a stream of every change, or the first change until a time. */
export type WaitKind = { readonly kind: 'stream' } | { readonly kind: 'poll'; readonly untilMs: number }

interface Waiter {
  readonly response: ServerResponse
  readonly challengeId: ChallengeId
  readonly token: Uint8Array
  readonly wait: WaitKind
  shown: ChallengeStatus
  /** Until then a poll waits; this and the times below by the time that passes. */
  readonly untilMs: number
  nextLookMs: number
  /** The server is going to stop: the page goes to another one at this time. */
  leaveMs: number
  unwatch: () => void
}

const finalStates: ReadonlySet<string> = new Set([
  'redeemed',
  'lapsed',
  'denied',
  'reported',
  'mismatched',
  'expired',
  'cancelled',
])

/** Whether nothing can follow this state. */
export function isFinal(status: ChallengeStatus): boolean {
  return finalStates.has(status.state)
}

export class WaitingRoom {
  readonly #ports: Ports
  readonly #limits: RoomLimits
  readonly #doubt: { readonly isOpen: boolean }
  readonly #time = new PassingTime()
  readonly #waiters = new Set<Waiter>()
  readonly #perChallenge = new Map<ChallengeId, number>()

  /** @param doubt whether news of other nodes may get lost just now. */
  constructor(
    ports: Ports,
    limits: Partial<RoomLimits> = {},
    doubt: { readonly isOpen: boolean } = { isOpen: false },
  ) {
    this.#ports = ports
    this.#doubt = doubt
    this.#limits = { ...defaultLimits, ...limits }
  }

  get size(): number {
    return this.#waiters.size
  }

  /** Whether one more page may wait for this challenge. */
  hasPlaceFor(challengeId: ChallengeId): boolean {
    return (
      this.#waiters.size < this.#limits.pages &&
      (this.#perChallenge.get(challengeId) ?? 0) < this.#limits.pagesPerChallenge
    )
  }

  /** Lets a page wait. Of a stream the head is written and `status` is shown at once; of a poll nothing yet. */
  enter(
    response: ServerResponse,
    page: { readonly challengeId: ChallengeId; readonly token: Uint8Array; readonly status: ChallengeStatus },
    wait: WaitKind,
  ): void {
    const clockMs = this.#ports.clock.nowMs()
    const nowMs = this.#time.at(clockMs)
    const waiter: Waiter = {
      response,
      challengeId: page.challengeId,
      token: page.token,
      wait,
      shown: page.status,
      untilMs: wait.kind === 'poll' ? nowMs + wait.untilMs - clockMs : Number.POSITIVE_INFINITY,
      nextLookMs: nowMs + this.#limits.firstLookMs,
      leaveMs: Number.POSITIVE_INFINITY,
      unwatch: () => undefined,
    }
    if (wait.kind === 'stream') {
      openStream(response)
      response.write(event(page.status))
      if (isFinal(page.status)) {
        response.end()
        return
      }
    }
    this.#waiters.add(waiter)
    this.#perChallenge.set(page.challengeId, (this.#perChallenge.get(page.challengeId) ?? 0) + 1)
    waiter.unwatch = this.#ports.fabric.watch(page.challengeId, (status) => this.#show(waiter, status))
    // Also when the page is closed in the middle: this event comes in every case, once.
    response.on('close', () => this.#leave(waiter))
  }

  /** Called a few times a second by one timer for all: ends polls whose time is over, looks again where it is due. */
  tick(): void {
    const clockMs = this.#ports.clock.nowMs()
    const nowMs = this.#time.at(clockMs)
    let looks = 0
    const earlierMs = this.#doubt.isOpen ? this.#limits.laterLookMs - this.#limits.anxiousLookMs : 0
    for (const waiter of this.#waiters) {
      if (waiter.leaveMs <= nowMs) {
        this.#sendAway(waiter, 0)
        continue
      }
      if (waiter.untilMs <= nowMs) {
        this.#finishPoll(waiter, { ...waiter.shown, nowMs: clockMs })
        continue
      }
      if (waiter.nextLookMs - earlierMs > nowMs || looks === this.#limits.looksPerTick) continue
      looks += 1
      waiter.nextLookMs = nowMs + this.#limits.laterLookMs
      // To the end: when more are due than a tick looks for, those who came first do not take every turn.
      this.#waiters.delete(waiter)
      this.#waiters.add(waiter)
      void this.#lookAgain(waiter)
    }
  }

  /** The server is going to stop: pages are sent to another one, each at its own time, and wait here until then. */
  announce(leaveAfterMs: () => number): void {
    const nowMs = this.#time.at(this.#ports.clock.nowMs())
    for (const waiter of this.#waiters) waiter.leaveMs = nowMs + leaveAfterMs()
  }

  /** The server stops: every page is told what is known, and streams when to come back. */
  close(retryMs: () => number): void {
    for (const waiter of this.#waiters) this.#sendAway(waiter, retryMs())
  }

  /** A page that asks again goes to another server. WHATWG HTML §9.2.6: `retry` is how long it waits before. */
  #sendAway(waiter: Waiter, retryMs: number): void {
    if (waiter.wait.kind === 'poll') this.#finishPoll(waiter, waiter.shown)
    else waiter.response.end(`retry: ${retryMs}\n\n`)
    this.#leave(waiter)
  }

  #show(waiter: Waiter, status: ChallengeStatus): void {
    if (!this.#waiters.has(waiter) || isSame(waiter.shown, status)) return
    waiter.shown = status
    if (waiter.wait.kind === 'poll') {
      this.#finishPoll(waiter, status)
      return
    }
    write(waiter.response, event(status))
    if (!isFinal(status)) return
    waiter.response.end()
    this.#leave(waiter)
  }

  #finishPoll(waiter: Waiter, status: ChallengeStatus): void {
    this.#leave(waiter)
    sendJson(waiter.response, 200, status)
  }

  async #lookAgain(waiter: Waiter): Promise<void> {
    // A comment keeps proxies from closing a silent stream (HTML, server-sent events, "Authoring notes").
    if (waiter.wait.kind === 'stream') write(waiter.response, ': \n\n')
    try {
      const found = await statusForWatcher(this.#ports, waiter.token)
      if (found.ok) this.#show(waiter, found.value.status)
    } catch (error) {
      // The page keeps waiting: the fabric may still tell it, and the next look may succeed.
      this.#ports.log.error('watch_look_failed', { challengeId: waiter.challengeId, error })
    }
  }

  #leave(waiter: Waiter): void {
    if (!this.#waiters.delete(waiter)) return
    waiter.unwatch()
    const left = (this.#perChallenge.get(waiter.challengeId) ?? 1) - 1
    if (left === 0) this.#perChallenge.delete(waiter.challengeId)
    else this.#perChallenge.set(waiter.challengeId, left)
  }
}

function openStream(response: ServerResponse): void {
  response.statusCode = 200
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8')
  // nginx holds back what it proxies unless told not to.
  response.setHeader('X-Accel-Buffering', 'no')
}

/** A page that reads nothing for this long is gone, though its connection does not know yet. */
const UNREAD_MAX_BYTES = 16_384

function write(response: ServerResponse, text: string): void {
  if (response.destroyed) return
  if (response.writableLength > UNREAD_MAX_BYTES) response.destroy()
  else response.write(text)
}

function event(status: ChallengeStatus): string {
  return `event: status\ndata: ${JSON.stringify(status)}\n\n`
}

function isSame(a: ChallengeStatus, b: ChallengeStatus): boolean {
  return a.state === b.state && a.progress === b.progress && a.cause === b.cause
}
