// Who has an account, and whose phone is asleep, by what a push costs (SECURITY.md B, LI5). Encrypting and signing a push takes a
// millisecond, asking where it goes a query: if an app's request waited for either, its reply would tell who has a phone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PushCall } from '@countersign/server/core/ports-push'
import { requestApproval } from '@countersign/server/flows/request-approval'
import { createPushCourier } from '@countersign/server/outgoing/push'
import { countedStorage } from '../support/counted-storage.js'
import { newStorage } from '../support/engine.js'
import { makePushWorld, pushService, subscribed, VAPID } from '../support/push-world.js'
import { must, pairedDevice, requestBody, settled } from '../support/test-world.js'

test('[WP8] until the reply has left the same is asked for nobody, for somebody without a phone, and for a phone to be woken', async (t) => {
  const storage = countedStorage(await newStorage())
  const service = await pushService(t)
  const sent: PushCall[] = []
  const courier = createPushCourier({
    key: VAPID,
    contact: 'mailto:admin@example.org',
    hosts: [service.host],
    allowPrivate: true,
  })
  const push = {
    ...courier,
    send: (call: PushCall) => {
      sent.push(call)
      return courier.send(call)
    },
  }
  const world = { ...(await makePushWorld({ storage }, t)) }
  const watched = { ...world, ports: { ...world.ports, push } }
  const asleep = await pairedDevice(watched, 'asleep')
  assert.equal((await subscribed(watched, asleep, service.subscribe())).state.state, 'on')
  asleep.disconnect()
  const deaf = await pairedDevice(watched, 'deaf')
  deaf.disconnect()
  // The list of policies is read once.
  must(await requestApproval(watched.ports, watched.app, requestBody({ userId: 'first' })))
  await settled()

  const before: Record<string, readonly string[]> = {}
  const after: Record<string, readonly string[]> = {}
  for (const userId of ['asleep', 'deaf', 'nobody']) {
    storage.calls()
    must(await requestApproval(watched.ports, watched.app, requestBody({ userId })))
    before[userId] = storage.calls()
    assert.equal(sent.length, userId === 'asleep' ? 0 : 1, userId)
    await settled()
    await watched.ports.rings.settled()
    after[userId] = storage.calls()
  }
  assert.deepEqual(before['deaf'], before['asleep'])
  assert.deepEqual(before['nobody'], before['asleep'])
  assert.ok(!before['asleep']?.some((call) => call.startsWith('pushSubscriptions.')))
  // Afterwards the same question is asked for all three, too.
  assert.ok(after['nobody']?.includes('pushSubscriptions.ofAccount'))
  assert.deepEqual(after['deaf'], after['nobody'])
})
