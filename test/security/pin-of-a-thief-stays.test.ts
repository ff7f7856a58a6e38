// How it works: a thief with a copy of a phone's key, or with the phone while it was unlocked, sets its first PIN, or with the PIN that was
// looked over the shoulder another one. Its owner is told, says "this wasn't me", and an admin lets the account in again. The thief's key and
// PIN would be the only ones that count on that phone, and its owner would not even know the PIN. So the phone goes with the PIN.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountId } from '@countersign/protocol'
import type { NoticeKind } from '@countersign/protocol/me'
import { resumeAccount } from '@countersign/server/flows/admin/account-standing'
import { stopAccount } from '@countersign/server/flows/not-me/stop-account'
import { setPin } from '@countersign/server/flows/verification/set-pin'
import { SOCKET_NONCE } from '../support/biometric-phone.js'
import { pinPhone, settingOf } from '../support/pin-phone.js'
import { operator } from '../support/policy-world.js'
import { newDeviceKey } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, pairedDevice } from '../support/test-world.js'

const DAY_MS = 86_400_000

async function disownAndResume(world: World, accountId: AccountId, kind: NoticeKind) {
  const { ports } = world
  const id = (await ports.storage.read.accounts.byUserId('alice'))?.id ?? assert.fail('no account')
  assert.equal(id, accountId)
  const told = await ports.storage.read.notices.ofAccount(id, 20)
  const notice = told.find((each) => each.kind === kind) ?? assert.fail(`no ${kind}`)
  must(await stopAccount(ports, { accountId: id, noticeId: notice.id, by: 'not-me-link' }))
  must(await resumeAccount(ports, operator, { id }))
}

test('[NM2] a first PIN that was not its owner’s takes the phone with it', async () => {
  const world = await makeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  const other = await pairedDevice(world)
  world.clock.advance(DAY_MS)
  must(await setPin(ports, phone.id, SOCKET_NONCE, await settingOf(world, phone)))
  await disownAndResume(world, phone.accountId, 'pin_set')
  assert.equal((await ports.storage.read.devices.byId(phone.id))?.state, 'revoked')
  assert.equal(await ports.storage.read.pins.of(phone.id), undefined)
  assert.equal((await ports.storage.read.devices.byId(other.id))?.state, 'active')
})

test('[NM2] so does one that was changed; a PIN from long before stays', async () => {
  const world = await makeWorld()
  const { ports } = world
  const { device: phone, pinKey } = await pinPhone(world)
  const { device: other } = await pinPhone(world)
  world.clock.advance(DAY_MS)
  const stolen = await settingOf(world, phone, { pinKey: newDeviceKey(), by: pinKey })
  must(await setPin(ports, phone.id, SOCKET_NONCE, stolen))
  await disownAndResume(world, phone.accountId, 'pin_changed')
  assert.equal((await ports.storage.read.devices.byId(phone.id))?.state, 'revoked')
  assert.equal((await ports.storage.read.devices.byId(other.id))?.state, 'active')
})
