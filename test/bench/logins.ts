// Complete logins: what one costs the server's process, against one verification and one commit, and how many go through.
import { BareLogins } from './bare-logins.js'
import type { Figure } from './figures.js'
import { median, quantile } from './figures.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { cpuSeconds } from './process-facts.js'
import { commitsPerSecond, verificationMicros } from './references.js'

const ACCOUNTS = 200
const ROUNDS = 4
const ROUND_MS = 2_500
/** What is measured is a server that runs, not one that compiles, which it does for some thousands of logins. */
const WARM_LOGINS = 4_000
/** On a machine that verifies 7,000 signatures a second; on another one in proportion. */
const LOGINS_PER_SECOND = 2_000
const VERIFICATIONS_PER_SECOND = 7_000

interface Variant {
  readonly name: string
  readonly clients: number
  readonly watched: boolean
}

const variants: readonly Variant[] = [
  { name: '1 client', clients: 1, watched: false },
  { name: '8 clients', clients: 8, watched: false },
  { name: '32 clients', clients: 32, watched: false },
  { name: '8 clients, each page on a stream', clients: 8, watched: true },
]

/** Rounds of each variant in turn, the references between them: what else the machine does hits all alike. */
export async function benchLogins(): Promise<readonly Figure[]> {
  const { home, fleet } = await createFleet(ACCOUNTS, 1)
  const server = await home.serve()
  const generator = await Generator.forFleet(fleet)
  const bareServer = await BareLogins.start()
  const bare: number[] = []
  const verification: number[] = []
  const commits: number[] = []
  const runs = variants.map((variant) => ({
    variant,
    perSecond: [0].slice(1),
    cpuMicros: [0].slice(1),
    samples: [0].slice(1),
  }))
  try {
    await generator.do({ do: 'connect', first: 0, count: ACCOUNTS })
    await bareServer.cpuMicros(32, ROUND_MS)
    for (const watched of [true, false])
      for (let done = 0; done < WARM_LOGINS / 2; )
        done += (await generator.do({ do: 'logins', clients: 32, ms: 500, watched })).done
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { variant, perSecond, cpuMicros, samples } of runs) {
        verification.push(verificationMicros())
        const { clients, watched } = variant
        const before = cpuSeconds(server.pid)
        const report = await generator.do({ do: 'logins', clients, ms: ROUND_MS, watched })
        cpuMicros.push(((cpuSeconds(server.pid) - before) * 1e6) / report.done)
        perSecond.push((report.done / report.ms) * 1000)
        samples.push(...report.samples)
      }
      commits.push(commitsPerSecond(home.directory))
      bare.push(await bareServer.cpuMicros(8, ROUND_MS / 2))
    }
  } finally {
    generator.end()
    bareServer.end()
    await server.stop()
    home.remove()
  }
  const verify = median(verification)
  const commit = median(commits)
  return [
    figure('reference', 'one Ed25519 verification (node:crypto), CPU', verify, 'µs'),
    figure('reference', 'single-row commits, synchronous=FULL, same disk', commit, '/s'),
    figure(
      'reference',
      'the messages of a login, bare http + ws + 1 verification, no database, CPU',
      median(bare) / verify,
      'verifications',
    ),
    ...runs.flatMap(({ variant, perSecond, cpuMicros, samples }): Figure[] => {
      const cpu = median(cpuMicros)
      const name = `logins, ${variant.name}`
      return [
        figure(name, 'per CPU-second of the server', 1e6 / cpu, '/s'),
        // A page's stream is a request more than the login itself, so it has no budget of its own.
        {
          ...figure(name, 'CPU of one login', cpu / verify, 'verifications'),
          ...(variant.watched ? {} : { budget: 4 }),
        },
        {
          ...figure(name, 'complete logins', median(perSecond), '/s'),
          ...(variant.clients > 1 && !variant.watched
            ? { atLeast: (LOGINS_PER_SECOND * 1e6) / verify / VERIFICATIONS_PER_SECOND }
            : {}),
        },
        {
          ...figure(
            name,
            'complete logins, of the single-row commits a second',
            median(perSecond) / commit,
            '×',
          ),
          ...(variant.watched ? {} : { atLeast: 1 / 6 }),
        },
        figure(name, 'p50', quantile(samples, 0.5), 'ms'),
        figure(name, 'p99', quantile(samples, 0.99), 'ms'),
      ]
    }),
  ]
}

function figure(promise: string, name: string, value: number, unit: string): Figure {
  return { promise, figure: name, value, unit }
}
