// Burning the owner's tries: whoever knows a user ID types wrong codes at the recovery page until the kind is blocked, and the owner
// stands before a login page with a good code that nobody looks at. Or whoever has the password does it at an app, and hopes that
// the phone is locked with it. Tries are counted apart by where they come from, and nothing of codes touches what phones count.
import assert from 'node:assert/strict'
import test from 'node:test'
import { beginRecovery, proveRecovery } from '@countersign/server/flows/access/recovery'
import { answerChallenge } from '@countersign/server/flows/answer-challenge'
import { redeemChallenge } from '@countersign/server/flows/redeem-challenge'
import { BACKUP, codeWorld, WRONG_BACKUP, why } from '../support/code-world.js'
import { asked, from, must, NONCE, pairedDevice, settled } from '../support/test-world.js'

test('[CD7] an outsider who knows a user ID burns no try at an app, however long they type', async () => {
  const { world, totp, wrongTotp, typed } = await codeWorld()
  const outsider = async (code: string) => {
    const { secret } = await beginRecovery(world.ports, 'alice')
    const browser = { address: '198.51.100.66', browser: 'curl' }
    return why(
      await proveRecovery(world.ports, { secret, typed: code, browser, known: '', former: undefined }),
    )
  }
  for (let hour = 0; hour < 48; hour++) {
    for (let n = 0; n < 6; n++) {
      await outsider(wrongTotp())
      await outsider(WRONG_BACKUP)
    }
    assert.equal(await outsider(wrongTotp()), 'too_many_tries')
    assert.equal(await outsider(BACKUP), 'too_many_tries')
    if (hour < 47) world.clock.advance(3_600_000)
  }
  assert.equal(why(await typed(totp())), 'ok')
  assert.equal(why(await typed(BACKUP)), 'ok')
})

test('[CD11] with every code blocked the phone is asked as before: it rings, by symbol, and lets in', async () => {
  const { world, totp, wrongTotp, typed } = await codeWorld()
  const phone = await pairedDevice(world)
  const { guards } = world.ports.storage.read
  const before = await guards.of(phone.accountId)
  for (let n = 0; n < 8; n++) {
    await typed(wrongTotp())
    await typed(WRONG_BACKUP)
    await typed('000000000000')
  }
  assert.equal(why(await typed(totp())), 'too_many_tries')
  assert.deepEqual(await guards.of(phone.accountId), before)

  const request = await asked(world)
  assert.deepEqual([request.delivery, request.match.mode], ['push', 'symbol'])
  const answer = await phone.approve(request.challengeId, request.match)
  must(await answerChallenge(world.ports, phone.id, answer))
  must(await redeemChallenge(world.ports, world.app, request.challengeId, NONCE))
  // Nor does an approval give back tries of codes.
  assert.equal(why(await typed(totp())), 'too_many_tries')
})

test('[CD11] with the push budget spent and every request denied, a code is looked at as before', async () => {
  const { world, totp, typed } = await codeWorld()
  const phone = await pairedDevice(world)
  for (let n = 0; n < 4; n++) {
    const request = await asked(world, from(`192.0.2.${n + 10}`))
    must(await answerChallenge(world.ports, phone.id, await phone.deny(request.challengeId)))
    await settled()
  }
  assert.equal((await asked(world, from('192.0.2.99'))).delivery, 'pull')
  const { guards } = world.ports.storage.read
  const before = await guards.of(phone.accountId)
  assert.equal(why(await typed(totp())), 'ok')
  // A right code is no answer of a phone: doubts and budgets stay as they are.
  assert.deepEqual(await guards.of(phone.accountId), before)
})
