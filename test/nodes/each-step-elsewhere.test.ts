// Four nodes as processes, on PostgreSQL and Redis, each spoken to directly: a login is begun at the first, its phone is at the second,
// its page waits at the third, and it is redeemed at the fourth.
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { AccountId, ApprovalRequested, DeviceId } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { newAccount } from '@countersign/server/core/new-account'
import { enginesMissing, enginesOfThisFile } from '../support/engines.js'
import { watchStream } from '../support/event-stream.js'
import type { Nodes } from '../support/nodes.js'
import { startNodes } from '../support/nodes.js'
import type { RawDevice } from '../support/raw-device.js'
import { answerFrame, authenticateFrame, newKey, RawSocket } from '../support/raw-device.js'

const LOGINS = 20
const startEngines = enginesOfThisFile()

test('[ST1] begun at one node, approved at another, watched at a third, redeemed at a fourth', {
  skip: enginesMissing,
}, async (t) => {
  const { storageUrl, fabricUrl } = await startEngines()
  const nodes = await startNodes({
    nodes: 4,
    storageUrl,
    fabricUrl,
    // The nodes have one public address, and this test in the balancer's place.
    settings: { COUNTERSIGN_PROXIES: '127.0.0.1' },
  })
  t.after(() => nodes.end())
  const { apiKey } = await nodes.addApp('Shop')
  const device = await addPhone(nodes, 'ada')

  for (let login = 0; login < LOGINS; login += 1) {
    const [asked, phones, pages, redeemed] = [0, 1, 2, 3].map((step) => nodes.urlOf((login + step) % 4))
    const socket = new RawSocket(String(phones).replace('http', 'ws'))
    socket.send(authenticateFrame(device, await socket.take('hello'), new URL(nodes.url).host))
    const { nextCounter } = await socket.take('welcome')

    const appNonce = toBase64Url(randomBytes(32))
    const request = (await call(`${asked}/v1/challenges`, apiKey, {
      ...{ userId: 'ada', purpose: 'login', appNonce },
      context: { address: '203.0.113.7', browser: 'Firefox on Linux' },
    })) as ApprovalRequested
    const page = await watchStream(String(pages), request.watchToken)
    const frame = await socket.take('challenge')
    assert.equal(frame.challengeId, request.challengeId)
    assert.ok(request.match.mode === 'symbol')
    const { symbolId } = request.match
    socket.send(answerFrame(device, frame, { decision: 'approve', symbolId, counter: nextCounter }))
    await socket.take('receipt')
    let state = 'pending'
    while (state === 'pending') state = (await page.next())?.state ?? 'ended'
    assert.equal(state, 'approved')
    const path = `/v1/challenges/${request.challengeId}/redeem`
    const answer = await call(`${redeemed}${path}`, apiKey, { appNonce })
    assert.ok('assertion' in answer)
    // Once, at whichever node.
    await assert.rejects(call(`${asked}${path}`, apiKey, { appNonce }), /409/)
    socket.close()
  }
})

async function addPhone({ ports }: Nodes, userId: string): Promise<RawDevice> {
  const key = newKey()
  // Sound: random UUIDs, as these ids are; the brands exist only at compile time.
  const accountId = randomUUID() as string as AccountId
  const deviceId = randomUUID() as string as DeviceId
  const nowMs = Date.now()
  await ports.storage.transaction(async ({ accounts, devices }) => {
    await accounts.add(newAccount(accountId, userId, nowMs))
    await devices.add({
      ...{ id: deviceId, accountId, name: 'phone', state: 'active', counter: 0, publicKey: key.publicKey },
      ...{ verifies: false, createdAtMs: nowMs, changedAtMs: nowMs, lastUsedAtMs: undefined },
    })
  })
  return { ...key, deviceId, accountId }
}

async function call(url: string, apiKey: string, body: unknown): Promise<object> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status} ${text}`)
  return JSON.parse(text)
}
