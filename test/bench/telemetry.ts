// What watching costs: CPU of one login with figures, and with figures and traces, against one with neither.
import { Collector } from '../support/collector.js'
import { freePort } from '../support/free-port.js'
import type { ServerHome, ServerProcess } from '../support/server-process.js'
import type { Figure } from './figures.js'
import { median } from './figures.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { cpuSeconds } from './process-facts.js'

const ACCOUNTS = 64
const CLIENTS = 8
const ROUNDS = 15
const ROUND_MS = 1_500
const WARM_MS = 8_000

/** Three servers in turn, so that what else the machine does hits all alike; each round is compared with its own reference. */
export async function benchTelemetry(): Promise<readonly Figure[]> {
  const collector = await Collector.start()
  const metrics = async (): Promise<Readonly<Record<string, string>>> => ({
    COUNTERSIGN_METRICS_PORT: String(await freePort()),
  })
  const off = await Watched.start('off', {})
  const figures = await Watched.start('figures', await metrics())
  const both = await Watched.start('figures and traces', {
    ...(await metrics()),
    COUNTERSIGN_TRACES_URL: collector.url,
  })
  const all = [off, figures, both]
  try {
    for (const each of all) await each.cpuMicros(WARM_MS)
    for (let round = 0; round < ROUNDS; round += 1)
      for (const each of all) each.micros.push(await each.cpuMicros(ROUND_MS))
  } finally {
    for (const each of all) await each.stop()
    await collector.stop()
  }
  const ratio = ({ micros }: Watched): number =>
    median(micros.map((value, round) => value / (off.micros[round] ?? Number.NaN)))
  const promise = 'watching'
  return [
    {
      promise: 'reference',
      figure: 'CPU of one login, nothing watched',
      value: median(off.micros),
      unit: 'µs',
    },
    { promise, figure: 'CPU of one login with figures', value: ratio(figures), unit: '×', budget: 1.02 },
    {
      promise,
      figure: 'CPU of one login with figures, and every login traced',
      value: ratio(both),
      unit: '×',
    },
  ]
}

class Watched {
  readonly micros: number[] = []
  readonly #home: ServerHome
  readonly #server: ServerProcess
  readonly #generator: Generator

  private constructor(home: ServerHome, server: ServerProcess, generator: Generator) {
    this.#home = home
    this.#server = server
    this.#generator = generator
  }

  static async start(name: string, settings: Readonly<Record<string, string>>): Promise<Watched> {
    const { home, fleet } = await createFleet(ACCOUNTS, 1, settings)
    const server = await home.serve()
    const generator = await Generator.forFleet(fleet)
    const { done } = await generator.do({ do: 'connect', first: 0, count: ACCOUNTS })
    if (done === 0) throw new Error(`no phone is connected to the server with ${name}`)
    return new Watched(home, server, generator)
  }

  async cpuMicros(ms: number): Promise<number> {
    const before = cpuSeconds(this.#server.pid)
    const { done } = await this.#generator.do({ do: 'logins', clients: CLIENTS, ms, watched: false })
    return ((cpuSeconds(this.#server.pid) - before) * 1e6) / done
  }

  async stop(): Promise<void> {
    this.#generator.end()
    await this.#server.stop()
    this.#home.remove()
  }
}
