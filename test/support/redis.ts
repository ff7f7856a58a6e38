// Real Redis servers for tests: a single one, one that Sentinels watch, and a Cluster; each in a folder of its own, gone afterwards.
import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './free-port.js'

/** Why suites that need Redis cannot run here, for `skip`; false when they can. */
export function redisMissing(): string | false {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' })
    return false
  } catch {
    return 'no redis-server found: apt-get install redis-server'
  }
}

export interface TestRedis extends AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly folder: string
  /** One command, as redis-cli would: for looking at what is there, and for `FLUSHALL`. */
  command(...words: readonly string[]): Promise<unknown>
  /** SIGTERM, or SIGKILL; resolves when it is gone. Nothing is kept on disk. */
  stop(how?: 'gently' | 'at once'): Promise<void>
  /** At the same port, empty. */
  start(): Promise<void>
  restart(): Promise<void>
  /** SIGSTOP: connections stay open, and nothing answers. */
  freeze(): void
  thaw(): void
}

/** @param lines of redis.conf, e.g. `requirepass secret`. */
export async function startRedis(lines: readonly string[] = []): Promise<TestRedis> {
  return startServer(lines, [])
}

export interface TestSentinel extends AsyncDisposable {
  /** `redis+sentinel://…`: all three Sentinels and the master's name. */
  readonly url: string
  readonly master: TestRedis
  readonly replica: TestRedis
  readonly sentinels: readonly TestRedis[]
}

/** A master, a replica and three Sentinels, of which two must agree; a dead master is replaced within about two seconds. */
export async function startSentinel(): Promise<TestSentinel> {
  const master = await startServer([], [])
  const replica = await startServer([`replicaof 127.0.0.1 ${master.port}`], [])
  const sentinels: TestRedis[] = []
  for (let i = 0; i < 3; i += 1)
    sentinels.push(
      await startServer(
        [
          `sentinel monitor main 127.0.0.1 ${master.port} 2`,
          'sentinel down-after-milliseconds main 500',
          'sentinel failover-timeout main 2000',
          'sentinel parallel-syncs main 1',
        ],
        ['--sentinel'],
      ),
    )
  // Before they know of each other and of the replica, nobody can agree on a successor.
  await soon(async () => {
    for (const sentinel of sentinels) {
      const info = String(await sentinel.command('INFO', 'sentinel'))
      if (!/status=ok/.test(info) || !/slaves=1,sentinels=3/.test(info)) return false
    }
    return true
  })
  const hosts = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')
  const all = [...sentinels, replica, master]
  return {
    url: `redis+sentinel://${hosts}/main`,
    master,
    replica,
    sentinels,
    [Symbol.asyncDispose]: () => disposeAll(all),
  }
}

export interface TestCluster extends AsyncDisposable {
  /** `redis+cluster://…`: all masters. */
  readonly url: string
  readonly masters: readonly TestRedis[]
  /** The replica of each master, in the same order; empty without replicas. */
  readonly replicas: readonly TestRedis[]
}

const SLOTS = 16_384

/** Three masters that share all slots; with replicas a dead master is replaced within about two seconds. */
export async function startRedisCluster(
  { masters: count, withReplicas }: { readonly masters: number; readonly withReplicas: boolean } = {
    masters: 3,
    withReplicas: false,
  },
): Promise<TestCluster> {
  const member = async (): Promise<TestRedis> =>
    startServer(
      [
        'cluster-enabled yes',
        'cluster-node-timeout 1000',
        `cluster-port ${await freePort()}`,
        'cluster-replica-validity-factor 0',
      ],
      [],
    )
  const masters: TestRedis[] = []
  for (let i = 0; i < count; i += 1) masters.push(await member())
  const replicas: TestRedis[] = []
  for (let i = 0; withReplicas && i < count; i += 1) replicas.push(await member())
  const all = [...masters, ...replicas]
  for (const [i, { port }] of masters.entries()) {
    const [from, to] = [Math.ceil((SLOTS * i) / count), Math.ceil((SLOTS * (i + 1)) / count) - 1]
    await masters[i]?.command('CLUSTER', 'ADDSLOTSRANGE', String(from), String(to))
    for (const other of all) {
      const busPort = String(await other.command('CONFIG', 'GET', 'cluster-port')).split(',')[1] ?? ''
      if (other.port !== port)
        await masters[i]?.command('CLUSTER', 'MEET', '127.0.0.1', String(other.port), busPort)
    }
  }
  const isWhole = async (member: TestRedis): Promise<boolean> => {
    const info = String(await member.command('CLUSTER', 'INFO'))
    return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${all.length}`)
  }
  await soon(async () => (await Promise.all(all.map(isWhole))).every(Boolean))
  for (const [i, replica] of replicas.entries())
    await replica.command('CLUSTER', 'REPLICATE', String(await masters[i]?.command('CLUSTER', 'MYID')))
  if (withReplicas)
    await soon(async () =>
      (await Promise.all(masters.map((each) => each.command('INFO', 'replication')))).every((info) =>
        /state=online/.test(String(info)),
      ),
    )
  const hosts = masters.map(({ port }) => `127.0.0.1:${port}`).join(',')
  return { url: `redis+cluster://${hosts}`, masters, replicas, [Symbol.asyncDispose]: () => disposeAll(all) }
}

async function startServer(lines: readonly string[], words: readonly string[]): Promise<TestRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-redis-'))
  const port = await freePort()
  const file = join(folder, 'redis.conf')
  const always = [`port ${port}`, 'bind 127.0.0.1', `dir ${folder}`, 'daemonize no']
  const forgets = words.includes('--sentinel')
    ? []
    : ['save ""', 'appendonly no', 'repl-diskless-sync-delay 0']
  writeFileSync(file, `${[...always, ...forgets, ...lines].join('\n')}\n`)
  let child: ChildProcess | undefined
  const password = lines
    .map((line) => /^requirepass (\S+)$/.exec(line)?.[1])
    .find((found) => found !== undefined)

  const redis: TestRedis = {
    url: `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`,
    port,
    folder,
    async command(name, ...rest) {
      const client = new Redis({ port, host: '127.0.0.1', lazyConnect: true, ...(password && { password }) })
      client.on('error', () => undefined)
      try {
        return await client.call(name ?? 'PING', ...rest)
      } finally {
        client.disconnect()
      }
    },
    async stop(how = 'gently') {
      const ending = child
      child = undefined
      if (ending === undefined) return
      const gone = new Promise((resolve) => ending.once('close', resolve))
      ending.kill('SIGCONT')
      ending.kill(how === 'gently' ? 'SIGTERM' : 'SIGKILL')
      await gone
    },
    async start() {
      const started = spawn('redis-server', [file, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
      child = started
      await new Promise<void>((resolve, reject) => {
        let said = ''
        const listen = (text: string): void => {
          said += text
          if (/Ready to accept connections|\+monitor master/.test(said)) resolve()
        }
        started.stdout.setEncoding('utf8').on('data', listen)
        started.stderr.setEncoding('utf8').on('data', listen)
        started.once('close', () => reject(new Error(`redis-server ended:\n${said}`)))
      })
    },
    async restart() {
      await redis.stop()
      await redis.start()
    },
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async [Symbol.asyncDispose]() {
      await redis.stop('at once')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await redis.start()
  return redis
}

async function disposeAll(servers: readonly TestRedis[]): Promise<void> {
  for (const server of servers) await server[Symbol.asyncDispose]()
}

/** Engines agree among themselves in their own time. */
const AGREED_WITHIN_MS = 30_000

async function soon(holds: () => Promise<boolean>): Promise<void> {
  const endMs = Date.now() + AGREED_WITHIN_MS
  while (!(await holds().catch(() => false))) {
    if (Date.now() > endMs) throw new Error('the servers did not agree in time')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
