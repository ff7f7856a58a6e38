// How it works: somebody copied the storage of a phone: its key, and with it the key of its offline code. The PIN is what they lack, and what
// is asked for with every approval. So they ask for none: they type the offline code that came along with the copy, or, since the phone's key
// alone was enough, have the server draw them another one. Not one try of the PIN was made. The same where a policy asks for a PIN, and the
// phone has none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toBase64Url } from '@countersign/protocol'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import { beginOfflineCode, confirmOfflineCode } from '@countersign/server/flows/codes/offline-code'
import { setPin } from '@countersign/server/flows/verification/set-pin'
import { offlineCodeFor } from '@countersign/server/socket/offline-code-frames'
import { SOCKET_NONCE } from '../support/biometric-phone.js'
import { policy } from '../support/code-world.js'
import { pinPhone, settingOf } from '../support/pin-phone.js'
import { setPolicies } from '../support/policy-world.js'
import type { TestDevice } from '../support/test-device.js'
import type { World } from '../support/test-world.js'
import { makeWorld, must, NONCE, pairedDevice, reasonOf, requestBody } from '../support/test-world.js'
import { appOf, codeOf } from '../support/totps.js'

/** Drawn, confirmed; the code of now was not used yet. */
async function offlineCode({ ports, clock }: World, phone: TestDevice) {
  const drawn = must(await beginOfflineCode(ports, phone))
  const code = codeOf(drawn, clock.nowMs())
  must(await confirmOfflineCode(ports, phone, { totpId: drawn.totpId, code }))
  clock.advance(60_000)
  return drawn
}

const typed = ({ ports, app }: World, code: string) => {
  const { userId, context } = requestBody()
  return loginWithCode(ports, app, {
    ...{ userId, context, purpose: 'login', appNonce: toBase64Url(NONCE), code },
  })
}

test('[UV4] the offline code of a phone that has a PIN since lets nobody in', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const copied = await offlineCode(world, phone)
  must(await setPin(world.ports, phone.id, SOCKET_NONCE, await settingOf(world, phone)))
  assert.equal(reasonOf(await typed(world, codeOf(copied, world.clock.nowMs()))), 'code_refused')
  const device = (await world.ports.storage.read.devices.byId(phone.id)) ?? assert.fail('no device')
  assert.equal((await offlineCodeFor(world.ports, device)).mayHaveOfflineCode, false)
})

test('[UV4] its key alone draws none, and none that was begun before the PIN is confirmed', async () => {
  const world = await makeWorld()
  const { device } = await pinPhone(world)
  assert.equal(reasonOf(await beginOfflineCode(world.ports, device)), 'way_not_allowed')

  const other = await pairedDevice(world)
  const begun = must(await beginOfflineCode(world.ports, other))
  must(await setPin(world.ports, other.id, SOCKET_NONCE, await settingOf(world, other)))
  const code = codeOf(begun, world.clock.nowMs())
  const confirmed = await confirmOfflineCode(world.ports, other, { totpId: begun.totpId, code })
  assert.equal(reasonOf(confirmed), 'way_not_allowed')
})

test('[UV4] where a policy asks for the person, no offline code of any phone counts; of another app it does', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const copied = await offlineCode(world, phone)
  await setPolicies(world, [policy({ userVerification: 'any' })])
  assert.equal(reasonOf(await typed(world, codeOf(copied, world.clock.nowMs()))), 'code_refused')
  const { app } = await appOf(world, phone.accountId)
  must(await typed(world, app.codeAt(world.clock.nowMs())))
})

test('[UV4] where nobody asks for the person, the offline code of a phone without a PIN lets in', async () => {
  const world = await makeWorld()
  const phone = await pairedDevice(world)
  const own = await offlineCode(world, phone)
  must(await typed(world, codeOf(own, world.clock.nowMs())))
})
