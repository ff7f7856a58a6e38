// A device opens its socket.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { DeviceId } from '@countersign/protocol'
import { idFromBytes, idToBytes, socketAuthDocument } from '@countersign/protocol'
import { acceptPairing } from '@countersign/server/flows/accept-pairing'
import { addAccount } from '@countersign/server/flows/accounts'
import type { SocketClaim } from '@countersign/server/flows/authenticate-device'
import { authenticateDevice } from '@countersign/server/flows/authenticate-device'
import { revokeDevice } from '@countersign/server/flows/change-device'
import type { DeviceKeyPair } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, offeredPairing, pairedDevice, reasonOf } from '../support/test-world.js'

test('[SA3] a signature opens the socket it was made for, and no other', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  const claim = claimOf(world, phone.id, phone.key)
  assert.equal(must(await authenticateDevice(ports, claim)).id, phone.id)

  const changed: readonly Partial<SocketClaim>[] = [
    { host: 'evil.example' },
    { nonce: new Uint8Array(32).fill(4) },
    { expiresAtMs: claim.expiresAtMs + 1 },
    { signature: new Uint8Array(64) },
    { host: 'line\nbreak' },
  ]
  for (const over of changed)
    assert.equal(reasonOf(await authenticateDevice(ports, { ...claim, ...over })), 'signature_wrong')
  clock.set(claim.expiresAtMs)
  assert.equal(reasonOf(await authenticateDevice(ports, claim)), 'nonce_expired')
})

test('[SA3] a device can not speak for another one', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const other = await pairedDevice(world, 'bob')
  const claim = { ...claimOf(world, phone.id, phone.key), deviceId: other.id }
  assert.equal(reasonOf(await authenticateDevice(world.ports, claim)), 'signature_wrong')
  const nobody = idFromBytes<DeviceId>(new Uint8Array(16))
  assert.equal(
    reasonOf(await authenticateDevice(world.ports, { ...claim, deviceId: nobody })),
    'device_unknown',
  )
})

test('a device that waits for its confirmation may connect, a revoked one may not', async () => {
  const world = await makeWorld()
  const { ports } = world
  must(await addAccount(ports, { userId: 'alice', displayName: '' }))
  const { body, key } = await offeredPairing(world, 'alice')
  const { deviceId } = must(await acceptPairing(ports, body))
  assert.equal(must(await authenticateDevice(ports, claimOf(world, deviceId, key))).state, 'pending_confirm')
  must(await revokeDevice(ports, deviceId))
  assert.equal(reasonOf(await authenticateDevice(ports, claimOf(world, deviceId, key))), 'device_revoked')
})

function claimOf({ ports, clock }: World, deviceId: DeviceId, key: DeviceKeyPair): SocketClaim {
  const claim = {
    deviceId,
    nonce: new Uint8Array(32).fill(3),
    expiresAtMs: clock.nowMs() + 20_000,
    host: 'id.example',
  }
  const body = socketAuthDocument.encode({
    version: 1,
    serverId: ports.vault.serverId,
    ...claim,
    deviceId: idToBytes(deviceId),
  })
  return { ...claim, signature: key.sign(socketAuthDocument.message(body)) }
}
