// Work that comes round again: each kind on its own unref'd timer, never overlapping itself, its faults logged and outlived.
import type { Log } from './core/ports.js'
import type { Metrics } from './core/ports-telemetry.js'

/** Somebody who looks at the log now should find what lasts. */
const TELL_AGAIN_MS = 60_000

export interface Round {
  readonly name: string
  readonly everyMs: number
  run(): Promise<void> | void
}

/** Starts the rounds; the returned function stops them and resolves when none is running any more. */
export function startRounds(
  rounds: readonly Round[],
  { log, metrics }: { readonly log: Log; readonly metrics: Metrics },
): () => Promise<void> {
  const running = new Set<Promise<void>>()
  const timers = rounds.map((round) => {
    let busy = false
    const faults = new FaultsOfARound(round.name, log)
    const once = async (): Promise<void> => {
      busy = true
      const beganMs = performance.now()
      let outcome: 'done' | 'failed' = 'done'
      try {
        await round.run()
        faults.over()
      } catch (error) {
        outcome = 'failed'
        faults.met(error)
      }
      metrics.round(round.name, performance.now() - beganMs, outcome)
      busy = false
    }
    const timer = setInterval(() => {
      // A round that takes longer than its period is not started a second time beside itself.
      if (busy) return
      const work = once()
      running.add(work)
      void work.finally(() => running.delete(work))
    }, round.everyMs)
    return timer.unref()
  })
  return async () => {
    for (const timer of timers) clearInterval(timer)
    await Promise.all(running)
  }
}

/**
 * Tells of a fault when it begins, once a minute while it lasts, and when it is over. A database that is away for an hour fails thousands of
 * rounds: a line for each would bury what else is in the log.
 */
class FaultsOfARound {
  readonly #round: string
  readonly #log: Log
  #last: string | undefined
  #toldMs = 0
  #failed = 0

  constructor(round: string, log: Log) {
    this.#round = round
    this.#log = log
  }

  met(error: unknown): void {
    const what = error instanceof Error ? `${error.name} ${error.message}` : String(error)
    this.#failed += 1
    if (what === this.#last && performance.now() - this.#toldMs < TELL_AGAIN_MS) return
    this.#last = what
    this.#toldMs = performance.now()
    this.#log.error('round_failed', { round: this.#round, failed: this.#failed, error })
  }

  over(): void {
    if (this.#failed > 0) this.#log.info('round_recovered', { round: this.#round, failed: this.#failed })
    this.#failed = 0
    this.#last = undefined
  }
}
