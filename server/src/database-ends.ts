// Databases by their URL, as the two ends of a copy: held alone, or of one moment.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { databaseFile, kindOf, migrateStorage, postgresPlace } from './assembly.js'
import type { Config } from './config.js'
import type { CopySource, CopyTarget } from './storage/copy-rows.js'
import { openSqliteSource, openSqliteTarget } from './storage/copy-sqlite.js'
import { StorageFault } from './storage/storage-fault.js'

/** These settings over another database, of which no other node hears: nobody serves it. */
export function configAt(config: Config, storageUrl: string): Config {
  return { ...config, 'storage.url': storageUrl, 'fabric.url': '' }
}

/** Whether a database keeps anything, and is there if it must be: of PostgreSQL only the server knows. */
export function isThere(storageUrl: string): boolean {
  const file = databaseFile(storageUrl)
  return file === undefined ? kindOf(storageUrl) !== 'memory' : existsSync(file)
}

/** The same database, whatever its URL says besides. */
export function isSameDatabase(one: string, other: string): boolean {
  return placeOf(one) === placeOf(other)
}

/** Where a database is, without user and password: for a terminal, a log, the audit. */
export function placeOf(storageUrl: string): string {
  const file = databaseFile(storageUrl)
  if (file !== undefined) return `sqlite:${resolve(file)}`
  if (!URL.canParse(storageUrl) || kindOf(storageUrl) === 'memory') return storageUrl
  const { hostname, port, pathname } = new URL(storageUrl)
  return `postgres://${hostname}:${port || '5432'}${pathname}`
}

/** Alone, until it is closed. Undefined while a server or a command has it open. */
export function openSource(config: Config): Promise<CopySource | undefined> {
  const url = config['storage.url']
  const file = databaseFile(url)
  return unlessInUse(async () => {
    if (file !== undefined) return openSqliteSource(file)
    const { openPostgresSource } = await import('./storage/copy-postgres.js')
    return openPostgresSource(postgresPlace(config))
  })
}

/** Alone, with the schema of this program. Undefined while a server or a command has it open. */
export async function openTarget(config: Config): Promise<CopyTarget | undefined> {
  await migrateStorage(config, { dryRun: false })
  const file = databaseFile(config['storage.url'])
  return unlessInUse(async () => {
    if (file !== undefined) return openSqliteTarget(file)
    const { openPostgresTarget } = await import('./storage/copy-postgres.js')
    return openPostgresTarget(postgresPlace(config))
  })
}

async function unlessInUse<T>(open: () => Promise<T>): Promise<T | undefined> {
  try {
    return await open()
  } catch (error) {
    if (error instanceof StorageFault && error.code === 'storage_busy') return undefined
    throw error
  }
}
