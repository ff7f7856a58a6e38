// How it works: an account is deleted, or its phone removed, and somebody gets at the database later. What is kept of a phone that is gone, the
// sealed key of its PIN, its credential, where it is woken, helps whoever has the master key and a copy of the phone, and nobody else.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deleteAccount } from '@countersign/server/flows/admin/account-standing'
import { revokeDevice } from '@countersign/server/flows/change-device'
import { biometricPhone } from '../support/biometric-phone.js'
import { passkeyWorld } from '../support/passkey-world.js'
import { pinPhone } from '../support/pin-phone.js'
import { operator } from '../support/policy-world.js'
import type { TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must } from '../support/test-world.js'

async function leftOf({ ports }: World, { id, accountId }: TestDevice) {
  const { pins, biometrics, pushSubscriptions, passkeys, browsers } = ports.storage.read
  return [
    ...[await pins.of(id), await biometrics.ofDevice(id), await pushSubscriptions.ofDevice(id)],
    ...(await passkeys.ofAccount(accountId)),
    ...(await browsers.ofAccount(accountId)),
  ].filter((each) => each !== undefined)
}

test('a deleted account leaves no PIN, no credential, no passkey', async () => {
  const { world } = await passkeyWorld()
  const { device } = await pinPhone(world)
  const other = await biometricPhone(world)
  assert.equal((await leftOf(world, device)).length, 2)
  must(await deleteAccount(world.ports, operator, { id: device.accountId }))
  assert.deepEqual([...(await leftOf(world, device)), ...(await leftOf(world, other.device))], [])
})

test('nor does a phone that is removed', async () => {
  const world = await makeWorld()
  const { device } = await pinPhone(world)
  must(await revokeDevice(world.ports, device.id))
  assert.deepEqual(await leftOf(world, device), [])
})
