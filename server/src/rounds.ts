// Work that comes round again: each kind on its own unref'd timer, never overlapping itself, its faults logged and outlived.
import type { Log } from './core/ports.js'

export interface Round {
  readonly name: string
  readonly everyMs: number
  run(): Promise<void> | void
}

/** Starts the rounds; the returned function stops them and resolves when none is running any more. */
export function startRounds(rounds: readonly Round[], log: Log): () => Promise<void> {
  const running = new Set<Promise<void>>()
  const timers = rounds.map((round) => {
    let busy = false
    const once = async (): Promise<void> => {
      busy = true
      try {
        await round.run()
      } catch (error) {
        log.error('round_failed', { round: round.name, error })
      }
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
