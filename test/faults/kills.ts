// SIGKILL of a server's process at random moments under load, again and again.
import { setTimeout as delay } from 'node:timers/promises'
import { startPostgres } from '../support/postgres.js'
import { startRedis } from '../support/redis.js'
import { seededRandom } from '../support/seeded-random.js'
import { compare } from './ledger.js'
import { Load } from './load.js'
import type { Row, Scale } from './rows.js'
import type { Site } from './site.js'
import { nodesSite, sqliteSite } from './site.js'

export async function kills(scale: Scale): Promise<readonly Row[]> {
  const seed = Date.now() % 1_000_000
  return [await killAlone(scale, seed), await killNodes(scale, seed)]
}

/** One node on SQLite. */
export async function killAlone(scale: Scale, seed: number): Promise<Row> {
  const site = await sqliteSite()
  try {
    return await killUnderLoad(site, { fault: 'SIGKILL, one node, SQLite', ...SIZES[scale], seed })
  } finally {
    await site.end()
  }
}

/** Several on PostgreSQL and Redis, behind a balancer without stickiness. */
export async function killNodes(scale: Scale, seed: number): Promise<Row> {
  const postgres = await startPostgres()
  const redis = await startRedis()
  try {
    const nodes = scale === 'full' ? 4 : 2
    const site = await nodesSite({ nodes, storageUrl: await postgres.newDatabase(), fabricUrl: redis.url })
    try {
      const fault = `SIGKILL, ${nodes} nodes, PostgreSQL, Redis`
      return await killUnderLoad(site, { fault, ...SIZES[scale], seed })
    } finally {
      await site.end()
    }
  } finally {
    await redis[Symbol.asyncDispose]()
    await postgres[Symbol.asyncDispose]()
  }
}

const SIZES = {
  small: { kills: 5, logins: 60, people: 40, clients: 8 },
  full: { kills: 100, logins: 10_000, people: 400, clients: 16 },
} as const

interface Kills {
  readonly fault: string
  readonly kills: number
  /** The run goes on until there were as many. */
  readonly logins: number
  readonly people: number
  readonly clients: number
  readonly seed: number
}

/** Long enough for a few logins between two kills, short enough that a kill meets each of their steps. */
const LONGEST_LIFE_MS = 600

async function killUnderLoad(site: Site, kills: Kills): Promise<Row> {
  const { people, clients, seed } = kills
  const random = seededRandom(seed)
  const load = await Load.open(site, { people, clients, seed, denied: 5, wrong: 5 })
  const beganMs = Date.now()
  load.begin()
  let done = 0
  for (; done < kills.kills; done += 1) {
    await delay(20 + random.below(LONGEST_LIFE_MS))
    const node = done % site.nodes
    await site.kill(node)
    await site.start(node)
  }
  const missing = kills.logins - load.logins
  if (missing > 0) await load.more(missing, 600_000)
  await load.end()
  const count = await compare(site.ports, load)
  const seconds = Math.round((Date.now() - beganMs) / 1000)
  const seen = `seed ${seed}; ${count.approvedInVain} approvals in vain; ${seconds} s`
  return { fault: kills.fault, done: `${done} × SIGKILL`, count, seen }
}
