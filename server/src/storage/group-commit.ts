// Group commit: transactions that arrive together run one after another inside one SQLite transaction and share its fsync.
//
// BEGIN IMMEDIATE, then SAVEPOINT … RELEASE for each, then COMMIT. A throw rolls back to its own savepoint only. Nobody is
// told anything, good or bad, before the COMMIT: a refusal may rest on what an earlier one of the same group wrote. One that
// is alone in its group needs no savepoint: BEGIN IMMEDIATE, then COMMIT or ROLLBACK.
import { setTimeout as pause } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import { isBusy, StorageFault, toStorageFault } from './storage-fault.js'

/** Transactions that share one commit. At about 50 µs each a full group holds the process for a few milliseconds. */
export const GROUP_MAX = 64
/** Transactions that wait. At 10,000 a second this is about a second of work; beyond it a caller is better told at once. */
export const WAITING_MAX = 10_000
/** Pause between two attempts to get the write lock while another process holds it, in milliseconds. */
export const LOCK_PAUSE_MS = 15
/** Attempts to get the write lock: with SQLite's own wait of 10 ms each, about 5 seconds. */
export const LOCK_ATTEMPTS_MAX = 200
/** Longest time one transaction may take, in milliseconds: all others wait behind it. Flows take well under one. */
export const WORK_MAX_MS = 5_000

/** Runs one transaction's work; `refuseUnlessOpen` throws once it may not touch the database any more. */
export type Work<T> = (refuseUnlessOpen: () => void) => Promise<T>

interface Waiting {
  /** Does the work; resolves to what tells its caller the good news. */
  attempt(refuseUnlessOpen: () => void): Promise<() => void>
  reject(error: unknown): void
}

export class GroupCommit {
  readonly #db: Database.Database
  readonly #workMaxMs: number
  readonly #begin: Database.Statement
  readonly #commit: Database.Statement
  readonly #rollback: Database.Statement
  readonly #savepoint: Database.Statement
  readonly #release: Database.Statement
  readonly #rollbackTo: Database.Statement
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined
  #closed = false

  constructor(db: Database.Database, workMaxMs: number = WORK_MAX_MS) {
    this.#db = db
    this.#workMaxMs = workMaxMs
    this.#begin = db.prepare('begin immediate')
    this.#commit = db.prepare('commit')
    this.#rollback = db.prepare('rollback')
    this.#savepoint = db.prepare('savepoint one')
    this.#release = db.prepare('release one')
    this.#rollbackTo = db.prepare('rollback to one')
  }

  /** Resolves with the work's value once the commit is on the disk. */
  run<T>(work: Work<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new StorageFault('storage_closed'))
    if (this.#waiting.length >= WAITING_MAX)
      return Promise.reject(new StorageFault('storage_busy', `${WAITING_MAX} transactions wait`))
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        attempt: async (refuseUnlessOpen) => {
          const value = await work(refuseUnlessOpen)
          return () => resolve(value)
        },
        reject,
      })
      this.#running ??= this.#runGroups()
    })
  }

  /** Refuses new work and resolves when all accepted work is committed or refused. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
  }

  async #runGroups(): Promise<void> {
    while (this.#waiting.length > 0) {
      // One turn of the event loop: what arrived with it joins the group, and sockets are served between two groups.
      await new Promise(setImmediate)
      await this.#runGroup(this.#waiting.splice(0, GROUP_MAX))
    }
    this.#running = undefined
  }

  async #runGroup(group: readonly Waiting[]): Promise<void> {
    let tell: readonly (() => void)[]
    const limit = new WorkLimit(this.#workMaxMs)
    try {
      await this.#lock()
      const [first, second] = group
      tell =
        first !== undefined && second === undefined
          ? [await this.#runAlone(first, limit)]
          : await this.#runTogether(group, limit)
    } catch (error) {
      this.#abandon(group, error)
      return
    } finally {
      limit.end()
    }
    for (const each of tell) each()
  }

  /** Nobody else is in the transaction: it needs no savepoint, and a throw rolls all of it back. */
  async #runAlone(one: Waiting, limit: WorkLimit): Promise<() => void> {
    let tell: () => void
    try {
      tell = await this.#attempt(one, limit)
    } catch (error) {
      // Rolled back by SQLite itself: the disk failed, not the work.
      if (!this.#db.inTransaction) throw error
      this.#rollback.run()
      return () => one.reject(error)
    }
    this.#commit.run()
    return tell
  }

  async #runTogether(group: readonly Waiting[], limit: WorkLimit): Promise<readonly (() => void)[]> {
    const tell: (() => void)[] = []
    for (const one of group) tell.push(await this.#runInSavepoint(one, limit))
    this.#commit.run()
    return tell
  }

  async #runInSavepoint(one: Waiting, limit: WorkLimit): Promise<() => void> {
    this.#savepoint.run()
    try {
      const tell = await this.#attempt(one, limit)
      this.#release.run()
      return tell
    } catch (error) {
      // Without a transaction there is no savepoint to return to: the whole group is lost.
      if (!this.#db.inTransaction) throw error
      this.#rollbackTo.run()
      this.#release.run()
      return () => one.reject(error)
    }
  }

  async #attempt(one: Waiting, limit: WorkLimit): Promise<() => void> {
    let over = false
    const refuseUnlessOpen = (): void => {
      if (over) throw new Error('the transaction is over: await every store call inside it')
      // After some faults SQLite has rolled back by itself; a further statement would commit on its own.
      if (!this.#db.inTransaction) throw new StorageFault('storage_io', 'the transaction was rolled back')
    }
    try {
      return await limit.within(one.attempt(refuseUnlessOpen))
    } finally {
      over = true
    }
  }

  async #lock(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#begin.run()
        return
      } catch (error) {
        if (!isBusy(error) || attempt === LOCK_ATTEMPTS_MAX) throw error
      }
      await pause(LOCK_PAUSE_MS)
    }
  }

  #abandon(group: readonly Waiting[], error: unknown): void {
    const fault = toStorageFault(error)
    try {
      if (this.#db.inTransaction) this.#rollback.run()
    } catch {
      // A disk that fails even this: nothing is committed, and the next BEGIN meets the open transaction and says so.
    }
    for (const one of group) one.reject(fault)
  }
}

/** The time that each of a group may take: one timer for all of them, wound up again for each. */
class WorkLimit {
  readonly #timer: NodeJS.Timeout
  readonly #limitMs: number
  #tooLong: () => void = () => undefined

  constructor(limitMs: number) {
    this.#limitMs = limitMs
    this.#timer = setTimeout(() => this.#tooLong(), limitMs)
  }

  within<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#tooLong = () =>
        reject(new StorageFault('storage_busy', `one transaction took longer than ${this.#limitMs} ms`))
      // A timer that went off for the one before runs again as well.
      this.#timer.refresh()
      work.then(resolve, reject)
    })
  }

  end(): void {
    clearTimeout(this.#timer)
  }
}
