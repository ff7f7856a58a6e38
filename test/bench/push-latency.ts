// From the app's request to the frame at the phone, against a message to a bare `ws` server and back: both between two processes.
import type { Figure } from './figures.js'
import { quantile } from './figures.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { startRawServer } from './references.js'

const ROUNDS = 4
const PUSHES = 150

export async function benchPushLatency(): Promise<readonly Figure[]> {
  const { home, fleet } = await createFleet(50, 1)
  const server = await home.serve()
  const raw = await startRawServer()
  const generator = await Generator.forFleet(fleet)
  const [pushes, afterReply, echoes] = [[0], [0], [0]].map((list) => list.slice(1)) as [
    number[],
    number[],
    number[],
  ]
  try {
    await generator.do({ do: 'connect', first: 0, count: 50 })
    await generator.do({ do: 'pushes', count: PUSHES })
    for (let round = 0; round < ROUNDS; round += 1) {
      const report = await generator.do({ do: 'pushes', count: PUSHES })
      pushes.push(...report.samples)
      afterReply.push(...(report.afterReply ?? []))
      const bytes = report.frameBytes ?? 1_000
      echoes.push(...(await generator.do({ do: 'echoes', port: raw.port, count: PUSHES, bytes })).samples)
    }
  } finally {
    generator.end()
    raw.end()
    await server.stop()
    home.remove()
  }
  const promise = 'push latency'
  return [
    { promise, figure: 'raw ws echo, same size, p50', value: quantile(echoes, 0.5), unit: 'ms' },
    { promise, figure: 'raw ws echo, same size, p99', value: quantile(echoes, 0.99), unit: 'ms' },
    { promise, figure: 'request sent → frame at the phone, p50', value: quantile(pushes, 0.5), unit: 'ms' },
    { promise, figure: 'request sent → frame at the phone, p99', value: quantile(pushes, 0.99), unit: 'ms' },
    // The reply to the app leaves when the challenge is on the disk, and takes the same way: what is left is the push.
    {
      promise,
      figure: 'added by the push: reply at the app → frame at the phone, p50',
      value: quantile(afterReply, 0.5),
      unit: 'ms',
      budget: 1,
    },
    {
      promise,
      figure: 'reply at the app → frame at the phone, p99',
      value: quantile(afterReply, 0.99),
      unit: 'ms',
      budget: 5,
    },
  ]
}
