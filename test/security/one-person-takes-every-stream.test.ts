// Somebody who may look opens so many live pages that nobody else finds a place.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adminToken } from '../support/admin-token.js'
import { TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

test('whoever has as many live pages as one may have gives up the oldest, and others find their place', async (t) => {
  const server = await TestServer.start({ overrides: { streams: { streams: 3, streamsOfOne: 2 } } })
  t.after(() => server.stop())
  const [greedy, other, late] = [
    await adminToken(server.ports),
    await adminToken(server.ports),
    await adminToken(server.ports),
  ]
  const first = await watch(server, greedy)
  const second = await watch(server, greedy)
  const third = await watch(server, greedy)
  await until(() => first.ended)
  assert.equal((await watch(server, other)).status, 200)
  assert.equal((await watch(server, late)).status, 429, 'three places in all')
  assert.equal((await watch(server, greedy)).status, 200, 'one of their own makes room')
  await until(() => second.ended)
  assert.equal(third.ended, false)
})

async function watch(
  server: TestServer,
  secret: string,
): Promise<{ readonly status: number; ended: boolean }> {
  const response = await fetch(`${server.url}/admin/v1/audit/stream`, {
    headers: { authorization: `Bearer ${secret}` },
  })
  const page = { status: response.status, ended: false }
  void readToEnd(response).then(() => {
    page.ended = true
  })
  return page
}

async function readToEnd({ body }: Response): Promise<void> {
  try {
    for await (const chunk of body ?? []) assert.ok(chunk.length > 0)
  } catch {
    // The server stops at the end of the test.
  }
}
