// Revoked device: a phone is lost or stolen and removed, but whoever holds it still has its key, an open socket, and perhaps an
// approval that was given a second ago. Each moment between "removed" and "harmless" is an opening: between shown and approved,
// between approved and redeemed, with the socket open, and in coming back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { revokeDevice } from '@countersign/server/flows/change-device'
import { acceptBody, lookUpBody } from '../support/raw-device.js'
import { assertProblem, TestServer } from '../support/test-server.js'
import { Phone } from './phone.js'

let server: TestServer
let apiKey: string
before(async () => {
  server = await TestServer.start({ storage: 'sqlite' })
  apiKey = (await server.addApp()).apiKey
})
after(() => server.stop())

async function scene(userId: string) {
  await server.addAccount(userId)
  const [lost, kept] = [await Phone.paired(server, userId), await Phone.paired(server, userId)]
  const asked = await server.requestApproval(apiKey, { userId })
  const redeem = () =>
    server.call('POST', `/v1/challenges/${asked.challengeId}/redeem`, {
      apiKey,
      body: { appNonce: asked.appNonce },
    })
  await lost.shown(asked.challengeId)
  await kept.shown(asked.challengeId)
  return { lost, kept, asked, redeem }
}

const revoke = async ({ device }: Phone) => assert.ok((await revokeDevice(server.ports, device.deviceId)).ok)

test('[AN4] removed between shown and approved: its answer has no effect, also when it races the removal', async () => {
  const { lost, kept, asked, redeem } = await scene('shown')
  const frame = await lost.shown(asked.challengeId)
  const answer = lost.sign(frame, { decision: 'approve', choice: asked.match })
  await revoke(lost)
  lost.socket.send(answer)
  await lost.socket.closed

  assertProblem(await redeem(), 409, 'challenge_not_approved')
  assert.ok(!lost.frames.some(({ type }) => type === 'receipt'))
  // The account goes on with the phone that was kept.
  assert.equal(await kept.approve(asked.challengeId, asked.match), 'approved')
  assert.equal((await redeem()).status, 200)
})

test('[AP5] removed between approved and redeemed: the approval lets nobody in', async () => {
  const { lost, asked, redeem } = await scene('approved')
  assert.equal(await lost.approve(asked.challengeId, asked.match), 'approved')
  await revoke(lost)

  assertProblem(await redeem(), 403, 'device_revoked')
  assertProblem(await redeem(), 403, 'device_revoked')
})

test('[AP5] removed at the very moment of the redemption: one order or the other, and afterwards nothing more', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { lost, asked, redeem } = await scene(`moment-${round}`)
    assert.equal(await lost.approve(asked.challengeId, asked.match), 'approved')
    const [first] = await Promise.all([redeem(), revoke(lost)])
    assert.ok([200, 403].includes(first.status), first.text)
    assert.notEqual((await redeem()).status, 200)
  }
})

test('[AN4] its open socket is told and closed, and it does not come back', async () => {
  const { lost } = await scene('socket')
  await revoke(lost)

  assert.equal((await lost.socket.closed).reason, 'device_revoked')
  await lost.settled().catch(() => undefined)
  assert.deepEqual(lost.frames.slice(-2), [
    { type: 'device', deviceState: 'revoked' },
    { type: 'refusal', code: 'device_revoked' },
  ])
  for (let n = 0; n < 3; n += 1) await assert.rejects(server.connect(lost.device), /device_revoked/)
})

test('[ST6] it is not rung any more, and no request counts it', async () => {
  const { lost, kept } = await scene('rung')
  await revoke(lost)
  const asked = await server.requestApproval(apiKey, { userId: 'rung' })
  await kept.shown(asked.challengeId)

  assert.ok(!lost.rung.includes(asked.challengeId))
  const deliveries = await server.ports.storage.read.challenges.deliveriesOf(asked.challengeId)
  assert.deepEqual(
    deliveries.map(({ deviceId }) => deviceId),
    [kept.device.deviceId],
  )
})

test('[KE3] its key is not paired a second time, with this account or another', async () => {
  const { lost } = await scene('again')
  await revoke(lost)
  await server.addAccount('another')
  for (const userId of ['again', 'another']) {
    const link = await server.pairingLink(userId)
    const found = await server.call('POST', '/v1/pairings/look-up', { body: lookUpBody(link) })
    const body = acceptBody(link, found.json, lost.device)
    assertProblem(await server.call('POST', '/v1/pairings/accept', { body }), 422, 'key_refused')
  }
})
