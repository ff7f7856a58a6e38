// Figures and traces of the server as people run it: the bundled program, which loads them only when they are asked for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openAdmin } from '../support/admin.js'
import { Collector } from '../support/collector.js'
import { freePort } from '../support/free-port.js'
import { scrape } from '../support/observed-login.js'
import { ServerHome } from '../support/server-process.js'
import { approvalBody } from '../support/test-server.js'

test('the program shows figures and sends traces, and what is left of them when it is told to stop', async () => {
  const collector = await Collector.start()
  const port = await freePort()
  const home = await ServerHome.create({
    COUNTERSIGN_METRICS_PORT: String(port),
    COUNTERSIGN_TRACES_URL: collector.url,
  })
  const admin = await openAdmin(home)
  const { apiKey } = await admin.addApp('Wiki')
  await admin.close()
  const server = await home.serve()
  try {
    const asked = await fetch(`${home.url}/v1/challenges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(approvalBody()),
    })
    assert.equal(asked.status, 201)
    const figures = await scrape(port)
    assert.equal(figures.get('countersign_ready'), 1)
    assert.equal(figures.get('countersign_login_step_seconds_count{step="create"}'), 1)
    assert.equal(figures.get('countersign_keeps_house'), 1)
  } finally {
    assert.equal(await server.stop(), 0)
    await collector.stop()
    home.remove()
  }
  assert.deepEqual(collector.spans.map(({ name }) => name).sort(), [
    'POST /v1/challenges',
    'ring',
    'transaction',
  ])
  assert.deepEqual(
    server.lines.filter((line) => line.includes('"level":')),
    [],
  )
})
