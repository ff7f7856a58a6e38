// What worlds and servers inside the test's process keep their records in: memory, or with TEST_STORAGE a real PostgreSQL.
//
// `TEST_STORAGE=postgres` starts one for the process, the URL of a database names one that runs: each storage is a new database
// there, copied from one that was migrated once. A process is one file, or loads this before all files (test/nodes/run-suites.ts).
import { after } from 'node:test'
import type { Storage } from '@countersign/server/core/ports'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { openPostgresStorage } from '@countersign/server/storage/postgres'
import pg from 'pg'
import { startPostgres } from './postgres.js'

const engine = process.env['TEST_STORAGE'] ?? 'memory'
/** A suite leaves some hundred storages open, of four connections or so; and nothing of it has to survive a crash. */
export const QUICK = {
  max_connections: '1000',
  fsync: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
}

/** For what a test says of the engine itself. */
export const isOnPostgres = engine !== 'memory'

interface Databases {
  readonly make: () => Promise<string>
  readonly end: () => Promise<void>
}

let databases: Promise<Databases> | undefined
const opened: Storage[] = []
// Outside of any test, whose hook it would be; and not at once, since hooks run in order: the file's own stop servers that want theirs.
if (isOnPostgres)
  setImmediate(() =>
    after(async () => {
      await Promise.all(opened.map((storage) => storage.close()))
      await (await databases)?.end()
    }),
  )

/** An empty storage; it is closed when its file is over. */
export async function newStorage(): Promise<Storage> {
  if (!isOnPostgres) return createMemoryStorage()
  const storage = watched(await openPostgresStorage({ url: await newStorageUrl() }))
  opened.push(storage)
  return storage
}

/** The setting `storage.url` of a server with an empty storage. */
export async function newStorageUrl(): Promise<string> {
  if (!isOnPostgres) return 'memory:'
  databases ??= prepare()
  return (await databases).make()
}

async function prepare(): Promise<Databases> {
  const own = engine === 'postgres' ? await startPostgres(QUICK) : undefined
  const server = own?.url() ?? engine
  const client = new pg.Client({ connectionString: server })
  // It is gone before us when it was stopped.
  client.on('error', () => undefined)
  await client.connect()
  const at = (database: string): string => Object.assign(new URL(server), { pathname: database }).href
  const template = `template_${process.pid}`
  await client.query(`create database ${template}`)
  await (await openPostgresStorage({ url: at(template) })).close()
  const made: string[] = []
  return {
    async make() {
      const name = `world_${process.pid}_${made.length}`
      made.push(name)
      await client.query(`create database ${name} template ${template} strategy file_copy`)
      return at(name)
    },
    async end() {
      if (own === undefined)
        for (const name of [template, ...made]) await client.query(`drop database ${name} with (force)`)
      await client.end()
      await own?.[Symbol.asyncDispose]()
    },
  }
}

let underWay = 0

/** Whether all that was asked of these storages has been answered: flows go on by themselves after their caller is told. */
export function isStill(): boolean {
  return underWay === 0
}

function watched(storage: Storage): Storage {
  const watch = async <T>(work: Promise<T>): Promise<T> => {
    underWay += 1
    try {
      return await work
    } finally {
      underWay -= 1
    }
  }
  const watchedStore = (store: object): object =>
    new Proxy(store, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => watch(Promise.resolve(Reflect.apply(value, target, args)))
      },
    })
  return {
    ...storage,
    transaction: (work, about) => watch(storage.transaction(work, about)),
    read: new Proxy(storage.read, {
      get: (stores, name) => watchedStore(Reflect.get(stores, name)),
    }),
  }
}
