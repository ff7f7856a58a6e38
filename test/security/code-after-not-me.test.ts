// A code after "this wasn't me": the owner saw a request on the phone that was not theirs and reported it, or read of a new device and
// stopped the account. Whoever sits at that browser has the password; the next thing they try is a code, bought or photographed.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { CodePool } from '@countersign/server/core/codes'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { loginWithCode } from '@countersign/server/flows/codes/login-with-code'
import { stopAccount } from '@countersign/server/flows/not-me/stop-account'
import { notify } from '@countersign/server/flows/notices'
import { BACKUP, BYPASS, codeWorld, why } from '../support/code-world.js'
import { anotherApp, asked, must, pairedDevice, settled } from '../support/test-world.js'

test('[CD13] from the address that was reported no code counts at that app for a day, and none of the owner’s tries is used', async () => {
  const { world, totp, typed, guard } = await codeWorld()
  const phone = await pairedDevice(world)
  const context = { address: '198.51.100.66', browser: 'Chrome on Linux' }
  const request = await asked(world, { context })
  must(await answerChallenge(world.ports, phone.id, await phone.report(request.challengeId)))
  await settled()

  for (const code of [totp(), BACKUP, BYPASS]) {
    assert.equal(why(await typed(code, { context })), 'reported')
    // Another browser's name there is the same place.
    assert.equal(why(await typed(code, { context: { ...context, browser: 'another' } })), 'reported')
  }
  for (const way of ['totp', 'backup', 'bypass'] as const) assert.equal((await guard(way)).revision, 0)

  // The owner, elsewhere, gets in as ever.
  assert.equal(why(await typed(totp())), 'ok')
  world.clock.advance(24 * 3_600_000)
  assert.equal(why(await typed(BACKUP, { context })), 'ok')
})

test('[CD13] a report about one app bars no code at another', async () => {
  const { world, totp, body } = await codeWorld()
  const phone = await pairedDevice(world)
  const other = await anotherApp(world)
  const request = await asked(world, {}, other)
  must(await answerChallenge(world.ports, phone.id, await phone.report(request.challengeId)))
  await settled()
  assert.equal(why(await loginWithCode(world.ports, other, body({ code: totp() }))), 'reported')
  assert.equal(why(await loginWithCode(world.ports, world.app, body({ code: totp() }))), 'ok')
})

test('[CD13] a report that comes while the code is judged is seen when it is spent; the code stays good', async () => {
  const { world, typed } = await codeWorld()
  const { ports } = world
  const phone = await pairedDevice(world)
  const request = await asked(world)
  const codeHash = {
    ...ports.codeHash,
    async fits(code: string, hash: string, pool: CodePool) {
      must(await answerChallenge(ports, phone.id, await phone.report(request.challengeId)))
      return ports.codeHash.fits(code, hash, pool)
    },
  }
  assert.equal(why(await typed(BACKUP, {}, { ...ports, codeHash })), 'reported')
  const context = { address: '192.0.2.200', browser: 'Safari on iPhone' }
  assert.equal(why(await typed(BACKUP, { context })), 'ok')
})

test('after the account was stopped no code lets anybody in, from nowhere', async () => {
  const { world, accountId, totp, typed } = await codeWorld()
  const { ports } = world
  // What was added before the notice stays: it is not taken back, and must not count.
  world.clock.advance(7 * 86_400_000)
  await ports.storage.transaction((stores) => notify(ports, stores, accountId, 'backup_code_used', {}))
  const [newest] = await ports.storage.read.notices.ofAccount(accountId, 1)
  assert.ok(newest)
  must(await stopAccount(ports, { accountId, noticeId: newest.id, by: 'not-me-link' }))
  for (const code of [totp(), BACKUP, BYPASS]) assert.equal(why(await typed(code)), 'wrong')
})
