// A waiting login holds a worker (SECURITY.md §3.12): a server that keeps a thread, a connection of the database or a lock for each
// page that waits is stopped by as many pages as it has workers; two waiting logins stopped a two-worker peer, its health
// check included, for 18 s. Here 500 pages wait, half by streams and half by long polls, and everything else goes on.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, test } from 'node:test'
import { TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'
import { Phone } from './phone.js'

const PAGES = 500

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

/** A page that waits; what came so far, and its end. */
function waitingPage(watchToken: string, stream: boolean) {
  let text = ''
  const headers = {
    authorization: `Watch ${watchToken}`,
    ...(stream ? { accept: 'text/event-stream' } : {}),
  }
  const path = stream ? '/v1/watch' : '/v1/watch?wait=25&state=pending'
  const page = request(server.url + path, { headers, agent: false }, (response) => {
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  })
  page.on('error', () => undefined)
  page.end()
  return { text: () => text, close: () => page.destroy() }
}

test('500 pages wait; health, a request, its approval and its redemption go on, and all hear what concerns them', async () => {
  // Everyone waits for somebody; whether the ID exists makes no difference to a page.
  const open = async (_: unknown, n: number) => {
    const asked = await server.requestApproval(apiKey, { userId: `waiting-${n}` })
    return { asked, page: waitingPage(asked.watchToken, n % 2 === 0) }
  }
  const waiting = await Promise.all(Array.from({ length: PAGES }, open))
  await until(() => server.open.pages === PAGES)

  for (const path of ['/healthz', '/readyz', '/v1/keyset', '/docs'])
    assert.equal((await server.call('GET', path)).status, 200, path)
  await server.addAccount('alice')
  const phone = await Phone.paired(server)
  const asked = await server.requestApproval(apiKey)
  const page = waitingPage(asked.watchToken, true)
  assert.equal(await phone.approve(asked.challengeId, asked.match), 'approved')
  await until(() => page.text().includes('"approved"'))
  const redeemed = await server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
    apiKey,
    body: { appNonce: asked.appNonce },
  })
  assert.equal(redeemed.status, 200)
  // That login's page is over; all the others still wait.
  await until(() => server.open.pages === PAGES)

  // Any one of them is told at once; the others are not disturbed.
  const [first, second] = waiting
  assert.ok(first && second)
  for (const { asked: each } of [first, second])
    await server.call('POST', `/v1/challenges/${each.challengeId}/cancel`, {
      apiKey,
      body: { appNonce: each.appNonce },
    })
  await until(() => first.page.text().includes('"cancelled"') && second.page.text().includes('"cancelled"'))
  await until(() => server.open.pages === PAGES - 2)
  for (const { page: each } of waiting) each.close()
  await until(() => server.open.pages === 0)
  phone.close()
})

test('one login cannot fill the room: each challenge has few places, and the next page is told when to come back', async () => {
  const asked = await server.requestApproval(apiKey, { userId: 'many-tabs' })
  const tabs = Array.from({ length: 8 }, () => waitingPage(asked.watchToken, true))
  await until(() => server.open.pages === 8)
  const ninth = await server.call('GET', '/v1/watch?wait=25&state=pending', {
    headers: { authorization: `Watch ${asked.watchToken}` },
  })
  assert.equal(ninth.status, 429)
  assert.equal(ninth.headers.get('retry-after'), '5')
  for (const tab of tabs) tab.close()
  await until(() => server.open.pages === 0)
})
