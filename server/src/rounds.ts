// Work that comes round again: each kind on its own unref'd timer, never overlapping itself, its faults logged and outlived.
import type { Log } from './core/ports.js'
import type { Metrics } from './core/ports-telemetry.js'

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
    const once = async (): Promise<void> => {
      busy = true
      const beganMs = performance.now()
      let outcome: 'done' | 'failed' = 'done'
      try {
        await round.run()
      } catch (error) {
        outcome = 'failed'
        log.error('round_failed', { round: round.name, error })
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
