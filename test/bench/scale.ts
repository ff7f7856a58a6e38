// What a login costs in a full database, against the same in a small one: it must not grow with what is kept (SQLite).
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Figure } from './figures.js'
import { median } from './figures.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { cpuSeconds } from './process-facts.js'

/** People who log in; the same few in both. */
const FLEET = 200
const SMALL_ACCOUNTS = 1_000
/**
 * SCALE=1000000,10000000 fills as much as is promised, in some ten minutes and ten gigabytes. By itself it is a tenth of that, which
 * takes about one minute; the figure says how much it was.
 */
const [ACCOUNTS = 100_000, RECORDS = 1_000_000] = (process.env['SCALE'] ?? '')
  .split(',')
  .filter(Boolean)
  .map(Number)
const ROUNDS = 4
const ROUND_MS = 2_500
const WARM_MS = 5_000
const CLIENTS = 8

/** Both servers run, and are loaded in turn. */
export async function benchScale(): Promise<readonly Figure[]> {
  const small = await Loaded.start(SMALL_ACCOUNTS, 0)
  const large = await Loaded.start(ACCOUNTS, RECORDS)
  try {
    for (const each of [small, large]) await each.round(WARM_MS)
    const micros = { small: [0].slice(1), large: [0].slice(1) }
    for (let round = 0; round < ROUNDS; round += 1) {
      micros.small.push(await small.round(ROUND_MS))
      micros.large.push(await large.round(ROUND_MS))
    }
    const full = `${ACCOUNTS.toLocaleString('en')} accounts, ${RECORDS.toLocaleString('en')} audit records`
    return [
      {
        promise: 'scale',
        figure: `reference: CPU of one login, ${SMALL_ACCOUNTS.toLocaleString('en')} accounts`,
        value: median(micros.small),
        unit: 'µs',
      },
      {
        promise: 'scale',
        figure: `CPU of one login, ${full}, of the reference`,
        value: median(micros.large) / median(micros.small),
        unit: '×',
        budget: 1.2,
      },
    ]
  } finally {
    await small.end()
    await large.end()
  }
}

class Loaded {
  readonly #generator: Generator
  readonly #pid: number
  readonly end: () => Promise<void>

  private constructor(generator: Generator, pid: number, end: () => Promise<void>) {
    this.#generator = generator
    this.#pid = pid
    this.end = end
  }

  static async start(accounts: number, records: number): Promise<Loaded> {
    const { home, fleet } = await createFleet(FLEET, 1)
    fill(join(home.directory, 'data/countersign.db'), accounts - FLEET, records)
    const server = await home.serve()
    const generator = await Generator.forFleet(fleet)
    await generator.do({ do: 'connect', first: 0, count: FLEET })
    return new Loaded(generator, server.pid, async () => {
      generator.end()
      await server.stop()
      home.remove()
    })
  }

  /** Microseconds of CPU a login. */
  async round(ms: number): Promise<number> {
    const before = cpuSeconds(this.#pid)
    const report = await this.#generator.do({ do: 'logins', clients: CLIENTS, ms, watched: false })
    return ((cpuSeconds(this.#pid) - before) * 1e6) / report.done
  }
}

const ROWS_AT_ONCE = 100_000

/** Accounts with a name, a phone and a guard, and sealed audit records of their logins over a year. */
function fill(path: string, accounts: number, records: number): void {
  const db = new Database(path)
  db.pragma('synchronous = OFF')
  db.pragma('cache_size = -400000')
  inBites(db, accounts, [
    `insert into account (id, user_id, display_name, created_at_ms, active_devices, search_text, sort_name)
      select 'account-' || n, 'filler' || n, 'Filler ' || n, 1700000000000 + n, 1, 'filler' || n, 'filler ' || n from bite`,
    `insert into login_name (name, account_id) select 'filler' || n, 'account-' || n from bite`,
    `insert into device (id, account_id, name, public_key, state, counter, created_at_ms, changed_at_ms)
      select 'device-' || n, 'account-' || n, 'phone', randomblob(32), 'active', n, 1700000000000, 1700000000000 from bite`,
    `insert into guard (account_id, facts, revision, changed_at_ms) select 'account-' || n, '{}', 7, 1700000000000 from bite`,
  ])
  inBites(db, records, [
    `insert into audit (id, at_ms, action, actor, account_id, app_id, facts, mark, sequence, hash)
      select 'record-' || n, 1700000000000 + n * 3000, 'login.redeemed', 'device:device-' || (n % ${Math.max(1, accounts)}),
        'account-' || (n * 7919 % ${Math.max(1, accounts)}), 'app', '${JSON.stringify({ filler: 'x'.repeat(500) })}',
        randomblob(32), n + 1, randomblob(32) from bite`,
  ])
  db.close()
}

function inBites(db: Database.Database, rows: number, statements: readonly string[]): void {
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const to = Math.min(rows, from + ROWS_AT_ONCE)
    const bite = `with recursive bite (n) as (select ${from} union all select n + 1 from bite where n + 1 < ${to})`
    db.transaction(() => {
      for (const statement of statements) db.exec(statement.replace(/ select /, () => ` ${bite} select `))
    })()
  }
}
