// Transactions that arrive together and are about different things share one transaction of PostgreSQL, and its one commit.
//
// BEGIN, the locks of all of them, then the statements of all of them as they come, then COMMIT: each is about rows of its own
// (postgres-scope.ts), so it does not matter in which order theirs meet the database. Nobody is told anything before the COMMIT.
// When one throws that has written, or a statement fails, all is rolled back, and the others run again without it.
import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { QueryResult, RootOperationNode } from 'kysely'
import pg from 'pg'
import type { PoolConnections } from '../core/ports.js'
import type { Connection, Link, Statement } from './postgres-link.js'
import type { LockKey } from './postgres-scope.js'
import { refuseShared, takeLocks, writtenTable } from './postgres-scope.js'
import { StorageFault, toStorageFault } from './storage-fault.js'

/** Transactions that share one commit: a failure of one runs the others again, so not too many. */
export const GROUP_MAX = 32
/** Transactions that must wait before a further connection is used beside those that are busy. */
const FURTHER_MIN = 8
/** Transactions that wait. At 10,000 a second this is about a second of work; beyond it a caller is better told at once. */
export const WAITING_MAX = 10_000
/** Longest time one transaction may take, in milliseconds: those of its group wait for it. Flows take well under ten. */
export const WORK_MAX_MS = 5_000
/** Tries of one transaction that conflicts with others, or whose connection broke before its commit. */
export const ATTEMPTS_MAX = 8
/** The longest pause before the second try, in milliseconds; each further one may be twice as long: in all about five seconds. */
const FIRST_PAUSE_MS = 20

/** A query with the node that says what it does. */
export interface TransactionQuery extends Statement {
  readonly query: RootOperationNode
}

/** Runs one query of a transaction; throws once the transaction is over. */
export type RunQuery = <R>(query: TransactionQuery) => Promise<QueryResult<R>>
export type Work<T> = (run: RunQuery) => Promise<T>

interface Waiting {
  readonly key: LockKey
  readonly attempt: (run: RunQuery) => Promise<() => void>
  readonly reject: (error: unknown) => void
  attempts: number
}

/** Hands groups of waiting transactions to connections that are free. */
export class Groups {
  readonly #free: Link[]
  readonly #links: readonly Link[]
  readonly #workMaxMs: number
  /** What transactions under way on this node are about: who comes later waits here, and holds up no group. */
  readonly #held = new Set<LockKey>()
  #waiting: Waiting[] = []
  #running = 0
  #planned = false
  #closed = false
  #empty: (() => void) | undefined

  constructor(links: readonly Link[], workMaxMs: number = WORK_MAX_MS) {
    this.#links = links
    this.#free = [...links]
    this.#workMaxMs = workMaxMs
  }

  /** Resolves with the work's value once its commit is durable. */
  run<T>(key: LockKey, work: Work<T>): Promise<T> {
    if (this.#closed) return Promise.reject(new StorageFault('storage_closed'))
    if (this.#waiting.length >= WAITING_MAX)
      return Promise.reject(new StorageFault('storage_busy', `${WAITING_MAX} transactions wait`))
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        key,
        attempt: async (run) => {
          const value = await work(run)
          return () => resolve(value)
        },
        reject,
        attempts: 0,
      })
      this.#plan()
    })
  }

  /** For figures: what waits may wait for a connection, or for another transaction about the same. */
  get load(): PoolConnections {
    const idle = this.#free.length
    return { busy: this.#links.length - idle, idle, waiting: this.#waiting.length }
  }

  /** Refuses new work and resolves when all accepted work is committed or refused, and the connections are closed. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#waiting.length > 0 || this.#running > 0)
      await new Promise<void>((resolve) => {
        this.#empty = resolve
      })
    await Promise.all(this.#links.map((link) => link.close()))
  }

  /** One turn of the event loop: what arrives with it joins the group. */
  #plan(): void {
    if (this.#planned || this.#free.length === 0) return
    this.#planned = true
    setImmediate(() => {
      this.#planned = false
      this.#start()
    })
  }

  #start(): void {
    while (this.#free.length > 0 && this.#isWorthOne()) {
      const group = this.#takeGroup()
      if (group.length === 0) break
      const link = this.#free.pop()
      if (link === undefined) break
      this.#running += group.length
      void this.#serve(link, group)
    }
    if (this.#waiting.length === 0 && this.#running === 0) this.#empty?.()
  }

  /** A further connection is put to work only for several: what waits for the one that is busy shares its next commit. */
  #isWorthOne(): boolean {
    return this.#free.length === this.#links.length || this.#waiting.length >= FURTHER_MIN
  }

  /** The first that wait, each about something that nobody else here is about; one that failed before goes alone. */
  #takeGroup(): readonly Waiting[] {
    const group: Waiting[] = []
    const left: Waiting[] = []
    for (const one of this.#waiting) {
      const [first] = group
      const joins = first === undefined || (first.attempts === 0 && one.attempts === 0)
      if (group.length < GROUP_MAX && joins && !this.#held.has(one.key)) {
        group.push(one)
        this.#held.add(one.key)
      } else left.push(one)
    }
    this.#waiting = left
    return group
  }

  async #serve(link: Link, group: readonly Waiting[]): Promise<void> {
    const outcome = await this.#attempt(link, group)
    for (const { key } of group) this.#held.delete(key)
    this.#free.push(link)
    this.#running -= group.length
    for (const tell of outcome.told) tell()
    for (const one of outcome.again) this.#again(one, outcome.error)
    this.#plan()
    if (this.#waiting.length === 0 && this.#running === 0) this.#empty?.()
  }

  async #attempt(link: Link, group: readonly Waiting[]): Promise<Outcome> {
    let connection: Connection
    try {
      connection = await link.open()
    } catch (error) {
      if (isMomentary(error)) return { told: [], again: group, error }
      return {
        told: group.map(
          ({ reject }) =>
            () =>
              reject(toStorageFault(error)),
        ),
        again: [],
      }
    }
    return new Group(connection, group, this.#workMaxMs).run()
  }

  #again(one: Waiting, error: unknown): void {
    one.attempts += 1
    if (one.attempts >= ATTEMPTS_MAX) {
      one.reject(toStorageFault(error))
      return
    }
    this.#running += 1
    // The first time at once: most often it was another of the group that failed.
    const longest = one.attempts === 1 ? 0 : FIRST_PAUSE_MS * 2 ** one.attempts
    void pause(randomInt(longest + 1)).then(() => {
      this.#running -= 1
      this.#waiting.unshift(one)
      this.#plan()
    })
  }
}

interface Outcome {
  /** Tells each caller what became of its transaction. */
  readonly told: readonly (() => void)[]
  /** Rolled back through no fault of theirs, or for a moment's. */
  readonly again: readonly Waiting[]
  readonly error?: unknown
}

/** One transaction of PostgreSQL. */
class Group {
  readonly #connection: Connection
  readonly #members: readonly Waiting[]
  readonly #workMaxMs: number
  /** The first failure of a statement: after it PostgreSQL answers no other (https://www.postgresql.org/docs/current/protocol-flow.html). */
  #failure: unknown

  constructor(connection: Connection, members: readonly Waiting[], workMaxMs: number) {
    this.#connection = connection
    this.#members = members
    this.#workMaxMs = workMaxMs
  }

  async run(): Promise<Outcome> {
    // Each watched by itself: the statements behind a lock that was not given fail in the same moment, and are not to blame.
    const opened = Promise.all([
      this.#watch(this.#connection.command('begin isolation level read committed')),
      this.#watch(this.#connection.run(takeLocks(this.#members.map(({ key }) => key)))),
    ])
    opened.catch(() => undefined)
    const attempts = await Promise.all(this.#members.map((member) => this.#attempt(member)))
    await opened.catch(() => undefined)
    if (this.#failure !== undefined) return this.#afterFailure(attempts)
    const undone = attempts.filter(({ error, wrote }) => error !== undefined && wrote)
    if (undone.length > 0) return this.#without(undone, attempts)
    return this.#commit(attempts)
  }

  async #commit(attempts: readonly Attempt[]): Promise<Outcome> {
    try {
      const done = await this.#connection.command('commit')
      // What PostgreSQL answers when the transaction had failed before.
      if (done !== 'COMMIT') throw new StorageFault('storage_io', 'the transaction was rolled back')
    } catch (error) {
      // Whether it was committed is not known once the connection is lost: whoever asked must look.
      if (isMomentary(error) && error instanceof pg.DatabaseError)
        return { told: [], again: this.#members, error }
      this.#connection.drop()
      return {
        told: this.#members.map(
          ({ reject }) =>
            () =>
              reject(toStorageFault(error)),
        ),
        again: [],
      }
    }
    return { told: attempts.map(({ tell }) => tell), again: [] }
  }

  /** Somebody changed their mind after they wrote: they get what they threw, the others run again. */
  async #without(undone: readonly Attempt[], attempts: readonly Attempt[]): Promise<Outcome> {
    await this.#rollBack()
    const again = attempts.filter((each) => !undone.includes(each)).map(({ member }) => member)
    return { told: undone.map(({ tell }) => tell), again }
  }

  async #afterFailure(attempts: readonly Attempt[]): Promise<Outcome> {
    const error = this.#failure
    await this.#rollBack()
    if (isMomentary(error)) return { told: [], again: this.#members, error }
    // Alone in its group, it has nobody else to blame, whatever failed: its statement, or the locks.
    const guilty = attempts.length === 1 ? attempts : attempts.filter(({ failed }) => failed === error)
    const again = attempts.filter((each) => !guilty.includes(each)).map(({ member }) => member)
    const told = guilty.map(
      ({ member }) =>
        () =>
          member.reject(toStorageFault(error)),
    )
    return { told, again, error }
  }

  async #rollBack(): Promise<void> {
    // A connection that cannot even do this is given up; the database rolls back what it held.
    await this.#connection.command('rollback').catch(() => this.#connection.drop())
  }

  async #attempt(member: Waiting): Promise<Attempt> {
    let over = false
    let wrote = false
    let failed: unknown
    const run: RunQuery = async (query) => {
      if (over) throw new Error('the transaction is over: await every store call inside it')
      if (this.#failure !== undefined) throw new StorageFault('storage_io', 'the transaction was rolled back')
      refuseShared(query.query, member.key)
      wrote ||= writtenTable(query.query) !== undefined
      return this.#watch(this.#connection.run(query), (error) => {
        failed = error
      })
    }
    try {
      const tell = await within(this.#workMaxMs, member.attempt(run))
      return { member, tell, wrote, failed, error: undefined }
    } catch (error) {
      return { member, tell: () => member.reject(error), wrote, failed, error }
    } finally {
      over = true
    }
  }

  /** Notes the first failure, and says to whose statement it happened. */
  async #watch<T>(statement: Promise<T>, note: (error: unknown) => void = () => undefined): Promise<T> {
    try {
      return await statement
    } catch (error) {
      if (this.#failure === undefined) {
        this.#failure = error
        note(error)
      }
      throw error
    }
  }
}

interface Attempt {
  readonly member: Waiting
  readonly tell: () => void
  readonly wrote: boolean
  /** What happened to a statement of its own, when it was the first of the group to fail. */
  readonly failed: unknown
  readonly error: unknown
}

/** A deadlock or another conflict, or a connection that was lost before the commit: the same may succeed in a moment. */
function isMomentary(error: unknown): boolean {
  if (error instanceof StorageFault) return error.code === 'storage_unreachable'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return code.startsWith('40') || code.startsWith('57P') || code.startsWith('53300')
}

function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new StorageFault('storage_busy', `one transaction took longer than ${limitMs} ms`)),
      limitMs,
    )
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
