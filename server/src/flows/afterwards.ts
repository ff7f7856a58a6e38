// Work that follows a commit and that nobody waits for: telling pages and phones. What is lost here, they ask for again.
import type { Ports } from '../core/ports.js'

/**
 * Runs `work` once the reply that is being made has left: an answer to an app then takes the same time whether phones are
 * told or there are none, and nothing that was decided can still fail.
 */
export function afterwards(ports: Ports, what: string, work: () => Promise<void>): void {
  setImmediate(() => {
    work().catch((cause: unknown) => ports.log.error('telling_failed', { what, cause: describe(cause) }))
  })
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'not an error'
}
