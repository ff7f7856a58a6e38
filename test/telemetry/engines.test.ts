// Figures of a server on PostgreSQL and Redis: what is asked of them is measured, and it shows when they go, and when they are back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enginesMissing, enginesOfThisFile } from '../support/engines.js'
import { login, scrape, startObserved } from '../support/observed-login.js'
import { until } from '../support/until.js'

/** A database that was killed reads its journal first, on a machine that has other work. */
const ENGINE_BACK_MS = 30_000

const startEngines = enginesOfThisFile()

test('connections, Redis and readiness are told as they are, while either of them goes and comes back', {
  skip: enginesMissing,
}, async () => {
  const { postgres, redis, storageUrl, fabricUrl } = await startEngines()
  const observed = await startObserved({ 'storage.url': storageUrl, 'fabric.url': fabricUrl })
  const { server, metricsPort } = observed
  const shows = (name: string, value: number): Promise<void> =>
    until(async () => (await scrape(metricsPort)).get(name) === value, ENGINE_BACK_MS)
  try {
    await login(observed)
    const figures = await scrape(metricsPort)
    const connections = ['busy', 'idle', 'waiting'].map(
      (state) => figures.get(`countersign_storage_connections{state="${state}"}`) ?? Number.NaN,
    )
    assert.ok(connections.reduce((sum, count) => sum + count) > 0, String(connections))
    for (const call of ['present', 'send', 'publish'])
      assert.ok((figures.get(`countersign_fabric_call_seconds_count{call="${call}"}`) ?? 0) > 0, call)

    await redis.stop('at once')
    await shows('countersign_fabric_up', 0)
    assert.equal((await scrape(metricsPort)).get('countersign_ready'), 1)
    await login(observed)
    await redis.start()
    await shows('countersign_fabric_up', 1)

    await postgres.stop('immediate')
    await shows('countersign_storage_up', 0)
    assert.equal((await server.call('GET', '/readyz')).status, 503)
    await postgres.start()
    await shows('countersign_storage_up', 1)
    await shows('countersign_ready', 1)
    await login(observed)
  } finally {
    await server.stop()
  }
})
