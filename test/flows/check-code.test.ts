// Tried codes without their edges: how many are looked at, what is forgiven, and who hears of it.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { AccountId } from '@countersign/protocol'
import { unlockAccount } from '@countersign/server/flows/admin/account-standing'
import { forgetTries } from '@countersign/server/flows/codes/forget-tries'
import { sweep } from '@countersign/server/flows/sweep'
import { createCodeHash, WAITING_MAX } from '@countersign/server/vault/code-hash'
import { BACKUP, BYPASS, codeWorld, WRONG_BACKUP, why } from '../support/code-world.js'
import { operator } from '../support/policy-world.js'
import { must, settled } from '../support/test-world.js'

const MINUTE = 60_000

test('[CD7] after five wrong codes of an app a right one is refused, until the first of them is a quarter of an hour old', async () => {
  const { world, totp, typed, wrongTotp } = await codeWorld()
  for (let n = 0; n < 5; n++) {
    assert.equal(why(await typed(wrongTotp())), 'wrong')
    world.clock.advance(MINUTE)
  }
  const held = await typed(totp())
  assert.deepEqual(held, {
    ok: false,
    refusal: { reason: 'too_many_tries', retryAfterSeconds: 10 * 60 },
  })
  // Other kinds are counted apart.
  assert.equal(why(await typed(BACKUP)), 'ok')
  world.clock.advance(10 * MINUTE - 1)
  assert.equal(why(await typed(totp())), 'too_many_tries')
  world.clock.advance(1)
  assert.equal(why(await typed(totp())), 'ok')
})

test('[CD7] ten wrong codes of an app in a day are all that are looked at', async () => {
  const { world, totp, typed, wrongTotp } = await codeWorld()
  for (let n = 0; n < 10; n++) {
    assert.equal(why(await typed(wrongTotp())), 'wrong')
    world.clock.advance(20 * MINUTE)
  }
  assert.equal(why(await typed(totp())), 'too_many_tries')
  world.clock.advance(24 * 60 * MINUTE - 10 * 20 * MINUTE)
  assert.equal(why(await typed(totp())), 'ok')
})

test('[CD8] a hundred wrong ones in a row switch the kind off: setting it up anew, or an unlock, switches it on', async () => {
  const { world, accountId, totp, typed, guard, audited, wrongTotp } = await codeWorld()
  const off = async () => {
    const row = await guard('totp')
    await world.ports.storage.transaction(({ codeGuards }) =>
      codeGuards.save({ ...row, wrongAtMs: [], consecutiveWrong: 99 }, world.clock.nowMs()),
    )
    assert.equal(why(await typed(wrongTotp())), 'wrong')
    world.clock.advance(30 * 24 * 60 * MINUTE)
    const refusal = { reason: 'too_many_tries', retryAfterSeconds: undefined }
    assert.deepEqual(await typed(totp()), { ok: false, refusal })
  }
  await off()
  await world.ports.storage.transaction((stores) => forgetTries(world.ports, stores, accountId, 'totp'))
  assert.equal(why(await typed(totp())), 'ok')
  await off()
  must(await unlockAccount(world.ports, operator, { id: accountId }))
  assert.equal(why(await typed(totp())), 'ok')
  const [entry] = await audited('account.unlocked')
  assert.deepEqual(entry?.facts['unblockedCodes'], ['totp'])
})

test('[CD9] a right code forgives the row, and gives a guesser beside the owner no further tries', async () => {
  const { world, totp, typed, guard, wrongTotp } = await codeWorld()
  for (let n = 0; n < 4; n++) await typed(wrongTotp())
  assert.equal(why(await typed(totp())), 'ok')
  assert.equal((await guard('totp')).consecutiveWrong, 0)
  assert.equal(why(await typed(wrongTotp())), 'wrong')
  assert.equal(why(await typed(totp(world.clock.nowMs() + 30_000))), 'too_many_tries')
})

test('[CD10] the person hears once that a kind is blocked, and where it was tried; the audit hears of each try', async () => {
  const { world, typed, notices, audited, wrongTotp } = await codeWorld()
  for (let n = 0; n < 8; n++) await typed(wrongTotp())
  await settled()
  assert.deepEqual(await notices(), [
    { kind: 'codes_blocked', facts: { way: 'totp', appName: 'Wiki', address: '192.0.2.1' } },
  ])
  const refused = await audited('login.code_refused')
  assert.equal(refused.length, 5)
  assert.deepEqual(refused[0]?.facts, {
    ...{ way: 'totp', pool: 'app', because: 'wrong' },
    ...{ address: '192.0.2.1', browser: 'Firefox on Linux' },
  })
  assert.equal((await audited('login.codes_blocked')).length, 1)
  // A patient guesser: one more try as soon as the window lets it.
  for (let n = 0; n < 5; n++) {
    world.clock.advance(15 * MINUTE)
    await typed(wrongTotp())
    await settled()
  }
  // The window of a day is full with the tenth; of the quarter of an hour the person has heard.
  assert.deepEqual((await notices()).length, 2)
})

test('the person is told of each code that is used: of a printed one how many are left, of an app’s its name', async () => {
  const { totp, typed, notices } = await codeWorld()
  await typed(BACKUP)
  await typed(BYPASS)
  await typed(totp())
  const place = { appName: 'Wiki', address: '192.0.2.1' }
  assert.deepEqual(
    (await notices()).toSorted((a, b) => (a.kind < b.kind ? -1 : 1)),
    [
      { kind: 'backup_code_used', facts: { left: 1, selector: 'K7QD', ...place } },
      { kind: 'bypass_code_used', facts: place },
      { kind: 'totp_used', facts: { name: 'Aegis', ...place } },
    ],
  )
})

test('when too many printed codes wait for their hash, the try is not charged', async () => {
  const { world, typed, guard } = await codeWorld()
  const { ports } = world
  const codeHash = createCodeHash(ports.vault, { cost: 2 ** 15 })
  const flood = Array.from({ length: WAITING_MAX + 2 }, () => codeHash.waste(WRONG_BACKUP, 'app'))
  const result = await typed(BACKUP, {}, { ...ports, codeHash })
  assert.equal(why(result), 'busy')
  assert.deepEqual((await guard('backup')).wrongAtMs, [])
  assert.equal((await guard('backup')).consecutiveWrong, 0)
  await Promise.all(flood)
  assert.equal(why(await typed(BACKUP, {}, { ...ports, codeHash })), 'ok')
})

test('the tries of user IDs that nobody has are forgotten after the retention, those of people are not', async () => {
  const { world, accountId, typed, audited, wrongTotp } = await codeWorld()
  await typed(wrongTotp())
  await typed(wrongTotp(), { userId: 'nobody' })
  const nobody = (await audited('login.code_refused')).find((entry) => entry.accountId !== accountId)
  assert.ok(nobody?.accountId)
  const rows = async (id: AccountId) => (await world.ports.storage.read.codeGuards.ofAccount(id)).length
  assert.equal(await rows(nobody.accountId), 1)
  world.clock.advance(world.ports.settings.retentionMs + 1)
  await sweep(world.ports)
  assert.equal(await rows(nobody.accountId), 0)
  assert.equal(await rows(accountId), 1)
})
