// A server whose figures and traces are on, and one whole login at it, as an app and a phone do it.
import assert from 'node:assert/strict'
import { freePort } from './free-port.js'
import type { RawDevice } from './raw-device.js'
import { answerFrame } from './raw-device.js'
import type { Reply, TestServerOptions } from './test-server.js'
import { approvalBody, TestServer } from './test-server.js'

export interface ObservedServer {
  readonly server: TestServer
  readonly apiKey: string
  readonly device: RawDevice
  readonly metricsPort: number
}

export async function startObserved(
  config: Readonly<Record<string, unknown>> = {},
  more: Omit<TestServerOptions, 'config'> = {},
): Promise<ObservedServer> {
  const metricsPort = await freePort()
  const server = await TestServer.start({ ...more, config: { 'metrics.port': metricsPort, ...config } })
  await server.addAccount('alice')
  const { apiKey } = await server.addApp()
  const device = await server.pairDevice('alice')
  return { server, apiKey, device, metricsPort }
}

/** Asked, shown, decided and, once approved, redeemed. `headers` go with the app's question, `redeemWith` with its redemption. */
export async function login(
  { server, apiKey, device }: ObservedServer,
  {
    decision = 'approve',
    headers = {},
    redeemWith = {},
    userId = 'alice',
  }: {
    readonly decision?: 'approve' | 'deny'
    readonly headers?: Readonly<Record<string, string>>
    readonly redeemWith?: Readonly<Record<string, string>>
    readonly userId?: string
  } = {},
): Promise<{ readonly asked: Reply; readonly redeemed: Reply | undefined }> {
  const { socket, nextCounter } = await server.connect(device)
  const body = approvalBody({ userId })
  const asked = await server.call('POST', '/v1/challenges', { apiKey, body, headers })
  assert.equal(asked.status, 201, asked.text)
  const { challengeId, match } = asked.json
  const frame = await socket.take('challenge')
  socket.send({ type: 'received', challengeId })
  const picked = match.mode === 'code' ? { code: match.code } : { symbolId: match.symbolId }
  const choice = decision === 'approve' ? picked : {}
  socket.send(answerFrame(device, frame, { decision, ...choice, counter: nextCounter }))
  // Without Redis the same request may be brought twice: by the node that was asked, and by the one that looked.
  let told = await socket.next()
  while (told?.type === 'challenge') told = await socket.next()
  assert.equal(told?.type, 'receipt')
  let redeemed: Reply | undefined
  if (decision === 'approve') {
    const path = `/v1/challenges/${challengeId}/redeem`
    redeemed = await server.call('POST', path, {
      ...{ apiKey, body: { appNonce: body.appNonce }, headers: redeemWith },
    })
    assert.equal(redeemed.status, 200, redeemed.text)
  }
  socket.close()
  await socket.closed
  return { asked, redeemed }
}

/** The figures as a scraper reads them: `name{labels}` → value. */
export async function scrape(port: number): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`)
  assert.equal(response.status, 200)
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at + 1))]
    }),
  )
}
