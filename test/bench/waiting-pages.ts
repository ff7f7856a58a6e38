// Thousands of pages that wait for an outcome at once: what each costs, and whether the server still answers meanwhile.
import type { Figure } from './figures.js'
import { quantile } from './figures.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { cpuSeconds, residentBytes } from './process-facts.js'

const PAGES = 10_000
/** Beyond what it takes while few wait. */
const BUDGET_MS = 10
/** A thousand bytes each, as the promise counts them: a socket, a response and an entry in the room. */
const BUDGET_KB = 20
const LOOKS = 600

export async function benchWaitingPages(): Promise<readonly Figure[]> {
  const { home, fleet } = await createFleet(10, 1)
  const server = await home.serve()
  const pages = await Generator.forFleet(fleet)
  // A process of its own: the one that holds the pages is busy reading them.
  const probe = await Generator.forFleet(fleet)
  try {
    await pages.do({ do: 'pages', count: 80 })
    const alone = (await probe.do({ do: 'health', count: LOOKS })).samples
    const before = residentBytes(server.pid)
    await pages.do({ do: 'pages', count: PAGES - 80 })
    const held = residentBytes(server.pid) - before
    const cpuBefore = cpuSeconds(server.pid)
    const report = await probe.do({ do: 'health', count: LOOKS })
    const cpu = (cpuSeconds(server.pid) - cpuBefore) / (report.ms / 1000)
    const promise = `${PAGES.toLocaleString('en')} pages waiting`
    return [
      {
        ...{ promise, figure: 'resident per page', unit: 'kB' },
        ...{ value: held / (PAGES - 80) / 1000, budget: BUDGET_KB },
      },
      { promise, figure: '/healthz p50, few waiting', value: quantile(alone, 0.5), unit: 'ms' },
      { promise, figure: '/healthz p99, few waiting', value: quantile(alone, 0.99), unit: 'ms' },
      { promise, figure: '/healthz p50, all waiting', value: quantile(report.samples, 0.5), unit: 'ms' },
      { promise, figure: '/healthz p99, all waiting', value: quantile(report.samples, 0.99), unit: 'ms' },
      {
        ...{ promise, figure: 'added to /healthz p99 by those who wait', unit: 'ms' },
        ...{ value: quantile(report.samples, 0.99) - quantile(alone, 0.99), budget: BUDGET_MS },
      },
      { promise, figure: 'CPU of the server meanwhile', value: cpu * 100, unit: '% of a core' },
    ]
  } finally {
    pages.end()
    probe.end()
    await server.stop()
    home.remove()
  }
}
