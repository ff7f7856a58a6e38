// A login by a typed code without its edges: what lets in, what is refused, what is withdrawn.
import assert from 'node:assert/strict'
import test from 'node:test'
import { challengeState, codeAssertionClaimsSchema, isId, toBase64Url } from '@countersign/protocol'
import { addAccount } from '@countersign/server/flows/accounts'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { otherWays } from '@countersign/server/flows/codes/other-ways'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { BACKUP, BYPASS, codeWorld, policy, WRONG_BACKUP, why } from '../support/code-world.js'
import { giveTotp } from '../support/codes-at-hand.js'
import { setPolicies } from '../support/policy-world.js'
import { anotherApp, asked, must, NONCE, pairedDevice, reasonOf, settled } from '../support/test-world.js'

test('[CD6] each kind lets in, and the assertion says which, for whom, for which session, and of no device', async () => {
  const { world, accountId, totp, typed, audited } = await codeWorld()
  const codes = { totp: totp(), backup: BACKUP, bypass: BYPASS }
  for (const [way, code] of Object.entries(codes)) {
    const [, payload = ''] = must(await typed(code)).assertion.split('.')
    const claims = codeAssertionClaimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()))
    const nowSeconds = Math.floor(world.clock.nowMs() / 1000)
    assert.ok(isId(claims.jti))
    assert.deepEqual(claims, {
      ...{ iss: toBase64Url(world.ports.vault.serverId), aud: world.app.id, sub: accountId },
      ...{ user_id: 'alice', jti: claims.jti, nonce: toBase64Url(NONCE), purpose: 'login' },
      ...{ iat: nowSeconds, exp: nowSeconds + 60, auth_time: nowSeconds, address: '192.0.2.1' },
      ...{ amr: ['otp', `way-${way}`], acr: `countersign:${way}` },
    })
    const entry = (await audited('login.by_code')).find(({ facts }) => facts['way'] === way)
    assert.deepEqual(entry, {
      ...{ action: 'login.by_code', actor: `app:${world.app.id}`, accountId, appId: world.app.id },
      facts: {
        ...{ loginId: claims.jti, way, purpose: 'login' },
        ...{ address: '192.0.2.1', browser: 'Firefox on Linux' },
      },
    })
  }
})

test('[CD5] each code lets in once', async () => {
  const { totp, typed } = await codeWorld()
  for (const code of [totp(), BACKUP, BYPASS]) {
    assert.equal(why(await typed(code)), 'ok')
    assert.equal(why(await typed(code)), 'wrong')
  }
})

test('[CD1] however it is typed: groups, dashes, lower case, look-alikes, full-width digits', async () => {
  const { totp, typed } = await codeWorld()
  const fullWidth = [...totp()].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join('')
  assert.equal(why(await typed(fullWidth)), 'ok')
  assert.equal(why(await typed(' k7qd‐29xm_pt4c–8wzn.ab3r\n')), 'ok')
  assert.equal(why(await typed('4829 1503 3776')), 'ok')
})

test('[CD1] what has the shape of no code is refused and not counted', async () => {
  const { typed, guard } = await codeWorld()
  const shapes = ['12345', '1234567', '123456789', '1234567890123', 'K7QD-29XM', `${BACKUP}U`, '٣٤٥٦٧٨', '–']
  for (const code of shapes) assert.equal(why(await typed(code)), 'shape', code)
  for (const way of ['totp', 'backup', 'bypass'] as const) assert.equal((await guard(way)).revision, 0)
})

test('[CD4] an old code, a code of the future, one of another app and one of somebody else are wrong', async () => {
  const { world, totp, typed } = await codeWorld()
  const now = world.clock.nowMs()
  assert.equal(why(await typed(totp(now - 2 * 30_000))), 'wrong')
  assert.equal(why(await typed(totp(now + 2 * 30_000))), 'wrong')
  const bob = must(await addAccount(world.ports, { userId: 'bob', displayName: 'Bob' }))
  const his = await giveTotp(world.ports, bob.id)
  assert.equal(why(await typed(his())), 'wrong')
  assert.equal(why(await typed(BACKUP, { userId: 'bob' })), 'wrong')
  assert.equal(why(await typed(BYPASS, { userId: 'bob' })), 'wrong')
})

test('a code of a moment ago and of the next moment count, each once and only forwards', async () => {
  const { world, totp, typed } = await codeWorld()
  const now = world.clock.nowMs()
  assert.equal(why(await typed(totp(now - 30_000))), 'ok')
  assert.equal(why(await typed(totp(now + 30_000))), 'ok')
  // Its step lies before one that was accepted.
  assert.equal(why(await typed(totp(now))), 'wrong')
})

test('[CD4] an app whose codes are weaker than the policies ask does not count', async () => {
  const { world, accountId, totp, typed } = await codeWorld()
  await setPolicies(world, [policy({ totpDigits: 8 })])
  assert.equal(why(await typed(totp())), 'wrong')
  const strong = await giveTotp(world.ports, accountId, { digits: 8 })
  assert.equal(why(await typed(strong())), 'ok')
  await setPolicies(world, [policy({ totpDigits: 8, totpAlgorithm: 'SHA256' })])
  assert.equal(why(await typed(strong(world.clock.nowMs() + 30_000))), 'wrong')
})

test('[CD4] the offline code of a phone counts as long as the phone may approve', async () => {
  const { world, accountId, typed } = await codeWorld()
  const phone = await pairedDevice(world)
  const offline = await giveTotp(world.ports, accountId, { deviceId: phone.id })
  assert.equal(why(await typed(offline())), 'ok')
  await world.ports.storage.transaction(({ devices }) =>
    devices.changeState(phone.id, ['active'], 'suspended', world.clock.nowMs()),
  )
  assert.equal(why(await typed(offline(world.clock.nowMs() + 30_000))), 'wrong')
})

test('[CD4] a waiting backup code and an expired or revoked code of the help desk are wrong', async () => {
  const { world, accountId, typed } = await codeWorld()
  await world.ports.storage.transaction(async ({ backupCodes }) => {
    const codes = await backupCodes.ofAccount(accountId)
    await backupCodes.removeOf(accountId)
    await backupCodes.add(codes.map((code) => ({ ...code, state: 'waiting' as const })))
  })
  assert.equal(why(await typed(BACKUP)), 'wrong')
  world.clock.advance(3_600_000)
  assert.equal(why(await typed(BYPASS)), 'wrong')
})

test('[CD3] a kind that the policies do not let count is refused before anything is charged, right or wrong', async () => {
  const { world, totp, typed, guard } = await codeWorld()
  await setPolicies(world, [policy({ otherWays: ['totp'] })])
  for (const code of [BACKUP, WRONG_BACKUP, BYPASS]) assert.equal(why(await typed(code)), 'way_not_allowed')
  assert.equal(why(await typed(BACKUP, { userId: 'nobody' })), 'way_not_allowed')
  assert.equal((await guard('backup')).revision, 0)
  assert.equal(why(await typed(totp())), 'ok')
})

test('[CD2] the ways that an app is told are those of the policies, whoever it asks about', async () => {
  const { world, body } = await codeWorld()
  const ways = async (userId: string) =>
    (await otherWays(world.ports, world.app, { ...body(), userId })).otherWays
  for (const userId of ['alice', 'nobody']) assert.deepEqual(await ways(userId), ['totp', 'backup', 'bypass'])
  await setPolicies(world, [policy({ otherWays: ['bypass'] })])
  for (const userId of ['alice', 'nobody']) assert.deepEqual(await ways(userId), ['bypass'])
  assert.deepEqual((await asked(world)).otherWays, ['bypass'])
})

test('[CD12] the request that the person gave up on is withdrawn when the code is right, and not before', async () => {
  const { world, totp, typed, wrongTotp } = await codeWorld()
  const phone = await pairedDevice(world)
  const request = await asked(world)
  assert.equal(why(await typed(wrongTotp(), { insteadOf: request.challengeId })), 'wrong')
  const state = async () => (await world.ports.storage.read.challenges.byId(request.challengeId))?.state
  assert.equal(await state(), 'pending')
  assert.equal(why(await typed(totp(), { insteadOf: request.challengeId })), 'ok')
  await settled()
  assert.equal(await state(), 'cancelled')
  assert.deepEqual(
    phone.receipts(request.challengeId).map((receipt) => receipt.state),
    [challengeState.cancelled],
  )
})

test('[CD12] a request that was approved meanwhile is no second login', async () => {
  const { world, totp, typed } = await codeWorld()
  const phone = await pairedDevice(world)
  const request = await asked(world)
  const answer = await phone.approve(request.challengeId, request.match)
  must(await answerChallenge(world.ports, phone.id, answer))
  assert.equal(why(await typed(totp(), { insteadOf: request.challengeId })), 'ok')
  const second = await redeemChallenge(world.ports, world.app, request.challengeId, NONCE)
  assert.equal(reasonOf(second), 'challenge_final')
})

test('[CD12] a request of another app, of another session or of somebody else is refused before anything is charged', async () => {
  const { world, totp, typed, guard } = await codeWorld()
  await addAccount(world.ports, { userId: 'bob', displayName: 'Bob' })
  const { challengeId: insteadOf } = await asked(world)
  const elsewhere = await asked(world, {}, await anotherApp(world))
  const bobs = await asked(world, { userId: 'bob' })
  assert.equal(why(await typed(totp(), { insteadOf: elsewhere.challengeId })), 'challenge_of_other_app')
  assert.equal(why(await typed(totp(), { insteadOf: bobs.challengeId })), 'challenge_unknown')
  const appNonce = toBase64Url(new Uint8Array(32).fill(9))
  assert.equal(why(await typed(totp(), { insteadOf, appNonce })), 'nonce_wrong')
  assert.equal((await guard('totp')).revision, 0)
})
