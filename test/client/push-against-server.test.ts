// `device.push` against the real server over a real port: what one end signs, the other believes, and nothing else.
import assert from 'node:assert/strict'
import { createECDH, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import {
  acceptPairing,
  Device,
  DeviceError,
  lookUpPairing,
  memoryKeystore,
  memoryPairingStore,
} from '@countersign/client-sdk'
import { nodeVerify } from '@countersign/client-sdk/node'
import type { PushTerms } from '@countersign/protocol'
import { toBase64Url } from '@countersign/protocol'
import { confirmPairing } from '@countersign/server/flows/confirm-pairing'
import { WebSocket } from 'ws'
import { TestServer } from '../support/test-server.js'
import { until } from '../support/until.js'

let server: TestServer
before(async () => {
  server = await TestServer.start()
  await server.addAccount()
})
after(() => server.stop())

async function online(): Promise<Device> {
  const [keystore, store] = [memoryKeystore(), memoryPairingStore()]
  const link = await server.pairingLink()
  const found = await lookUpPairing(link, { verify: nodeVerify })
  const options = { deviceName: 'My phone', keystore, store, verify: nodeVerify }
  const { pairing, confirmation } = await acceptPairing(link, found, options)
  assert.ok((await confirmPairing(server.ports, link.ticketId, confirmation)).ok)
  const key = await keystore.open(pairing.keyId)
  assert.ok(key)
  const device = new Device({ pairing, store, key, webSocket: WebSocket, verify: nodeVerify })
  device.start()
  await until(() => device.connection === 'online')
  return device
}

/** Nobody is asked there: it is only kept. */
function terms(endpoint = 'https://updates.push.services.mozilla.com/wpush/v2/abc'): PushTerms {
  const ecdh = createECDH('prime256v1')
  const p256dh = toBase64Url(new Uint8Array(ecdh.generateKeys()))
  return { endpoint, p256dh, auth: toBase64Url(randomBytes(16)), wake: toBase64Url(randomBytes(16)) }
}

test('[WP1] the server keeps what the device signs, says so, and keeps it beyond the connection', async () => {
  const device = await online()
  assert.equal(device.push.status.available, true)
  assert.equal(device.push.status.state, 'off')
  await device.push.subscribe(terms())
  assert.equal(device.push.status.state, 'on')
  device.stop()
  device.start()
  await until(() => device.connection === 'online')
  assert.equal(device.push.status.state, 'on')
  await device.push.unsubscribe()
  assert.equal(device.push.status.state, 'off')
  device.stop()
})

test('[WP7] an address that is no push service is refused with its reason', async () => {
  const device = await online()
  await assert.rejects(
    device.push.subscribe(terms('https://attacker.example/')),
    (error: unknown) =>
      error instanceof DeviceError && error.code === 'push_refused' && error.pushReason === 'endpoint',
  )
  assert.equal(device.push.status.state, 'off')
  device.stop()
})
