// A whole copy of the database while it is in use: one file, one moment, checked before it counts, in a thread of its own.
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** What is wrong with a database file, in words; empty when nothing is. */
export type FileFaults = readonly string[]

/** Whoever reads them needs no more to know that the file is damaged. */
const FAULTS_MAX = 20

/**
 * Copies `from` to the new file `to`, readable by its owner only, and resolves with what is wrong with the copy.
 * Rejects when `to` exists or cannot be written, or `from` cannot be read.
 */
export async function copyDatabase(from: string, to: string): Promise<FileFaults> {
  // Private before anything is in it; and never over another file.
  closeSync(openSync(to, 'wx', 0o600))
  const faults = await inThread({ from, to })
  const descriptor = openSync(to, 'r+')
  fsyncSync(descriptor)
  closeSync(descriptor)
  return faults
}

/** Reads the whole file. Rejects when it is no database. */
export function faultsOfFile(path: string): Promise<FileFaults> {
  return inThread({ from: '', to: path })
}

interface Work {
  /** What is copied; empty: `to` is there already, and only read. */
  readonly from: string
  readonly to: string
}

/**
 * The thread's program. Seconds of reading for a large database, which no login may wait for; so little that it needs no file
 * of its own, which would have another name in the sources than in what is built from them. VACUUM INTO copies the database
 * of one moment, whatever is written meanwhile (https://sqlite.org/lang_vacuum.html#vacuuminto).
 */
const PROGRAM = `
  const { parentPort, workerData } = require('node:worker_threads')
  const Database = require(workerData.driver)
  const opened = (path, work) => {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    try { return work(db) } finally { db.close() }
  }
  const { from, to, most } = workerData
  if (from !== '') opened(from, (db) => db.prepare('vacuum into ?').run(to))
  parentPort.postMessage(opened(to, (db) => [
    ...db.prepare('pragma integrity_check(' + most + ')').pluck().all().filter((word) => word !== 'ok'),
    ...db.prepare('pragma foreign_key_check').all().slice(0, most).map(({ table }) => 'a row of ' + table + ' names one that is not there'),
  ]))
`

function inThread(work: Work): Promise<FileFaults> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3')
  return new Promise((resolve, reject) => {
    const worker = new Worker(PROGRAM, { eval: true, workerData: { ...work, driver, most: FAULTS_MAX } })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}
