// The offline code of a phone: asked for, confirmed and ended by that phone alone, named like it, gone when it goes.
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { removeTotpByAdmin } from '@countersign/server/flows/admin/totps'
import { revokeDevice } from '@countersign/server/flows/change-device'
import {
  beginOfflineCode,
  confirmOfflineCode,
  endOfflineCode,
  offlineCodeOf,
} from '@countersign/server/flows/codes/offline-code'
import { policyBody } from '../support/policies.js'
import { editAccount, operator, setPolicies } from '../support/policy-world.js'
import type { TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice, reasonOf, settled } from '../support/test-world.js'
import { appOf, codeOf } from '../support/totps.js'

let world: World
let phone: TestDevice
beforeEach(async () => {
  world = await makeWorld()
  phone = await pairedDevice(world)
})

/** Begun and confirmed. */
async function offlineCode(of: TestDevice = phone): Promise<string> {
  const drawn = must(await beginOfflineCode(world.ports, of))
  const { totpId } = drawn
  must(await confirmOfflineCode(world.ports, of, { totpId, code: codeOf(drawn, world.clock.nowMs()) }))
  return totpId
}
const state = (of: TestDevice = phone) => offlineCodeOf(world.ports, of)
const kept = () => world.ports.storage.read.totps.ofAccount(phone.accountId)
const kinds = async () =>
  (await world.ports.storage.read.notices.ofAccount(phone.accountId, 10, undefined)).map(
    ({ kind, facts }) => `${kind} ${String(facts['deviceName'])}`,
  )

test('[OC1] a phone has none until its first code, and is welcomed with the one that counts', async () => {
  assert.deepEqual(await state(), { offlineCode: null, mayHaveOfflineCode: true })
  const drawn = must(await beginOfflineCode(world.ports, phone))
  assert.deepEqual([drawn.secret.length, drawn.digits, drawn.periodSeconds], [20, 6, 30])
  assert.equal((await state()).offlineCode, null)
  const { totpId } = drawn
  must(await confirmOfflineCode(world.ports, phone, { totpId, code: codeOf(drawn, world.clock.nowMs()) }))
  assert.deepEqual(await state(), { offlineCode: totpId, mayHaveOfflineCode: true })
  assert.equal((await kept())[0]?.name, 'Phone')
  assert.equal((await kinds())[0], 'totp_added Phone')
})

test('[OC1] asking again ends the one it had, and no other phone’s', async () => {
  const second = await pairedDevice(world)
  const [first, others] = [await offlineCode(), await offlineCode(second)]
  must(await beginOfflineCode(world.ports, phone))
  assert.equal((await state()).offlineCode, null)
  assert.equal((await state(second)).offlineCode, others)
  assert.equal(await world.ports.storage.read.totps.byId(first), undefined)
  assert.equal((await kept()).length, 2)
})

test('[OC2] a phone confirms what it asked for itself: not another phone’s, not an app’s, not with a wrong code', async () => {
  const second = await pairedDevice(world)
  const drawn = must(await beginOfflineCode(world.ports, phone))
  const { totpId } = drawn
  const code = codeOf(drawn, world.clock.nowMs())
  const bob = await pairedDevice(world, 'bob')
  for (const other of [second, bob])
    assert.equal(reasonOf(await confirmOfflineCode(world.ports, other, { totpId, code })), 'not_found')
  const wrong = code === '000000' ? '000001' : '000000'
  const refused = await confirmOfflineCode(world.ports, phone, { totpId, code: wrong })
  assert.equal(reasonOf(refused), 'code_refused')
  must(await confirmOfflineCode(world.ports, phone, { totpId, code }))
})

test('[OC3] a phone that may only deny, that was removed, or whose account is suspended gets none', async () => {
  const change = (to: 'suspended' | 'active') =>
    world.ports.storage.transaction(({ devices }) =>
      devices.changeState(phone.id, ['active', 'suspended'], to, world.clock.nowMs()),
    )
  const drawn = must(await beginOfflineCode(world.ports, phone))
  const { totpId } = drawn
  const code = codeOf(drawn, world.clock.nowMs())
  await change('suspended')
  assert.equal(reasonOf(await beginOfflineCode(world.ports, phone)), 'device_suspended')
  assert.equal(reasonOf(await confirmOfflineCode(world.ports, phone, { totpId, code })), 'device_suspended')
  await change('active')
  await editAccount(world, 'alice', { state: 'suspended' })
  assert.equal(reasonOf(await beginOfflineCode(world.ports, phone)), 'account_suspended')
  await editAccount(world, 'alice', { state: 'active' })
  must(await revokeDevice(world.ports, phone.id))
  assert.equal(reasonOf(await beginOfflineCode(world.ports, phone)), 'device_revoked')
  assert.equal(reasonOf(await confirmOfflineCode(world.ports, phone, { totpId, code })), 'not_found')
})

test('[OC3] where no login takes codes, none is offered and none is made', async () => {
  await setPolicies(world, [policyBody({ says: { otherWays: ['backup'] } })])
  assert.equal((await state()).mayHaveOfflineCode, false)
  assert.equal(reasonOf(await beginOfflineCode(world.ports, phone)), 'way_not_allowed')
})

test('[OC4] it goes with the phone, and no other app or phone loses its own', async () => {
  const second = await pairedDevice(world)
  await offlineCode()
  const stays = [await offlineCode(second), (await appOf(world, phone.accountId)).totp.id]
  must(await revokeDevice(world.ports, phone.id))
  assert.deepEqual((await kept()).map(({ id }) => id).sort(), stays.sort())
})

test('[OC4] a phone whose code is removed elsewhere hears of it at once', async () => {
  const id = await offlineCode()
  must(await removeTotpByAdmin(world.ports, operator, { accountId: phone.accountId, id }))
  await settled()
  assert.deepEqual(phone.frames.at(-1), { type: 'offline_code_state', totpId: id, state: 'ended' })
  assert.equal((await state()).offlineCode, null)
  assert.equal((await kinds())[0], 'totp_removed Phone')
})

test('[OC4] the phone ends it itself; having none is no fault', async () => {
  await offlineCode()
  must(await endOfflineCode(world.ports, phone))
  must(await endOfflineCode(world.ports, phone))
  assert.deepEqual(await kept(), [])
})
