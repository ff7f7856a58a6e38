// A request whose login page is on the same phone: answered with the secret of its link, and a return code for the way back.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import type { Picked } from '@countersign/client-sdk'
import { fromBase64Url } from '@countersign/protocol'
import { ClientWorld } from '../support/client-world.js'
import { until } from '../support/socket-pair.js'

const SECRET = Buffer.alloc(16, 7).toString('base64url')

async function shownLink() {
  const world = await ClientWorld.create()
  const pair = await world.online()
  const frame = world.server.challengeFrame(world.server.challenge({ mode: 4, options: [] }))
  const request = await world.show(pair, frame)
  return { world, pair, frame, request, challengeId: frame.challengeId }
}

test('[LK3] the answer holds the secret and the hash of a return code, which comes out when the approval counts', async () => {
  const { world, pair, frame, request, challengeId } = await shownLink()
  assert.equal(request.mode, 'link')
  const outcome = world.device.approveLink(challengeId, SECRET)
  await until('it is sent', () => pair.sent('answer').length === 1)
  const [answer] = pair.sent('answer')
  assert.ok(answer && world.server.isGenuine(answer, frame, world.key.publicKey))
  const chosen = Buffer.from(answer.chosen, 'base64url')
  assert.equal(chosen.length, 32)
  assert.deepEqual(chosen.subarray(0, 16), Buffer.alloc(16, 7))

  pair.deliver(world.server.receipt(challengeId, 'approved', { byThisDevice: 1 }))
  const { state, returnCode } = await outcome
  assert.equal(state, 'approved')
  const preimage = [
    Buffer.of(26),
    'countersign/v1/return-code',
    fromBase64Url(returnCode ?? '') ?? '',
  ] as const
  const hash = preimage.reduce((sum, part) => sum.update(part), createHash('sha256')).digest()
  assert.deepEqual(chosen.subarray(16), hash.subarray(0, 16))
})

test('[LK4] no return code for anything but an approval of this very device', async () => {
  for (const [state, byThisDevice] of [
    ['mismatched', 1],
    ['denied', 0],
    ['approved', 0],
    ['redeemed', 0],
  ] as const) {
    const { world, pair, challengeId } = await shownLink()
    const outcome = world.device.approveLink(challengeId, SECRET)
    await until('it is sent', () => pair.sent('answer').length === 1)
    pair.deliver(world.server.receipt(challengeId, state, { byThisDevice }))
    assert.equal((await outcome).returnCode, undefined, state)
  }
})

test('[LK3] two taps are one approval with one return code; another request has another', async () => {
  const { world, pair, challengeId } = await shownLink()
  const taps = [world.device.approveLink(challengeId, SECRET), world.device.approveLink(challengeId, SECRET)]
  await until('it is sent', () => pair.sent('answer').length === 1)
  pair.deliver(world.server.receipt(challengeId, 'approved', { byThisDevice: 1 }))
  const [one, two] = await Promise.all(taps)
  assert.ok(one?.returnCode)
  assert.equal(one.returnCode, two?.returnCode)

  const other = world.server.challengeFrame(world.server.challenge({ mode: 4, options: [] }))
  await world.show(pair, other)
  const next = world.device.approveLink(other.challengeId, SECRET)
  await until('it is sent', () => pair.sent('answer').length === 2)
  pair.deliver(world.server.receipt(other.challengeId, 'approved', { byThisDevice: 1 }))
  assert.notEqual((await next).returnCode, one.returnCode)
})

test('[LK2] without the link there is deny and nothing else; a secret approves no other kind of request', async () => {
  const { world, pair, challengeId } = await shownLink()
  const picked: readonly Picked[] = [
    { mode: 'code', code: '123456' },
    { mode: 'symbol', symbolId: 17 },
  ]
  for (const choice of picked)
    await assert.rejects(world.device.approve(challengeId, choice), { code: 'choice_invalid' })
  for (const secret of ['', 'AAAA', `${SECRET}A`, `${SECRET.slice(0, -1)}x`])
    await assert.rejects(world.device.approveLink(challengeId, secret), { code: 'choice_invalid' })
  const grid = await world.show(pair)
  await assert.rejects(world.device.approveLink(grid.challengeId, SECRET), { code: 'choice_invalid' })
  assert.equal(pair.sent('answer').length, 0)

  const denied = world.device.deny(challengeId)
  await until('it is sent', () => pair.sent('answer').length === 1)
  pair.deliver(world.server.receipt(challengeId, 'denied', { byThisDevice: 1 }))
  assert.equal((await denied).state, 'denied')
})

test('[CH4] a request by link that offers symbols is not shown', async () => {
  const world = await ClientWorld.create()
  const pair = await world.online()
  pair.deliver(world.server.challengeFrame(world.server.challenge({ mode: 4, options: [1, 2] })))
  await until('it is refused', () => world.of('refused').length === 1)
  assert.equal(world.of('refused')[0]?.reason, 'options_wrong')
})
