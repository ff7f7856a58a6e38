// From the app's request at one node to the frame at a phone of another node, by way of Redis, against a bare `ws` echo and two PUBLISH.
import { Redis } from 'ioredis'
import { freePort } from '../support/free-port.js'
import { redisMissing, startRedis } from '../support/redis.js'
import type { Figure } from './figures.js'
import { quantile } from './figures.js'
import { createFleet } from './fleet.js'
import { Generator } from './generator-process.js'
import { startRawServer } from './references.js'

const PHONES = 50
const ROUNDS = 4
const PUSHES = 150

export async function benchCrossNode(): Promise<readonly Figure[]> {
  const missing = redisMissing()
  if (missing !== false) {
    process.stderr.write(`!!! NOT MEASURED: across two nodes: ${missing}\n`)
    return []
  }
  await using redis = await startRedis()
  const { home, fleet } = await createFleet(PHONES, 1, {
    COUNTERSIGN_FABRIC_URL: redis.url,
    // Phones reach the other node by a port that is not the public one, as behind a balancer.
    COUNTERSIGN_PROXIES: '127.0.0.1/32',
  })
  const otherPort = await freePort()
  const asked = await home.serve()
  const other = await home.serve([], { COUNTERSIGN_LISTEN_PORT: String(otherPort) })
  const raw = await startRawServer()
  const generator = await Generator.forFleet({ ...fleet, phonesUrl: `http://127.0.0.1:${otherPort}` })
  const pushes: number[] = []
  const afterReply: number[] = []
  const echoes: number[] = []
  const publishes: number[] = []
  try {
    await generator.do({ do: 'connect', first: 0, count: PHONES })
    await generator.do({ do: 'pushes', count: PUSHES })
    for (let round = 0; round < ROUNDS; round += 1) {
      const report = await generator.do({ do: 'pushes', count: PUSHES })
      pushes.push(...report.samples)
      afterReply.push(...(report.afterReply ?? []))
      const bytes = report.frameBytes ?? 1_000
      echoes.push(...(await generator.do({ do: 'echoes', port: raw.port, count: PUSHES, bytes })).samples)
      publishes.push(...(await publishRoundTrips(redis.port, PUSHES, bytes)))
    }
  } finally {
    generator.end()
    raw.end()
    await asked.stop()
    await other.stop()
    home.remove()
  }
  const promise = 'push across two nodes'
  const twoPublishes = 2 * quantile(publishes, 0.5)
  const figure = (name: string, value: number, budget?: number): Figure => ({
    ...{ promise, figure: name, value, unit: 'ms' },
    ...(budget === undefined ? {} : { budget }),
  })
  return [
    figure('raw ws echo, same size, p50', quantile(echoes, 0.5)),
    figure('two PUBLISH round trips to one listener, same size, p50', twoPublishes),
    figure('request sent → frame at the phone, p50', quantile(pushes, 0.5)),
    figure('request sent → frame at the phone, p99', quantile(pushes, 0.99)),
    // The reply to the app leaves when the challenge is on the disk: what comes after it is the push and its way.
    figure(
      'added beyond two PUBLISH: reply at the app → frame at the phone, p50',
      quantile(afterReply, 0.5) - twoPublishes,
      2,
    ),
    figure('reply at the app → frame at the phone, p99', quantile(afterReply, 0.99)),
  ]
}

/** One after the other; the listener is another connection. */
async function publishRoundTrips(port: number, count: number, bytes: number): Promise<readonly number[]> {
  const speaker = new Redis(port)
  const listener = new Redis(port)
  const message = Buffer.alloc(bytes, 7)
  const samples: number[] = []
  try {
    await listener.subscribe('bench')
    for (let i = 0; i < count; i += 1) {
      const beganMs = performance.now()
      await speaker.publish('bench', message)
      samples.push(performance.now() - beganMs)
    }
  } finally {
    speaker.disconnect()
    listener.disconnect()
  }
  return samples
}
