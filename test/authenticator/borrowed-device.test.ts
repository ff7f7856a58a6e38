// What the worker does as a device without a page: nothing where the key is gone, and subscriptions given anew when the browser changed them.
import assert from 'node:assert/strict'
import test from 'node:test'
import { memoryRingRecords } from '@countersign/authenticator/ringing/records'
import { withDevice } from '@countersign/authenticator/worker/borrowed-device'
import { deny } from '@countersign/authenticator/worker/deny'
import { renew } from '@countersign/authenticator/worker/renew'
import type { Device } from '@countersign/client-sdk'
import { DeviceError, memoryKeystore, memoryPairingStore } from '@countersign/client-sdk'
import type { DeviceId, PushTerms } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { FakeServer } from '../support/fake-server.js'
import { WorkerPlace } from '../support/worker-place.js'

const SERVER_KEY = toBase64Url(new Uint8Array(65).fill(4))
/** Plain UUIDs, by one digit. */
const idOf = (digit: number): DeviceId => `00000000-0000-4000-8000-00000000000${digit}` as DeviceId

for (const [what, hasPairing] of [
  ['the pairing is gone', false],
  ['only the key is gone', true],
] as const)
  test(`where ${what}, a denial says that the key is missing`, async () => {
    const server = new FakeServer(() => 1_700_000_000_000)
    const pairings = memoryPairingStore()
    if (hasPairing) await pairings.save(server.pairing())
    const stores = { keystore: async () => memoryKeystore(), pairings }
    const result = await deny(server.deviceId, {
      clients: new WorkerPlace().clients,
      withDevice: (deviceId, work) => withDevice(deviceId, stores, work),
      nowMs: () => 1,
    })
    assert.equal(result, 'keys_vanished')
  })

/** A browser that gave a new subscription by itself, at this address. */
function managerAt(endpoint: string): PushManager {
  const subscription = {
    endpoint,
    options: { applicationServerKey: new Uint8Array(65).fill(4).buffer },
    getKey: (name: string) => new Uint8Array(name === 'auth' ? 16 : 65).buffer,
  }
  // Sound: these two are all that is asked of it.
  return {
    getSubscription: async () => subscription,
    subscribe: async () => subscription,
  } as unknown as PushManager
}

test('a subscription that the browser changed is given to every server at once, with new wakes', async () => {
  const records = memoryRingRecords()
  for (const digit of [1, 2, 3]) await records.save({ deviceId: idOf(digit), wake: 'old', endpoint: 'old' })
  const told = new Map<DeviceId, PushTerms>()
  await renew({
    records,
    registration: { pushManager: managerAt('https://push.example/new') },
    async withDevice(deviceId, work) {
      // The second one's server is away: it is mended when the app is opened.
      if (deviceId === idOf(2)) throw new DeviceError('server_unreachable', 'no network')
      const subscribe = async (terms: PushTerms): Promise<void> => void told.set(deviceId, terms)
      // Sound: of a device only these are asked here.
      const device = {
        pairing: { deviceId },
        pull: async () => 0,
        push: { status: { available: true, serverKey: SERVER_KEY, state: 'on' }, subscribe },
      } as unknown as Device
      await work(device)
    },
  })
  assert.deepEqual([...told.keys()], [idOf(1), idOf(3)])
  const kept = await records.all()
  assert.deepEqual(
    kept.map(({ endpoint }) => endpoint),
    ['https://push.example/new', 'old', 'https://push.example/new'],
  )
  assert.equal(new Set(kept.map(({ wake }) => wake)).size, 3)
})
