// What an app calls its request goes with each of its calls, and is found in the server's log.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import type { RequestContext } from '@countersign/web-plugin/client'
import { CountersignClient } from '@countersign/web-plugin/client'
import { approvalBody, TestServer } from '../support/test-server.js'

let server: TestServer
let client: CountersignClient
let context: RequestContext | undefined
const sent: Headers[] = []
before(async () => {
  server = await TestServer.start()
  const { apiKey } = await server.addApp()
  const serverId = toBase64Url(server.ports.vault.serverId)
  client = new CountersignClient({
    ...{ serverUrl: server.url, serverId, apiKey, requestContext: () => context },
    fetch: (input, init) => {
      sent.push(new Headers(init?.headers))
      return fetch(input, init)
    },
  })
})
after(() => server.stop())

async function ask(): Promise<Readonly<Record<string, unknown>>> {
  const { userId, appNonce } = approvalBody({ userId: 'nobody' })
  const { challengeId } = await client.requestApproval({
    ...{ userId, appNonce, purpose: 'login' },
    context: { address: '203.0.113.7', browser: 'Firefox on Windows' },
  })
  return server.log.find(({ fields }) => fields['challengeId'] === challengeId)?.fields ?? {}
}

test('the id stands in the line of the request, and the trace in its header', async () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  context = { requestId: 'checkout-1', traceparent }
  assert.equal((await ask())['callerId'], 'checkout-1')
  assert.equal(sent.at(-1)?.get('traceparent'), traceparent)
  context = { requestId: 'checkout-2' }
  assert.equal((await ask())['callerId'], 'checkout-2')
})

test('one that is no header is left out, and the login goes on', async () => {
  for (const requestId of ['', 'two\r\nlines', 'ünicode', 'x'.repeat(65)]) {
    context = { requestId }
    assert.ok(!('callerId' in (await ask())), requestId)
  }
})

test('without one nothing is sent', async () => {
  context = undefined
  assert.ok(!('callerId' in (await ask())))
  assert.equal(sent.at(-1)?.has('request-id'), false)
  assert.equal(sent.at(-1)?.has('traceparent'), false)
})
