// PostgreSQL and Redis for the one test of a file that needs both: started inside it, gone when the file is over.
import { after } from 'node:test'
import type { TestPostgres } from './postgres.js'
import { missingPostgres, startPostgres } from './postgres.js'
import type { TestRedis } from './redis.js'
import { redisMissing, startRedis } from './redis.js'

export interface Engines {
  readonly postgres: TestPostgres
  readonly redis: TestRedis
  /** The settings `storage.url`, an empty database, and `fabric.url`. */
  readonly storageUrl: string
  readonly fabricUrl: string
}

/** Why they cannot run here, for `skip`; false when they can. */
export const enginesMissing = missingPostgres() ?? redisMissing()

/** Call it where the file begins, so that engines end after the servers that tests end themselves. */
export function enginesOfThisFile(): () => Promise<Engines> {
  const started: AsyncDisposable[] = []
  after(async () => {
    for (const engine of started) await engine[Symbol.asyncDispose]()
  })
  return async () => {
    const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
    started.push(postgres, redis)
    return { postgres, redis, storageUrl: await postgres.newDatabase(), fabricUrl: redis.url }
  }
}
