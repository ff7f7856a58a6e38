// Complete logins on PostgreSQL: how many go through, against single-row commits of the same PostgreSQL at the same concurrency.
import pg from 'pg'
import { missingPostgres, startPostgres } from '../support/postgres.js'
import type { Figure } from './figures.js'
import { median, quantile } from './figures.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { cpuSeconds } from './process-facts.js'
import { verificationMicros } from './references.js'

const ACCOUNTS = 200
const ROUNDS = 3
const ROUND_MS = 2_500
const COMMITS_MS = 1_000
const WARM_MS = 6_000
const CLIENTS = [1, 8, 32] as const
/** Promised of a machine that verifies 7,000 signatures a second, at more than one client. */
const LOGINS_PER_SECOND = 1_000
const VERIFICATIONS_PER_SECOND = 7_000

/** Rounds of each concurrency in turn, each right after its reference: what else the machine does hits both. */
export async function benchPostgresLogins(): Promise<readonly Figure[]> {
  const missing = missingPostgres()
  if (missing !== undefined) throw new Error(missing)
  await using postgres = await startPostgres()
  const reference = await postgres.newDatabase()
  const storageUrl = await postgres.newDatabase()
  const { home, fleet } = await createFleet(ACCOUNTS, 1, { COUNTERSIGN_STORAGE_URL: storageUrl })
  const server = await home.serve()
  const generator = await Generator.forFleet(fleet)
  const verification: number[] = []
  const runs = CLIENTS.map((clients) => ({
    clients,
    commits: [0].slice(1),
    perSecond: [0].slice(1),
    share: [0].slice(1),
    cpuMicros: [0].slice(1),
    samples: [0].slice(1),
  }))
  try {
    await generator.do({ do: 'connect', first: 0, count: ACCOUNTS })
    await generator.do({ do: 'logins', clients: 32, ms: WARM_MS, watched: false })
    for (let round = 0; round < ROUNDS; round += 1)
      for (const run of runs) {
        verification.push(verificationMicros())
        const commits = await commitsPerSecond(reference, run.clients)
        const before = cpuSeconds(server.pid)
        const report = await generator.do({
          do: 'logins',
          clients: run.clients,
          ms: ROUND_MS,
          watched: false,
        })
        const perSecond = (report.done / report.ms) * 1_000
        run.cpuMicros.push(((cpuSeconds(server.pid) - before) * 1e6) / report.done)
        run.commits.push(commits)
        run.perSecond.push(perSecond)
        run.share.push(perSecond / commits)
        run.samples.push(...report.samples)
      }
  } finally {
    generator.end()
    await server.stop()
    home.remove()
  }
  const verify = median(verification)
  return runs.flatMap(({ clients, commits, perSecond, share, cpuMicros, samples }): Figure[] => {
    const promise = `PostgreSQL, ${clients === 1 ? '1 client' : `${clients} clients`}`
    const figure = (name: string, value: number, unit: string): Figure => ({
      promise,
      figure: name,
      value,
      unit,
    })
    return [
      figure('reference: single-row commits', median(commits), '/s'),
      {
        ...figure('complete logins', median(perSecond), '/s'),
        ...(clients === 1 ? {} : { atLeast: (LOGINS_PER_SECOND * 1e6) / verify / VERIFICATIONS_PER_SECOND }),
      },
      {
        ...figure('complete logins, of the single-row commits a second', median(share), '×'),
        atLeast: 1 / 3,
      },
      figure('CPU of one login, without that of PostgreSQL', median(cpuMicros) / verify, 'verifications'),
      figure('p50', quantile(samples, 0.5), 'ms'),
      figure('p99', quantile(samples, 0.99), 'ms'),
    ]
  })
}

/** Each client inserts one row at a time, as fast as PostgreSQL says that it is kept. */
async function commitsPerSecond(url: string, clients: number): Promise<number> {
  const open = await Promise.all(
    Array.from({ length: clients }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      return client
    }),
  )
  await open[0]?.query('create table if not exists row (id bigint generated always as identity, text text)')
  const beganMs = performance.now()
  let commits = 0
  await Promise.all(
    open.map(async (client) => {
      for (; performance.now() < beganMs + COMMITS_MS; commits += 1)
        await client.query({ name: 'row', text: 'insert into row (text) values ($1)', values: ['one login'] })
    }),
  )
  const seconds = (performance.now() - beganMs) / 1_000
  await Promise.all(open.map((client) => client.end()))
  return commits / seconds
}
