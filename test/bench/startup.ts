// From the start of the process to its first answer, with a database that is already there.
import type { Figure } from './figures.js'
import { median } from './figures.js'
import { createFleet } from './fleet.js'

const STARTS = 5

export async function benchStartup(): Promise<readonly Figure[]> {
  const { home } = await createFleet(10, 1)
  const samples: number[] = []
  for (let i = 0; i < STARTS; i += 1) {
    const beganMs = performance.now()
    const server = await home.serve()
    const ready = await fetch(`${home.url}/readyz`)
    if (ready.status !== 200) throw new Error(`not ready: ${ready.status}`)
    await ready.arrayBuffer()
    samples.push(performance.now() - beganMs)
    await server.stop()
  }
  home.remove()
  return [
    { promise: 'start-up', figure: 'process start → ready, median of 5', value: median(samples), unit: 'ms' },
  ]
}
