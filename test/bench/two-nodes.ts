// Complete logins with two nodes on PostgreSQL and Redis, against one node on SQLite: both behind the same small balancer, in turns.
import { Balancer } from '../support/balancer.js'
import { freePort } from '../support/free-port.js'
import { missingPostgres, startPostgres } from '../support/postgres.js'
import { redisMissing, startRedis } from '../support/redis.js'
import type { ServerProcess } from '../support/server-process.js'
import type { Figure } from './figures.js'
import { median, quantile } from './figures.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { cpuSeconds } from './process-facts.js'

const ACCOUNTS = 200
const ROUNDS = 3
const ROUND_MS = 2_500
const WARM_MS = 6_000
const CLIENTS = 32

interface Site {
  readonly name: string
  readonly generator: Generator
  readonly servers: readonly ServerProcess[]
  readonly perSecond: number[]
  readonly cpuMicros: number[]
  readonly samples: number[]
  end(): Promise<void>
}

/** The one machine is shared by everything: two servers, both engines, the balancer and those who log in. */
export async function benchTwoNodes(): Promise<readonly Figure[]> {
  const missing = missingPostgres() ?? redisMissing()
  if (missing !== false && missing !== undefined) throw new Error(missing)
  await using postgres = await startPostgres()
  await using redis = await startRedis()
  const one = await openSite('one node, SQLite', 1, {})
  const two = await openSite('two nodes, PostgreSQL and Redis', 2, {
    COUNTERSIGN_STORAGE_URL: await postgres.newDatabase(),
    COUNTERSIGN_FABRIC_URL: redis.url,
  })
  try {
    for (const { generator } of [one, two]) {
      await generator.do({ do: 'connect', first: 0, count: ACCOUNTS })
      await generator.do({ do: 'logins', clients: CLIENTS, ms: WARM_MS, watched: false })
    }
    for (let round = 0; round < ROUNDS; round += 1) for (const site of [one, two]) await measure(site)
  } finally {
    await one.end()
    await two.end()
  }
  return [
    ...figuresOf(one),
    ...figuresOf(two),
    {
      ...{ promise: two.name, figure: 'complete logins, of those of one node on SQLite' },
      ...{ value: median(two.perSecond) / median(one.perSecond), unit: '×', atLeast: 0.5 },
    },
  ]
}

async function openSite(
  name: string,
  nodes: number,
  settings: Readonly<Record<string, string>>,
): Promise<Site> {
  const { home, fleet } = await createFleet(ACCOUNTS, 1, settings)
  const ports: number[] = []
  for (let node = 0; node < nodes; node += 1) ports.push(await freePort())
  const servers = await Promise.all(
    ports.map((port) => home.serve([], { COUNTERSIGN_LISTEN_PORT: String(port) })),
  )
  const balancer = await Balancer.listen(
    home.port,
    ports.map((port) => ({ port })),
  )
  const generator = await Generator.forFleet(fleet)
  return {
    ...{ name, generator, servers },
    ...{ perSecond: [], cpuMicros: [], samples: [] },
    async end() {
      generator.end()
      await balancer.close()
      await Promise.all(servers.map((server) => server.kill()))
      home.remove()
    },
  }
}

async function measure({ generator, servers, perSecond, cpuMicros, samples }: Site): Promise<void> {
  const cpu = (): number => servers.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0)
  const before = cpu()
  const report = await generator.do({ do: 'logins', clients: CLIENTS, ms: ROUND_MS, watched: false })
  perSecond.push((report.done / report.ms) * 1_000)
  cpuMicros.push(((cpu() - before) * 1e6) / report.done)
  samples.push(...report.samples)
}

function figuresOf({ name, perSecond, cpuMicros, samples }: Site): readonly Figure[] {
  return [
    { promise: name, figure: `complete logins, ${CLIENTS} clients`, value: median(perSecond), unit: '/s' },
    { promise: name, figure: 'CPU of one login, servers only', value: median(cpuMicros), unit: 'µs' },
    { promise: name, figure: 'p50', value: quantile(samples, 0.5), unit: 'ms' },
    { promise: name, figure: 'p99', value: quantile(samples, 0.99), unit: 'ms' },
  ]
}
