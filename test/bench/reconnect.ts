// All phones at once: from the first connection until every one is served, against bare `ws` with one verification each.
import type { Figure } from './figures.js'
import { median } from './figures.js'
import type { Fleet } from './fleet.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { cpuSeconds, residentBytes } from './process-facts.js'
import { startRawServer } from './references.js'

const PHONES = 10_000
const DEVICES_EACH = 10
const ROUNDS = 2
const BUDGET = 2

interface Stampede {
  readonly seconds: number
  readonly cpuMicros: number
  readonly residentKb: number
}

/** Each stampede meets a process that has just begun, as after a restart; ours and the bare one by turns. */
export async function benchReconnect(): Promise<readonly Figure[]> {
  const { home, fleet } = await createFleet(PHONES / DEVICES_EACH, DEVICES_EACH)
  const [ours, bare]: [Stampede[], Stampede[]] = [[], []]
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const raw = await startRawServer([], 'bare-phones-server.mjs')
      bare.push(await stampede({ ...fleet, url: `http://127.0.0.1:${raw.port}` }, raw.pid))
      raw.end()
      const server = await home.serve()
      ours.push(await stampede(fleet, server.pid))
      await server.stop()
    }
  } finally {
    home.remove()
  }
  const promise = `${PHONES.toLocaleString('en')} phones come back`
  const row = (figure: string, value: number, unit: string, budget?: number): Figure => ({
    ...{ promise, figure, value, unit },
    ...(budget === undefined ? {} : { budget }),
  })
  const of = (runs: readonly Stampede[], what: keyof Stampede): number => median(runs.map((run) => run[what]))
  return [
    row('reference: bare ws, one verification each, until all are served', of(bare, 'seconds'), 's'),
    row('until all are served', of(ours, 'seconds'), 's'),
    row('against the reference', of(ours, 'seconds') / of(bare, 'seconds'), '×', BUDGET),
    row('reference: CPU of the server, each', of(bare, 'cpuMicros'), 'µs'),
    row('CPU of the server, each', of(ours, 'cpuMicros'), 'µs'),
    row('CPU against the reference', of(ours, 'cpuMicros') / of(bare, 'cpuMicros'), '×'),
    row('resident when all are served, each', of(ours, 'residentKb'), 'kB'),
  ]
}

async function stampede(fleet: Fleet, pid: number): Promise<Stampede> {
  const phones = await Generator.forFleet(fleet)
  try {
    const [cpuBefore, residentBefore] = [cpuSeconds(pid), residentBytes(pid)]
    const { ms } = await phones.do({ do: 'connect', first: 0, count: PHONES })
    return {
      seconds: ms / 1000,
      cpuMicros: ((cpuSeconds(pid) - cpuBefore) * 1e6) / PHONES,
      residentKb: (residentBytes(pid) - residentBefore) / PHONES / 1000,
    }
  } finally {
    phones.end()
  }
}
