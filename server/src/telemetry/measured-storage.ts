// A storage that measures its transactions: how long, how often again, and whether it was the database that failed.
import type { Storage } from '../core/ports.js'
import type { Figures } from './metrics.js'

export function measuredStorage(
  storage: Storage,
  figures: Pick<Figures, 'transaction' | 'retried' | 'storageFault'>,
): Storage {
  return {
    read: storage.read,
    ping: () => storage.ping(),
    close: () => storage.close(),
    ...(storage.connections === undefined ? {} : { connections: storage.connections }),
    async transaction(work, about) {
      const beganMs = performance.now()
      let runs = 0
      try {
        const value = await storage.transaction((stores) => {
          runs += 1
          if (runs > 1) figures.retried()
          return work(stores)
        }, about)
        figures.transaction(performance.now() - beganMs, 'committed')
        return value
      } catch (error) {
        const code = faultCode(error)
        if (code !== undefined) figures.storageFault(code)
        figures.transaction(performance.now() - beganMs, code === undefined ? 'undone' : 'failed')
        throw error
      }
    },
  }
}

/** A StorageFault, told by its code: an adapter does not know another one's classes. What else is thrown is a flow's own. */
function faultCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.name !== 'StorageFault') return undefined
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
