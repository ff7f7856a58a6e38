// What one process holds of rings until it is sent and written down: notes, pushes that wait, and a line before each push service.
import type { RingBook, WaitingPush } from '../../core/ports-push.js'
import type { RingNews } from '../../core/rings.js'
import { mergedNews } from '../../core/rings.js'

/** Bounds of the book; given so that tests need not fill it. */
export interface RingBookLimits {
  /** Phones that are given time to show a request by themselves: beyond what a process serves in two seconds. */
  readonly waiting: number
  /** Pushes under way to one push service: one that hangs holds no more than these, and no other service's. */
  readonly atOnce: number
  /** Pushes that wait for a place before one push service; what comes later is not sent, and recorded so. */
  readonly inLine: number
  /** Rings not written down yet; what comes later is not recorded. */
  readonly notes: number
}

const defaultLimits: RingBookLimits = { waiting: 10_000, atOnce: 32, inLine: 2_000, notes: 50_000 }

/** A book of its own for each server; it may be lost at any moment. */
export function ringBook(limits: Partial<RingBookLimits> = {}): RingBook {
  const { waiting: waitingMax, atOnce, inLine, notes: notesMax } = { ...defaultLimits, ...limits }
  let notes = new Map<string, RingNews>()
  let waiting: WaitingPush[] = []
  const lines = new Map<string, Line>()

  return {
    note(news) {
      const key = `${news.challengeId} ${news.deviceId}`
      const before = notes.get(key)
      if (before === undefined && notes.size >= notesMax) return
      notes.set(key, before === undefined ? news : mergedNews(before, news))
    },
    takeNotes() {
      const taken = [...notes.values()]
      notes = new Map()
      return taken
    },
    wait(push) {
      if (waiting.length >= waitingMax) return false
      waiting.push(push)
      return true
    },
    takeDue(nowMs) {
      const due = waiting.filter(({ dueAtMs }) => dueAtMs <= nowMs)
      if (due.length > 0) waiting = waiting.filter(({ dueAtMs }) => dueAtMs > nowMs)
      return due
    },
    offer(service, work) {
      const line = lines.get(service) ?? new Line(atOnce, inLine, () => lines.delete(service))
      lines.set(service, line)
      return line.offer(work)
    },
    async settled() {
      await Promise.all([...lines.values()].map((line) => line.settled()))
    },
  }
}

/** Work for one push service, so much of it at once and no more; first come, first served. */
class Line {
  readonly #atOnce: number
  readonly #inLine: number
  readonly #onEmpty: () => void
  readonly #running = new Set<Promise<void>>()
  #waiting: (() => Promise<void>)[] = []

  constructor(atOnce: number, inLine: number, onEmpty: () => void) {
    this.#atOnce = atOnce
    this.#inLine = inLine
    this.#onEmpty = onEmpty
  }

  offer(work: () => Promise<void>): boolean {
    if (this.#running.size >= this.#atOnce) {
      if (this.#waiting.length >= this.#inLine) return false
      this.#waiting.push(work)
      return true
    }
    this.#start(work)
    return true
  }

  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running)
  }

  /** The work rejects for nothing: it is asked to answer for its own faults. */
  #start(work: () => Promise<void>): void {
    const running = work().finally(() => {
      this.#running.delete(running)
      const next = this.#waiting.shift()
      if (next !== undefined) this.#start(next)
      else if (this.#running.size === 0) this.#onEmpty()
    })
    this.#running.add(running)
  }
}
