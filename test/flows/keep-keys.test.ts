// The server's challenge keys over time: the first, the announced next, the switch, the old one's end, two nodes.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { KeySet } from '@countersign/protocol'
import { idToBytes, keyRole, keySetDocument } from '@countersign/protocol'
import type { Ports } from '@countersign/server/core/ports'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { loadKeys, rotateKeysIfDue } from '@countersign/server/flows/keep-keys'
import { openChallenges } from '@countersign/server/flows/open-challenges'
import { createVault } from '@countersign/server/vault/vault'
import { parsedReceipt } from '../support/test-device.js'
import { asked, bytesOf, makeWorld, must, pairedDevice } from '../support/test-world.js'

const DAY = 86_400_000

test('[KS4] the first start makes a key; the next is announced 14 days before it signs; then it signs', async () => {
  const { ports, clock } = await makeWorld()
  const [first] = keySetOf(ports).keys
  assert.equal(keySetOf(ports).keySetVersion, 1)
  assert.equal(await rotateKeysIfDue(ports), false)

  clock.advance(76 * DAY)
  assert.equal(await rotateKeysIfDue(ports), true)
  const announced = keySetOf(ports)
  assert.equal(announced.keySetVersion, 2)
  assert.equal(announced.keys.filter(({ role }) => role === keyRole.challenge).length, 2)
  assert.deepEqual(signsNow(ports), first?.keyId)
  assert.equal(await rotateKeysIfDue(ports), false)

  clock.advance(14 * DAY)
  assert.deepEqual(signsNow(ports), announced.keys[1]?.keyId)
})

test('[KS4] a challenge made before the switch still rings after it, under the key its body names', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  clock.advance(80 * DAY)
  await rotateKeysIfDue(ports)
  const [first, next] = keySetOf(ports).keys
  clock.set((next?.notBeforeMs ?? assert.fail()) - 10)
  const login = await asked(world)
  clock.advance(20)
  const device = (await ports.storage.read.devices.byId(phone.id)) ?? assert.fail()
  assert.equal((await openChallenges(ports, device, 'pushed')).length, 1)
  assert.deepEqual(phone.shown(login.challengeId).keyId, first?.keyId)
})

test('[KS3] a receipt of before the switch is signed by the key of that time, also when it is asked for later', async () => {
  const world = await makeWorld()
  const { ports, clock } = world
  const phone = await pairedDevice(world)
  clock.advance(80 * DAY)
  await rotateKeysIfDue(ports)
  const [first, next] = keySetOf(ports).keys
  clock.set((next?.notBeforeMs ?? assert.fail()) - 10)
  const login = await asked(world)
  const frame = await phone.approve(login.challengeId, login.match)
  must(await answerChallenge(ports, phone.id, frame))
  clock.advance(20)
  const again = parsedReceipt(must(await answerChallenge(ports, phone.id, frame)))
  assert.deepEqual(again.keyId, first?.keyId)
})

test('[KS4] an old key leaves the set when nothing it signed is in use any more', async () => {
  const { ports, clock } = await makeWorld()
  const [first] = keySetOf(ports).keys
  for (let day = 0; day < 125; day++) {
    clock.advance(DAY)
    await rotateKeysIfDue(ports)
  }
  const set = keySetOf(ports)
  assert.equal(
    set.keys.some(({ keyId }) => Buffer.from(keyId).equals(first?.keyId ?? Buffer.alloc(0))),
    false,
  )
  assert.equal(set.keys.filter(({ role }) => role === keyRole.challenge).length, 1)
})

test('[KS2] two nodes that find rotation due at once publish one version, and both load it', async () => {
  const { ports, clock } = await makeWorld()
  const other: Ports = {
    ...ports,
    vault: createVault({ root: new Uint8Array(32).fill(1), master: new Uint8Array(32).fill(2) }, clock),
  }
  await loadKeys(other)
  clock.advance(80 * DAY)
  await Promise.all([rotateKeysIfDue(ports), rotateKeysIfDue(other)])
  assert.equal(keySetOf(ports).keySetVersion, 2)
  assert.deepEqual(keySetOf(other).keys, keySetOf(ports).keys)
})

test('a node that did not rotate loads what another published', async () => {
  const { ports, clock } = await makeWorld()
  const other: Ports = {
    ...ports,
    vault: createVault({ root: new Uint8Array(32).fill(1), master: new Uint8Array(32).fill(2) }, clock),
  }
  await loadKeys(other)
  clock.advance(80 * DAY)
  await rotateKeysIfDue(ports)
  assert.equal(await rotateKeysIfDue(other), true)
  assert.equal(keySetOf(other).keySetVersion, 2)
})

function keySetOf({ vault }: Ports): KeySet {
  const parsed = keySetDocument.parse(bytesOf(vault.keySet().body))
  return parsed.ok ? parsed.value : assert.fail(parsed.fault)
}

function signsNow({ vault, clock }: Ports): Uint8Array {
  return idToBytes(vault.signingKey(clock.nowMs()).keyId)
}
