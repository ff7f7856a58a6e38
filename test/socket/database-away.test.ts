// The database is away for a moment: apps hear that they may try again, and a phone's answer is taken on the very connection it came on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Storage } from '@countersign/server/core/ports'
import { createMemoryStorage } from '@countersign/server/storage/memory'
import { StorageFault } from '@countersign/server/storage/storage-fault'
import { answerFrame } from '../support/raw-device.js'
import { approvalBody, assertProblem, TestServer } from '../support/test-server.js'

interface Place {
  readonly storage: Storage
  isAway: boolean
}

/** A storage that can be told to be away. */
function storageThatGoes(): Place {
  const inner = createMemoryStorage()
  const place: Place = {
    isAway: false,
    storage: {
      ...inner,
      transaction: (work) =>
        place.isAway ? Promise.reject(new StorageFault('storage_unreachable')) : inner.transaction(work),
    },
  }
  return place
}

test('an app that asks meanwhile hears 503 and when to try again, and the log says why', async (t) => {
  const place = storageThatGoes()
  const server = await TestServer.start({ overrides: { ports: { storage: place.storage } } })
  t.after(() => server.stop())
  await server.addAccount()
  const { apiKey } = await server.addApp()

  place.isAway = true
  const reply = await server.call('POST', '/v1/challenges', { apiKey, body: approvalBody() })
  place.isAway = false

  assertProblem(reply, 503, 'unavailable')
  assert.equal(reply.headers.get('retry-after'), '1')
  assert.equal(server.log.filter(({ event }) => event === 'request_failed').length, 1)
})

test('[AN3] an answer that comes meanwhile is refused with `unavailable`, and counts when it is sent again', async (t) => {
  const place = storageThatGoes()
  const server = await TestServer.start({ overrides: { ports: { storage: place.storage } } })
  t.after(() => server.stop())
  await server.addAccount()
  const { apiKey } = await server.addApp()
  const phone = await server.pairDevice()
  const { socket, nextCounter } = await server.connect(phone)
  const { challengeId, match, appNonce } = await server.requestApproval(apiKey)
  const shown = await socket.take('challenge')
  assert.ok(match.mode === 'symbol')
  const answer = answerFrame(phone, shown, {
    ...{ decision: 'approve', symbolId: match.symbolId, counter: nextCounter },
  })

  place.isAway = true
  socket.send(answer)
  assert.deepEqual(await socket.take('refusal'), { type: 'refusal', code: 'unavailable', challengeId })
  place.isAway = false
  socket.send(answer)
  await socket.take('receipt')

  const redeemed = await server.call('POST', `/v1/challenges/${challengeId}/redeem`, {
    apiKey,
    body: { appNonce },
  })
  assert.equal(redeemed.status, 200)
})
